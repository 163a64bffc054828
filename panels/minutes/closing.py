"""Closing a meeting: what is missing, carrying out the decisions, and the first draft of the minutes."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from auth.roles import Actor
from casework.actions.access import actions_of_case
from casework.actions.rules import is_vague
from casework.cases.models import Case
from casework.clocks.service import start_clock
from casework.errors import Refused
from casework.letters.drafting import unsent_of
from casework.letters.standing import template_of
from casework.panel_type.clocks import Event
from casework.panel_type.registry import panel_types
from extensions import db
from panels.decisions.access import Place
from panels.decisions.applying import apply_decision, carry_over, is_to_apply, settle_states
from panels.decisions.models import ItemRecord
from panels.decisions.states import DECIDED
from panels.decisions.typed import only_prepared
from panels.decisions.visits import person_leaves
from panels.meetings.access import CLOSED, next_planned
from panels.meetings.cycle import rules_of
from panels.meetings.models import Meeting
from panels.meetings.rules import PRESENT
from panels.meetings.service import close_meeting
from panels.minutes.access import cases_to_look_at, cases_to_write
from panels.minutes.gaps import Gap, Heard, closing_gaps
from panels.minutes.service import draft_minutes, tell_approvers, tell_finishers

STILL_TO_MARK = frozenset({"invited", "coming"})


def gaps_of(actor: Actor, meeting: Meeting, order: tuple[Place, ...]) -> tuple[Gap, ...]:
    """What is missing, with the cases open to this person looked into."""
    cases = cases_to_look_at(actor, meeting, order, event="meeting.close")
    records = _records(order)
    lines = meeting.attendances
    present = [line for line in lines if line.status == PRESENT]
    return closing_gaps(
        [_heard(actor, meeting, place, cases.get(place.item.case_id), records.get(place.item.id)) for place in order],
        unmarked=sum(line.status in STILL_TO_MARK for line in lines),
        not_accepted=sum(line.accepted_confidentiality_at is None for line in present),
        present=len(present),
    )


def close(*, actor: Actor, meeting: Meeting, order: tuple[Place, ...], accepted: bool) -> int:
    """Close the meeting: decisions are carried out, unheard cases go to the next meeting, the minutes are drafted.

    Returns how many cases went to the next meeting. What is shut to the person by a conflict is left for somebody else,
    who does the same again: :func:`finish`.
    :raises Refused: there are gaps and they were not accepted; the meeting was never opened; or a decision cannot be
        carried out (the message names the case).
    """
    if meeting.state != CLOSED and gaps_of(actor, meeting, order) and not accepted:
        raise Refused("Confirm that you have read what is missing", "accepted")
    first_time = meeting.state != CLOSED
    person_leaves(meeting=meeting)
    close_meeting(actor=actor, meeting=meeting)
    if first_time:
        settle_states([place.item for place in order], binds=rules_of(meeting).quorum_binds)
        _start_clocks(meeting)
    carried = finish(actor=actor, meeting=meeting, order=order)
    if first_time:
        tell_approvers(meeting)
        tell_finishers(actor, meeting)
    return carried


def finish(*, actor: Actor, meeting: Meeting, order: tuple[Place, ...]) -> int:
    """Carry out the decisions that still wait, as far as the cases are open to this person, and draft their minutes.

    Returns how many cases went to the next meeting.
    """
    records = _records(order)
    cases = cases_to_write(actor, meeting, order, event="meeting.close")
    for place in order:
        case, record = cases.get(place.item.case_id), records.get(place.item.id)
        if case is not None:
            _apply(actor, meeting, place, case, record)
    draft_minutes(actor=actor, meeting=meeting, order=order)
    return carry_over(order=[place.item for place in order], following=next_planned(meeting.panel, meeting))


def waits_for_somebody(order: Sequence[Place]) -> bool:
    """Whether a recorded decision was not carried out yet."""
    records = _records(tuple(order))
    return any(is_to_apply(place.item, records.get(place.item.id)) for place in order)


def _apply(actor: Actor, meeting: Meeting, place: Place, case: Case, record: ItemRecord | None) -> None:
    try:
        apply_decision(actor=actor, meeting=meeting, item=place.item, case=case, record=record)
    except Refused as refused:
        raise Refused(f"Case {place.number}, {case.reference}: {refused.message}") from refused


def _heard(actor: Actor, meeting: Meeting, place: Place, case: Case | None, record: ItemRecord | None) -> Heard:
    if case is None:
        applied = record is not None and record.applied_at is not None
        goes_on = rules_of(meeting).quorum_binds
        return Heard(place.number, place.item.state, mine=False, applied=applied, goes_on=goes_on)
    goes_on = rules_of(meeting).quorum_binds
    if record is None:
        return Heard(place.number, place.item.state, goes_on=goes_on)
    panel = panel_types.get(meeting.panel)
    waiting = tuple(template_of(letter).title for letter in unsent_of(case.id))
    actions = [one for one in actions_of_case(actor, case) if one.agenda_item_id == place.item.id]
    return Heard(
        place.number,
        place.item.state,
        has_decision=record.option is not None,
        has_reason=bool(record.reason),
        reason_is_prepared=only_prepared(panel, record.option, record.reason or ""),
        vague_actions=sum(is_vague(one.text or "", one.measure or "") for one in actions),
        without_actions=place.item.state == DECIDED and _needs_actions(meeting, record) and not actions,
        chaired=record.acted_by_id is not None,
        applied=record.applied_at is not None,
        goes_on=goes_on,
        letters_waiting=waiting,
    )


def _needs_actions(meeting: Meeting, record: ItemRecord) -> bool:
    """A case that goes on is expected to have something to do."""
    return record.option is not None and panel_types.get(meeting.panel).decision(record.option).needs_review


def _start_clocks(meeting: Meeting) -> None:
    for rule in panel_types.get(meeting.panel).clocks:
        if Event.MEETING_HELD in rule.starts and meeting.closed_at is not None:
            start_clock(
                panel=meeting.panel,
                rule=rule.key,
                object_type="meeting",
                object_id=meeting.id,
                at=meeting.closed_at,
            )


def _records(order: tuple[Place, ...]) -> dict[UUID, ItemRecord]:
    wanted = sa.select(ItemRecord).where(ItemRecord.item_id.in_([place.item.id for place in order]))
    return {record.item_id: record for record in db.session.scalars(wanted)}
