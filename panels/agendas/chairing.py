"""Naming somebody to chair one meeting, and judging who may chair its cases.

Statutory guidance on ASB case reviews asks for an independent chair; the panel's definition says who is not one.
"""

from uuid import UUID

from auth.current import actor_of
from auth.models import Account
from auth.policy import may
from auth.roles import PARTNERSHIP_ROLES, Actor
from casework.cases.access import cases_for
from casework.cases.facts import facts_of
from casework.cases.models import Case
from casework.cases.shut_out import everybody_shut_out
from casework.errors import Refused
from casework.notifications.service import tell
from extensions import db, now
from panels.agendas.access import items_of
from panels.meetings.access import CLOSED, chairing
from panels.meetings.cycle import rules_of
from panels.meetings.invitations import add_chair, attendance_of, seat_again
from panels.meetings.models import Attendance, Meeting
from panels.meetings.presence import in_the_room

CHAIRS = ("chair", "vice_chair")
NAME_CHAIR = "meeting.chair_name"


def name_chair(*, actor: Actor, meeting: Meeting, account_id: UUID | None) -> None:
    """Name who chairs this one meeting; ``None`` gives it back to the panel's own chair.

    They stand on its attendance list from now on, and run it on its day. Its cases they read from when its
    papers are out until it is closed; the panel's other cases stay shut to them. It outlasts what the actor holds, so
    that nobody names a chair by a role that they hold as cover.
    :raises Refused: the actor names no chairs here; the meeting is over; nobody of that name can chair; the panel's
        rule or a conflict of interest speaks against them: says for which case.
    """
    if not may(actor, NAME_CHAIR, meeting.panel):
        raise Refused("Somebody who runs this panel names the chair, and nobody as cover for them.")
    if meeting.state == CLOSED:
        raise Refused("This meeting is over.")
    account = _fit(account_id) if account_id else None
    if account is not None:
        _must_be_free(actor, meeting, account)
    before = attendance_of(meeting, meeting.chair_id) if meeting.chair_id else None
    if before is not None and (account is None or before.account_id != account.id):
        seat_again(meeting, before)
    meeting.chair_id, meeting.chair_named_by_id = (account.id if account else None), actor.account_id
    meeting.chair_named_at = now()
    meeting.version += 1
    if account is not None:
        add_chair(meeting, account)
        tell(account_id=account.id, template="meeting_planned", path=f"/meetings/{meeting.id}")
    db.session.flush()


def refuse_unfit_chair(*, actor: Actor, meeting: Meeting) -> None:
    """Before a meeting opens: of every case on its agenda that is open to the actor, somebody here may be the chair.

    A case that is shut to the actor is judged when it is decided.
    :raises Refused: naming the case and why.
    """
    rule = rules_of(meeting).may_chair
    if rule is None:
        return
    chairs = _chairs_here(meeting)
    for case in _cases(actor, meeting):
        facts = facts_of(case)
        reasons = [rule(facts, line.agency.kind, line.agency_id) for line in chairs]
        if all(reasons):
            why = reasons[0] if reasons else "Nobody who may chair is here."
            raise Refused(f"{case.reference}: {why}", "chair")


def _chairs_here(meeting: Meeting) -> list[Attendance]:
    here = [line for line in in_the_room(meeting) if line.capacity in CHAIRS]
    return sorted(here, key=lambda line: line.account_id != meeting.chair_id)


def _cases(actor: Actor, meeting: Meeting) -> list[Case]:
    wanted = [item.case_id for item in items_of(meeting)]
    also = chairing(actor, meeting)
    return cases_for(actor, wanted, "decision.record", event="meeting.chair", also=also) if wanted else []


def _fit(account_id: UUID) -> Account:
    account = db.session.get(Account, account_id)
    if account is None or not account.is_active or actor_of(account).roles(None) & PARTNERSHIP_ROLES:
        raise Refused("Select somebody who can chair the meeting", "account_id")
    return account


def _must_be_free(actor: Actor, meeting: Meeting, account: Account) -> None:
    rules = rules_of(meeting)
    for case in _cases(actor, meeting):
        why = rules.may_chair(facts_of(case), account.agency.kind, account.agency_id) if rules.may_chair else ""
        if rules.one_case and account.id in everybody_shut_out(case.id):
            why = f"{account.name} has a conflict of interest in this case."
        if why:
            raise Refused(f"{case.reference}: {why}", "account_id")
