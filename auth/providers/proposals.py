"""Setting or changing an agency's provider: one administrator asks, another confirms. Until then it counts for nothing.

Whoever could do it alone could name a provider of their own and come in as whomever it says. Taking a provider away
only shuts something, so for that one person is enough.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from auth.accounts import rules, told
from auth.accounts.granting import ASKER_GONE, LAPSED, SETTLED
from auth.accounts.written import AGENCY, log_change
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.encryption.models import DataKey
from auth.models import Account, Agency
from auth.providers import discovery, links
from auth.providers.access import may_confirm
from auth.providers.models import Provider
from auth.providers.setting_up import Wanted, facts_of, of_agency
from auth.refusals import Refused
from auth.roles import Actor
from auth.sign_in import notices, session_rules, sessions
from extensions import db, now

ASKED_ALREADY = "A change of this sign-in was asked for already and waits for a second person"
NO_SECRET = "Enter the client secret for this issuer"  # noqa: S105 - the words of a refusal


def waiting_of(agency_id: UUID) -> Provider | None:
    """The change of an agency's provider that waits for a second person, if there is one."""
    return next((one for one in pending() if one.agency_id == agency_id), None)


def pending() -> list[Provider]:
    """What waits for a second person, the oldest first."""
    waiting = sa.select(Provider).where(Provider.in_force.is_(False)).order_by(Provider.asked_at, Provider.id)
    return [one for one in db.session.scalars(waiting) if not rules.has_lapsed(one.asked_at, now())]


def ask(*, actor: Actor, agency: Agency, wanted: Wanted) -> Provider:
    """Ask for a provider, or for a change of it. What waited too long is replaced.

    :raises Refused: one waits already, or no secret was given for a new issuer: the present one must not be sent to
        another.
    """
    if waiting_of(agency.id) is not None:
        raise Refused(ASKED_ALREADY)
    lapsed = sa.select(Provider).where(Provider.agency_id == agency.id, Provider.in_force.is_(False))
    for row in db.session.scalars(lapsed).all():
        _delete(row)
    proposal = _proposal(actor, agency, wanted, of_agency(agency.id))
    log_change(actor, "provider.ask", AGENCY, agency.id)
    told.of_a_provider(agency, wants_second=True)
    return proposal


def confirm(*, actor: Actor, proposal: Provider) -> None:
    """Put in force what somebody else asked for, in the place of what was. With another issuer every link of the
    agency's people ends.

    :raises NotAllowed: the actor is no second person for it.
    :raises Refused: it was settled already or waited too long, or whoever asked manages no accounts any more.
    """
    if not may_confirm(actor, proposal):
        raise NotAllowed
    if rules.has_lapsed(proposal.asked_at, now()):
        raise Refused(LAPSED)
    if not actor_of(proposal.asked_by).is_administrator():
        raise Refused(ASKER_GONE)
    _settle(actor, proposal)
    agency, before = proposal.agency, of_agency(proposal.agency_id)
    if before is not None:
        moved = before.issuer != proposal.issuer
        if _same_secret(before, proposal):
            # The day may have been noted after the change was asked for.
            proposal.secret_until, proposal.secret_reminded_on = before.secret_until, before.secret_reminded_on
        _delete(before)
        if moved:
            _end_links(agency)
    proposal.in_force = True
    db.session.flush()
    discovery.forget(facts_of(proposal).place)
    log_change(actor, "provider.set", AGENCY, agency.id, rule="second-administrator", because=SECOND_PERSON)
    told.of_a_provider(agency, wants_second=False)


def refuse(*, actor: Actor, proposal: Provider) -> None:
    """Say no to what was asked for, or take back what one asked for oneself. One person is enough.

    :raises Refused: it was settled already.
    """
    agency = proposal.agency
    _settle(actor, proposal)
    _delete(proposal)
    log_change(actor, "provider.refuse", AGENCY, agency.id)
    told.of_a_provider(agency, wants_second=False)


def remove(*, actor: Actor, agency: Agency) -> None:
    """Take the agency's provider away, and whatever waits: their secrets' keys are destroyed, nobody's link is left,
    and whoever had one is signed out and told."""
    rows = list(db.session.scalars(sa.select(Provider).where(Provider.agency_id == agency.id)))
    if not rows:
        return
    for row in rows:
        discovery.forget(facts_of(row).place)
        _delete(row)
    _end_links(agency)
    log_change(actor, "provider.remove", AGENCY, agency.id)
    told.of_a_provider(agency, wants_second=False)


SECOND_PERSON = "you are the second person for this sign-in"


def _proposal(actor: Actor, agency: Agency, wanted: Wanted, present: Provider | None) -> Provider:
    row = Provider(
        data_key_id=new_data_key(panel=PARTNERSHIP, kind="provider"),
        agency_id=agency.id,
        in_force=False,
        issuer=wanted.issuer,
        client_id=wanted.client_id,
        client_secret=_secret(wanted, present),
        other_hosts=wanted.place().other_hosts,
        counts_as_two=wanted.counts_as_two,
        acr_values=" ".join(wanted.acr_values.split()),
        asked_at=now(),
        asked_by_id=actor.account_id,
        # A new secret has another end, which somebody types.
        secret_until=present.secret_until if present and not wanted.client_secret else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Refused(ASKED_ALREADY) from None
    return row


def _secret(wanted: Wanted, present: Provider | None) -> str:
    if wanted.client_secret:
        return wanted.client_secret
    if present is None or present.issuer != wanted.issuer:
        raise Refused(NO_SECRET, "client_secret")
    return facts_of(present, secret=True).client_secret


def _same_secret(one: Provider, other: Provider) -> bool:
    return facts_of(one, secret=True).client_secret == facts_of(other, secret=True).client_secret


def _settle(actor: Actor, proposal: Provider) -> None:
    """Of two people who settle it at once the database lets one."""
    waits = sa.update(Provider).where(Provider.id == proposal.id, Provider.confirmed_at.is_(None))
    values = {"confirmed_at": now(), "confirmed_by_id": actor.account_id}
    if db.session.execute(waits.values(values).returning(Provider.id)).first() is None:
        raise Refused(SETTLED)


def _delete(row: Provider) -> None:
    key_id = row.data_key_id
    db.session.delete(row)
    db.session.flush()
    db.session.execute(sa.delete(DataKey).where(DataKey.id == key_id))


def _end_links(agency: Agency) -> None:
    for account_id in links.remove_of_agency(agency.id):
        sessions.end_all(account_id, because=session_rules.RESET)
        notices.tell(db.session.get_one(Account, account_id), notices.UNLINKED)
