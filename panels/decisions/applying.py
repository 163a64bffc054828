"""Carrying out what the panel decided, once the meeting closes, and taking unheard cases to the next meeting."""

from collections.abc import Sequence

import sqlalchemy as sa

from auth.roles import Actor
from casework.actions.service import open_count
from casework.cases.models import Case
from casework.cases.service import close_case, move_case, record_event, set_review
from casework.errors import Refused
from casework.panel_type.definition import DecisionOption
from casework.panel_type.lifecycle import NotPossible
from casework.panel_type.meeting_rules import MeetingRules, Present
from casework.panel_type.registry import panel_types
from extensions import db, now
from panels.agendas.models import AgendaItem, ItemAgency
from panels.decisions.letters import draft_decided
from panels.decisions.models import ItemRecord
from panels.decisions.moves import puts_off, verb_of_decision, verbs_until_heard
from panels.decisions.people_at_table import room_for
from panels.decisions.quorum import at_the_table
from panels.decisions.states import ADJOURNED, DECIDED, LIVE, NOT_REACHED, TO_NEXT_MEETING, UNFINISHED, WAITING
from panels.decisions.ways import way_of, way_words, worth_saying
from panels.meetings.cycle import rules_of
from panels.meetings.models import Meeting
from wording.dates import as_date, uk_date


def is_to_apply(item: AgendaItem, record: ItemRecord | None) -> bool:
    """Whether a recorded decision still waits to be carried out."""
    if record is None or record.option is None or record.applied_at is not None:
        return False
    panel = panel_types.get(item.meeting.panel)
    return item.state == DECIDED or (item.state == ADJOURNED and puts_off(panel, record.option))


def apply_decision(*, actor: Actor, meeting: Meeting, item: AgendaItem, case: Case, record: ItemRecord | None) -> bool:
    """Move the case where the panel decided, with its review date and timeline entry. A second call changes nothing.

    Returns whether anything was done.
    :raises Refused: the lifecycle or a guard stands against it; the message says which.
    """
    if record is None or not is_to_apply(item, record):
        return False
    panel = panel_types.get(meeting.panel)
    option = panel.decision(record.option or "")
    heard_on = as_date(meeting.starts_at)
    record_event(
        actor=actor,
        case=case,
        kind="decision",
        title=f"Panel decided: {option.title}",
        text=_words(panel.meeting, record),
    )
    present = who_decided(meeting, item, record)
    _hear(actor, meeting, case, present)
    _carry_out(actor, case, record, option, present)
    if not puts_off(panel, option.key):
        case.times_heard += 1
        case.last_heard_on = heard_on
    if record.review_on is not None and case.closed_at is None:
        set_review(actor=actor, case=case, on=record.review_on)
    case.urgent = False
    draft_decided(actor=actor, meeting=meeting, case=case, option=option, record=record)
    record.applied_at = now()
    return True


def _words(rules: MeetingRules, record: ItemRecord) -> str:
    """Why, and how it was decided where that is more than usual: the next pack shows both."""
    way = way_of(rules, record.rule)
    how = way_words(way, record.votes_for, record.votes_against) if worth_saying(rules, way) else ""
    return "\n".join(part for part in (record.reason or "", how) if part)


def who_decided(meeting: Meeting, item: AgendaItem, record: ItemRecord) -> tuple[Present, ...]:
    """Who was in the room when the case was decided, as the panel's own rules see them."""
    room = room_for(meeting, item, at=item.finished_at)
    return at_the_table(item, room, record.acted_by_id)


def settle_states(order: list[AgendaItem], *, binds: bool = False) -> None:
    """At the close: a case never begun was not reached; one begun without a decision is unfinished.

    ``binds``: nothing can be decided once the quorum has gone, so what is unfinished is put off.
    """
    for item in order:
        if item.state == WAITING:
            item.state = NOT_REACHED
        elif item.state in (LIVE, UNFINISHED):
            item.state = ADJOURNED if binds else UNFINISHED


def carry_over(*, order: list[AgendaItem], following: Meeting | None) -> int:
    """Put what was adjourned or not reached on the next meeting's running order; returns how many were put there.

    Without a next meeting the cases stay ready for whichever is planned. Doing it again adds nothing.
    """
    unheard = [item for item in order if item.state in TO_NEXT_MEETING and not _carried_already(item)]
    if following is None or not unheard:
        return 0
    wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == following.id)
    there = list(db.session.scalars(wanted))
    cases = {item.case_id for item in there}
    last = max((item.position for item in there), default=0)
    following.version += 1
    carried = [item for item in unheard if item.case_id not in cases]
    if rules_of(following).one_case:
        carried = [] if there else carried[:1]
    for place, item in enumerate(carried, start=last + 1):
        db.session.add(_carried(item, following, place))
    db.session.flush()
    return len(carried)


def _carried_already(item: AgendaItem) -> bool:
    wanted = sa.select(AgendaItem.id).where(AgendaItem.carried_from_id == item.id)
    return db.session.scalar(wanted.limit(1)) is not None


def _carried(item: AgendaItem, following: Meeting, position: int) -> AgendaItem:
    return AgendaItem(
        meeting_id=following.id,
        case_id=item.case_id,
        position=position,
        minutes=item.minutes,
        kind=item.kind,
        carried_from_id=item.id,
        needed=[ItemAgency(agency_id=one.agency_id) for one in item.needed],
    )


def _hear(actor: Actor, meeting: Meeting, case: Case, present: Sequence[Present]) -> None:
    for verb in _way_to_table(actor, meeting, case):
        heard = f"Heard on {uk_date(meeting.starts_at)}"
        move_case(actor=actor, case=case, verb=verb, reason=heard, present=present)


def _way_to_table(actor: Actor, meeting: Meeting, case: Case) -> tuple[str, ...]:
    """The moves that lead to the table. Where only others may make one, that move says who."""
    panel = panel_types.get(meeting.panel)
    own = {role.value for role in actor.roles(meeting.panel)}
    urgent = meeting.urgent or case.urgent
    for roles in (own, panel.roles):
        try:
            return verbs_until_heard(panel.lifecycle, case.state, roles=roles, urgent=urgent)
        except NotPossible as fault:
            why = str(fault)
    raise Refused(why)


def _carry_out(
    actor: Actor, case: Case, record: ItemRecord, option: DecisionOption, present: Sequence[Present]
) -> None:
    if option.needs_closure_reason:
        close_case(
            actor=actor,
            case=case,
            reason=record.closure_reason or "",
            victim_told=record.told,
            victim_told_words=record.telling or "",
            open_actions=open_count(case.id),
            text=record.reason or "",
            target=option.target_state,
            present=present,
        )
        return
    verb = verb_of_decision(panel_types.get(case.panel).lifecycle, option.target_state)
    move_case(actor=actor, case=case, verb=verb, reason=record.reason or "", present=present)
