"""Who let a person in, and why a role that takes two people takes two for that as well.

A one-time code is a way in. Whoever made the account or its code and also asked for the role, or confirmed it, would
hold both halves of everything that takes two people. So the codes of before end when such a role is confirmed, and one
who came in by a code of whoever asked begins anew. From the first confirmed role on two people have vouched for the
account. Who did what is read of the access log.
"""

from typing import Literal
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.service import ALLOWED
from auth.accounts import rules, told
from auth.accounts.written import ACCOUNT, log_change
from auth.models import Account, Appointment
from auth.refusals import Refused
from auth.roles import Actor, Role
from auth.sign_in import factors, invitations, session_rules, sessions
from extensions import db, now
from wording.dates import today

FOR_ANOTHER = (
    "A role that takes two people waits for this person or was given to them, and you made the account or asked for "
    "the role. So another administrator makes the one-time code"
)
YOURS = "You made the code with which this person came in. Somebody else has to confirm the role"
MADE, CODE, RESET = "account.create", "account.invite", "second_factor.reset"

WayIn = Literal["", "none_yet", "by_the_asker", "by_you"]
"""How a person came in, as far as it matters to who confirms a role: not yet; by a code of whoever asked for the role;
by a code of whoever confirms it. Empty: it does not matter."""


def is_for_another(actor: Actor, account: Account) -> bool:
    """Whether somebody else has to make the code of a person who was never in: a role that takes two people waits or
    counts, and the actor asked for it, or made the account and is not who confirmed the role."""
    standing = [one for one in account.appointments if _takes_two(one) and _stands(one)]
    if not standing or actor.account_id in {one.granted_by_id for one in standing}:
        return bool(standing)
    confirmed = actor.account_id in {one.confirmed_by_id for one in standing}
    return not confirmed and actor.account_id in set(db.session.scalars(_entries(account, MADE)))


def reads_out(actor: Actor, account: Account) -> bool:
    """Whether whoever confirms a role of a person who begins anew is shown the one-time code: an administrator who
    asked for no role of theirs that takes two people."""
    asked = {one.granted_by_id for one in account.appointments if _takes_two(one) and _stands(one)}
    return actor.is_administrator() and actor.account_id not in asked


def refuse_code(actor: Actor, account: Account) -> None:
    """:raises Refused: by :func:`is_for_another`."""
    if is_for_another(actor, account):
        raise Refused(FOR_ANOTHER)


def way_in(actor: Actor, appointment: Appointment) -> WayIn:
    """How the person came in for whom somebody is about to confirm a role."""
    account = appointment.account
    if account.is_demo or not _takes_two(appointment):
        return ""
    if account.signed_in_at is None:
        return "none_yet"
    if any(_vouched(one) for one in account.appointments if one.id != appointment.id):
        return ""
    by = _let_in_by(account)
    if by is None or by not in (appointment.granted_by_id, actor.account_id):
        return ""
    return "by_you" if by == actor.account_id else "by_the_asker"


def begin_anew(actor: Actor, appointment: Appointment, how: WayIn) -> str:
    """End every way in that one person gave. Returns a new one-time code where an administrator confirms, to be read
    out; empty where there is none to be made, or another administrator makes it."""
    account = appointment.account
    if not how:
        return ""
    invitations.end_codes(account.id)
    if how == "by_the_asker":
        factors.remove_all(account)
        account.password_hash = None
        sessions.end_all(account.id, because=session_rules.RESET)
        rule = "second-administrator" if actor.is_administrator() else "second-chair"
        role = Role.ADMINISTRATOR if actor.is_administrator() else None
        log_change(actor, RESET, ACCOUNT, account.id, rule=rule, role=role)
        told.of_a_reset(account, wants_second=False)
    if not reads_out(actor, account):
        return ""
    log_change(actor, CODE, ACCOUNT, account.id)
    return invitations.invite(account=account, made_by_id=actor.account_id)


def _takes_two(appointment: Appointment) -> bool:
    return rules.needs_two(appointment.as_role(), vetted=appointment.wants_vetting())


def _stands(appointment: Appointment) -> bool:
    """Whether the role counts today or later, or still waits."""
    lapsed = appointment.is_pending() and rules.has_lapsed(appointment.created_at, now())
    return appointment.ended_at is None and appointment.to_on >= today() and not lapsed


def _vouched(appointment: Appointment) -> bool:
    return _takes_two(appointment) and appointment.confirmed_by_id is not None


def _let_in_by(account: Account) -> UUID | None:
    entries = _entries(account, CODE, RESET).order_by(AccessEntry.number.desc())
    return db.session.scalars(entries.limit(1)).first()


def _entries(account: Account, *events: str) -> sa.Select[UUID | None]:
    about = sa.select(AccessEntry.actor_id).join(AccessedObject, AccessedObject.entry_number == AccessEntry.number)
    theirs = about.where(AccessedObject.object_type == ACCOUNT, AccessedObject.object_id == account.id)
    return theirs.where(AccessEntry.event.in_(events), AccessEntry.outcome == ALLOWED)
