"""Opening a meeting, and the unfinished actions that come before the first case."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.roles import Actor
from casework.actions.access import actions_on_page
from casework.actions.models import Action
from casework.actions.rules import DONE, NOT_POSSIBLE, STANDING
from casework.actions.service import note_report
from casework.cases.conflicts import conflicts_of, declare_conflict
from casework.cases.named import refuse_names_of
from casework.errors import Refused
from casework.panel_settings.narrative import must_be_reason
from extensions import db
from panels.agendas.access import Line, items_of
from panels.agendas.chairing import refuse_unfit_chair
from panels.meetings.access import chairing
from panels.meetings.models import Meeting
from panels.meetings.rules import Called
from panels.meetings.service import open_meeting

NOTHING = "carry"
"""An action that stays as it is: it goes on after the meeting."""
OUTCOMES = (DONE, NOT_POSSIBLE, NOTHING)


@dataclass(frozen=True)
class Conflict:
    """Somebody at the table who is kept out of one case of the agenda."""

    account_id: UUID
    name: str
    reference: str


def called(meeting: Meeting) -> Called:
    """The agencies that the planner named as needed for any case of the agenda."""
    needed = [need for item in items_of(meeting) for need in item.needed]
    landlords = {need.agency_id for need in needed if need.agency.is_landlord}
    return Called(landlords or None, {need.agency_id for need in needed})


def conflicts_on(shown: Sequence[Line]) -> list[Conflict]:
    """The conflicts of interest that stand on the cases of these lines, for the coordinator and the chairs alone."""
    return [
        Conflict(found.account_id, found.account.name, case.reference)
        for case in (line.case for line in shown if line.case is not None)
        for found in conflicts_of(case.id)
        if found.lifted_at is None
    ]


def declare_at_the_table(
    *, actor: Actor, meeting: Meeting, shown: Sequence[Line], pairs: Sequence[tuple[UUID, UUID]], connection: str
) -> int:
    """Declare conflicts by (account, item) pairs; returns how many. The cases close to those people at once.

    :raises Refused: somebody who is not on the attendance list, or a case that was not shown.
    :raises NotAllowed: the actor may not declare them.
    """
    people = {line.account_id for line in meeting.attendances}
    cases = {line.item.id: line.item.case_id for line in shown if line.case is not None}
    for account_id, item_id in pairs:
        if account_id not in people or item_id not in cases:
            raise Refused("Select people and cases from the list.", "conflicts")
        declare_conflict(
            actor=actor,
            case_id=cases[item_id],
            account_id=account_id,
            connection=connection,
            also=chairing(actor, meeting),
        )
    return len(pairs)


def start(*, actor: Actor, meeting: Meeting, confidentiality_read: bool, without_quorum_reason: str) -> None:
    """Open the meeting, the agencies its cases need in the quorum. :raises Refused: as ``open_meeting``."""
    must_be_reason(meeting.panel, reason=without_quorum_reason)
    refuse_unfit_chair(actor=actor, meeting=meeting)
    open_meeting(
        actor=actor,
        meeting=meeting,
        confidentiality_read=confidentiality_read,
        without_quorum_reason=without_quorum_reason,
        called=called(meeting),
    )


def unfinished_actions(actor: Actor, meeting: Meeting) -> list[Action]:
    """The standing actions of the agenda's cases, opened, by agency and then by date."""
    cases = [item.case_id for item in items_of(meeting)]
    query = sa.select(Action).where(Action.case_id.in_(cases), Action.status.in_(STANDING))
    found = actions_on_page(actor, query.order_by(Action.due_on, Action.created_at), event="action.list")
    return sorted(found, key=lambda action: (action.agency.name, action.due_on))


def report_at_the_table(*, actor: Actor, action: Action, outcome: str, text: str) -> None:
    """Record what the table hears about an action; one that is carried on stays as it is.

    "Done" without words is taken as reported at the meeting; "not possible" always needs its reason.
    :raises Refused: no such outcome, or no reason.
    """
    if outcome not in OUTCOMES:
        raise Refused("Select what became of the action.")
    if outcome == NOTHING:
        return
    must_be_reason(action.panel, text=text)
    refuse_names_of(actor, action.case, text=text)
    words = text or ("Reported done at the meeting" if outcome == DONE else "")
    note_report(actor=actor, action=action, status=outcome, text=words)
    db.session.flush()
