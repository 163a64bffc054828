"""Who can open a case and why, worked out by the policy itself and not by a list kept beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.current import actor_of
from auth.models import Account, Appointment
from auth.policy import Decision, decide
from auth.policy_table import EMERGENCY_RULE
from casework.cases.access import relationships
from casework.cases.chaired import named_chairs
from casework.cases.conflicts import panel_people
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from extensions import db, now
from wording.dates import uk_date

WHY = {
    "chair": "Chair of the panel",
    "vice-chair": "Vice-chair of the panel",
    "coordinator": "Coordinator of the panel",
    "case-officer": "Case officer of the panel",
    "member-listed-case": "Panel member, and the case is on an agenda whose pack is out",
    "member-named": "Panel member, invited to this case by name",
    "associate": "Associate, let into this case",
    "contact": "Single point of contact in this case",
    "chairs-case": "Named to chair the meeting that hears it, until that is closed",
    "emergency": "Emergency access, which is reviewed afterwards",
    "guest": "Guest of a meeting, while this case is heard",
}


@dataclass(frozen=True, slots=True)
class Opener:
    """Somebody who can open the case now. ``grant``: what lets them in, if it is not their role."""

    account: Account
    why: str
    grant: CaseGrant | None
    until: datetime | None
    by_role: bool


def who_opens(case: Case, grants: Iterable[CaseGrant]) -> list[Opener]:
    """Everybody who can open the case at this moment, by agency and name."""
    at = now()
    let_in: dict[UUID, CaseGrant] = {}
    for grant in grants:
        if grant.confirmed_at is not None and not grant.is_over(at):
            let_in.setdefault(grant.account_id, grant)
    people = {account.id: account for account in panel_people(case.panel)}
    chairs = dict(named_chairs(case.id))
    people |= {account.id: account for account in chairs}
    people |= {grant.account_id: grant.account for grant in let_in.values() if grant.account.suspended_at is None}
    found = []
    for account in sorted(people.values(), key=lambda one: (one.agency.name, one.name)):
        person = actor_of(account)
        decision = decide(person, "case.read", case.panel, relationships(person, [case])[case.id])
        if decision.allowed:
            by_grant = decision.role is None or decision.rule in ("member-named", EMERGENCY_RULE)
            held = let_in.get(account.id) if by_grant else None
            until = chairs[account] if decision.rule == "chairs-case" else held.until_at if held else None
            by_role = decision.role is not None
            found.append(Opener(account, _why(decision), held, until, by_role))
    return found


def _why(decision: Decision) -> str:
    why = WHY.get(decision.rule, decision.rule)
    by = db.session.get(Appointment, decision.appointment_id) if decision.appointment_id else None
    return f"{why}, as cover for {by.covers.account.name} until {uk_date(by.to_on)}" if by and by.covers else why
