"""Letting somebody into one case, and taking it back. Every end counts from the next request on.

A conflict of interest beats every grant; whoever audits or keeps the accounts is let into nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account
from auth.policy import may
from auth.policy_relationships import ASSOCIATE, CONTACT, EMERGENCY, GUEST, NAMED
from auth.roles import EMERGENCY_ROLES, PARTNERSHIP_ROLES, Actor, Role
from casework.cases.access import relationships
from casework.cases.conflicts import standing_conflict
from casework.cases.events import record_event
from casework.cases.facts import facts_of, refuse_unmet
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from casework.errors import Refused
from casework.notifications.service import tell
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from extensions import db, now

GIVE, CONFIRM = "grant.give", "grant.confirm"
KIND_WORDS = {
    NAMED: "Member invited by name",
    ASSOCIATE: "Associate",
    CONTACT: "Single point of contact",
    GUEST: "Guest for one meeting",
    EMERGENCY: "Emergency access",
}
MESSAGE = "access_given"


@dataclass(frozen=True, slots=True)
class Term:
    """What a guest was asked to, and until when."""

    meeting_id: UUID
    item_id: UUID
    from_at: datetime | None
    until_at: datetime


def kinds_offered(panel: PanelType, case: Case | None = None) -> tuple[str, ...]:
    """As what somebody may be let into a case of this panel, besides a guest of a meeting. A case that is closed to the
    colleagues of somebody in it may be opened to one of them by name."""
    rules = panel.visibility
    barred = case is not None and case.barred_agency_kind is not None
    offered = ((NAMED, rules.members_by_case or barred), (ASSOCIATE, rules.associates), (CONTACT, rules.contacts))
    return tuple(kind for kind, is_offered in offered if is_offered)


def give(*, actor: Actor, case: Case, account_id: UUID, kind: str) -> CaseGrant:
    """Let a person into an opened case. An associate counts once a chair has confirmed; a chair's own word counts at
    once.

    :raises NotAllowed: the actor may not.
    :raises Refused: the panel lets nobody in so, the case is closed, or the person cannot be let in; says why.
    """
    _must_be_allowed(actor, case, GIVE)
    panel = panel_types.get(case.panel)
    if kind not in kinds_offered(panel, case):
        raise Refused("Select as what this person is let in", "kind")
    account = _fit(case, account_id, kind)
    if kind == ASSOCIATE:
        refuse_unmet(panel.visibility.associate_requires, lambda: facts_of(case))
    grant = CaseGrant(case_id=case.id, account_id=account.id, kind=kind, from_at=now(), granted_by_id=actor.account_id)
    grant.account = account
    db.session.add(grant)
    if kind != ASSOCIATE or may(actor, CONFIRM, case.panel, relationships(actor, [case])[case.id]):
        _confirm(actor, case, grant)
    else:
        title = f"Proposed to let in: {account.name}, {account.agency.short_name}"
        record_event(actor=actor, case=case, kind="access", title=title)
    db.session.flush()
    return grant


def ask_guest(*, actor: Actor, case: Case, account_id: UUID, term: Term) -> CaseGrant:
    """Ask a person to come for one case of a meeting. Until the meeting is opened nothing opens.

    :raises NotAllowed: the actor may not. :raises Refused: the person cannot be a guest; says why.
    """
    _must_be_allowed(actor, case, GIVE)
    account = _fit(case, account_id, GUEST, meeting_id=term.meeting_id)
    grant = CaseGrant(
        case_id=case.id,
        account_id=account.id,
        kind=GUEST,
        item_id=term.item_id,
        meeting_id=term.meeting_id,
        from_at=term.from_at,
        until_at=term.until_at,
        granted_by_id=actor.account_id,
    )
    grant.account = account
    db.session.add(grant)
    _confirm(actor, case, grant)
    db.session.flush()
    return grant


def confirm(*, actor: Actor, case: Case, grant: CaseGrant) -> None:
    """A chair agrees to a proposal: from now on it counts.

    :raises NotAllowed: the actor may not. :raises Refused: it was settled already, or no longer holds.
    """
    _must_be_allowed(actor, case, CONFIRM)
    if not grant.awaits_chair():
        raise Refused("This was settled already")
    _refuse_unfit(case, grant.account, grant.kind)
    refuse_unmet(panel_types.get(case.panel).visibility.associate_requires, lambda: facts_of(case))
    grant.from_at = now()
    _confirm(actor, case, grant)


def end(*, actor: Actor, case: Case, grant: CaseGrant) -> None:
    """Take it back: from the next request on the case is closed to the person, if nothing else opens it.

    :raises NotAllowed: the actor may not.
    """
    _must_be_allowed(actor, case, GIVE)
    if grant.ended_at is None:
        grant.ended_at, grant.ended_by_id = now(), actor.account_id
        title = f"No longer let in: {grant.account.name} ({KIND_WORDS[grant.kind].lower()})"
        record_event(actor=actor, case=case, kind="access", title=title)
        db.session.flush()


def grants_of(case_id: UUID) -> list[CaseGrant]:
    """Every grant of a case, ended ones included, the newest first."""
    wanted = sa.select(CaseGrant).where(CaseGrant.case_id == case_id)
    return list(db.session.scalars(wanted.order_by(CaseGrant.granted_at.desc(), CaseGrant.id)))


def grant_of(case: Case, grant_id: UUID) -> CaseGrant:
    """One grant of an opened case. :raises NotAllowed: there is none."""
    for grant in grants_of(case.id):
        if grant.id == grant_id:
            return grant
    raise NotAllowed


def _confirm(actor: Actor, case: Case, grant: CaseGrant) -> None:
    grant.confirmed_by_id, grant.confirmed_at = actor.account_id, now()
    words = f"{KIND_WORDS[grant.kind]}: {grant.account.name}, {grant.account.agency.short_name}"
    record_event(actor=actor, case=case, kind="access", title=words)
    tell(account_id=grant.account_id, template=MESSAGE)


def _must_be_allowed(actor: Actor, case: Case, permission: str) -> None:
    if not may(actor, permission, case.panel, relationships(actor, [case])[case.id]):
        raise NotAllowed


def _fit(case: Case, account_id: UUID, kind: str, meeting_id: UUID | None = None) -> Account:
    if case.closed_at is not None:
        raise Refused("This case is closed. Nobody is let in any more")
    account = db.session.get(Account, account_id)
    if account is None or account.suspended_at is not None:
        raise Refused("Select a person", "account_id")
    _refuse_unfit(case, account, kind)
    for standing in grants_of(case.id):
        same = (standing.account_id, standing.kind, standing.meeting_id) == (account.id, kind, meeting_id)
        if same and not standing.is_over(now()):
            raise Refused(f"{account.name} is let in already, or waits for the chair", "account_id")
    return account


def _refuse_unfit(case: Case, account: Account, kind: str) -> None:
    person = actor_of(account)
    roles = person.roles(case.panel)
    if person.roles(None) & PARTNERSHIP_ROLES:
        raise Refused("An auditor, system administrator or privacy officer sees no case", "account_id")
    if standing_conflict(case.id, account.id) is not None:
        raise Refused(f"{account.name} has a conflict of interest in this case", "account_id")
    if roles - {Role.MEMBER, Role.REFERRER} - EMERGENCY_ROLES:
        raise Refused(f"{account.name} opens this case already, by their role", "account_id")
    if kind == NAMED and Role.MEMBER not in roles:
        raise Refused(f"{account.name} is not a member of this panel", "account_id")
    if kind in (ASSOCIATE, GUEST) and Role.MEMBER in roles:
        raise Refused(f"{account.name} is a member of this panel, and not from outside", "account_id")
