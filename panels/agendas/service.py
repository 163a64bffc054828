"""Building the running order. Each change raises the meeting's version, so two planners cannot cross each other."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa

from auth.models import Agency
from auth.roles import Actor, Role
from casework.cases.access import case_by_id, cases_on_page, visible_cases
from casework.cases.models import Case
from casework.cases.rules import band_rank
from casework.cases.service import move_case
from casework.errors import Refused, Stale
from casework.letters.drafting import follow
from casework.panel_settings.narrative import must_be_reason
from casework.panel_type.registry import panel_types
from extensions import db
from panels.agendas.access import items_of, known_items, taken_by_other_agendas
from panels.agendas.guests import end_guests, follow_order
from panels.agendas.models import AgendaItem, ItemAgency
from panels.agendas.ordering import MOST_MINUTES, NEW, Slot, Trim, fitted, minutes_for, moved, suggested
from panels.agendas.readiness import Facts, Readiness, can, readiness
from panels.meetings.access import CLOSED, OPEN
from panels.meetings.cycle import dates_of, rules_of
from panels.meetings.models import Meeting
from panels.meetings.rules import is_late
from wording.dates import as_date, today, uk_date

CHAIRS = frozenset({Role.CHAIR, Role.VICE_CHAIR})
SHOWN_AT_ONCE = 100


def ready_cases(actor: Actor, meeting: Meeting) -> list[tuple[Case, Readiness]]:
    """Open cases of the panel that are on no agenda, each with whether it may be added and why: the ready ones first,
    urgent, then highest risk, then longest waiting."""
    panel = panel_types.get(meeting.panel)
    live = [state.key for state in panel.lifecycle.states if state.open]
    taken = {*taken_by_other_agendas(meeting), *(item.case_id for item in items_of(meeting))}
    query = visible_cases(actor, meeting.panel).where(Case.state.in_(live), Case.id.not_in(taken))
    found = cases_on_page(actor, query.order_by(Case.opened_at).limit(SHOWN_AT_ONCE), event="agenda.ready")
    judged = [(case, judge(case, meeting)) for case in found]
    rank = band_rank(panel.risk_tools)
    return sorted(judged, key=lambda one: (not one[1].ready, not one[0].urgent, -rank.get(one[0].band or "", -1)))


def judge(case: Case, meeting: Meeting) -> Readiness:
    """Whether this case may go on this meeting's agenda."""
    panel = panel_types.get(case.panel)
    facts = Facts(case.state, case.urgent, case.times_heard, case.next_review_on)
    return readiness(panel.lifecycle, facts, as_date(meeting.starts_at), panel.meeting.review_tolerance_days)


def add_to_agenda(
    *,
    actor: Actor,
    meeting: Meeting,
    case_id: UUID,
    chair_agreed: bool = False,
    carried_from: AgendaItem | None = None,
) -> AgendaItem:
    """Put a case at the end of the running order. Adding it twice adds it once.

    After the cut-off a new case that is not urgent needs the chair's agreement; a chair gives it by adding the case,
    and nobody who covers for one.
    :raises NotAllowed: the case is not this person's.
    :raises Refused: not ready, on another agenda, after the cut-off, a second case where a meeting hears one, or the
        meeting is over.
    """
    _refuse_closed(meeting)
    case = case_by_id(actor, case_id, "agenda.edit", event="agenda.add").case
    items = items_of(meeting)
    standing = next((item for item in items if item.case_id == case.id), None)
    if standing is not None:
        return standing
    other = taken_by_other_agendas(meeting).get(case.id)
    if other is not None:
        raise Refused(f"{case.reference} is on the agenda of {uk_date(other.starts_at)}.")
    if items and rules_of(meeting).one_case:
        raise Refused("This panel hears one case at a meeting. Plan another meeting for this one.")
    found = judge(case, meeting)
    if case.panel != meeting.panel or not (found.ready or carried_from):
        raise Refused(f"{case.reference} cannot be added yet: {found.why}.")
    late = carried_from is None and _needs_chair(meeting, case, found)
    if late and not (chair_agreed or CHAIRS & actor.own_roles(meeting.panel)):
        raise Refused(f"{case.reference} comes after the cut-off. The chair must agree to it.", "chair_agreed")
    return _add(meeting, case, found.kind, len(items) + 1, late, carried_from)


def move_item(*, actor: Actor, meeting: Meeting, version: int, item_id: UUID, place: int) -> int:
    """Put an item at ``place`` (1 is the first); returns where it now stands.

    :raises Stale: somebody changed the agenda since ``version``.
    :raises Refused: no such item, or the meeting is over.
    """
    order = [item.id for item in _items_to_change(meeting, version)]
    try:
        changed = moved(order, item_id, place)
    except ValueError as fault:
        raise Refused(str(fault)) from fault
    _put_in_order(meeting, changed)
    return changed.index(item_id) + 1


def suggest_order(*, actor: Actor, meeting: Meeting, version: int) -> None:
    """Put urgent cases first, then those with children. :raises Stale: as :func:`move_item`."""
    _items_to_change(meeting, version)
    _put_in_order(meeting, suggested(slots_of(meeting, items_of(meeting))))


def set_minutes(*, actor: Actor, meeting: Meeting, version: int, minutes: dict[UUID, int]) -> None:
    """Change the minutes planned for items. :raises Stale: as :func:`move_item`. :raises Refused: not 1 to 120."""
    for item in _items_to_change(meeting, version):
        wanted = minutes.get(item.id, item.minutes)
        if not 1 <= wanted <= MOST_MINUTES:
            raise Refused(f"Enter between 1 and {MOST_MINUTES} minutes.", "minutes")
        item.minutes = wanted
    _changed(meeting)


def fit_to_time(*, actor: Actor, meeting: Meeting) -> Trim:
    """What would have to be trimmed for the running order, as this person knows it, to fit. Changes nothing."""
    return fitted(slots_of(meeting, known_items(actor, meeting)), meeting.minutes_long)


def remove_item(*, actor: Actor, meeting: Meeting, version: int, item_id: UUID, reason: str) -> AgendaItem:
    """Take a case off the running order; one that had been listed goes back to waiting.

    :raises NotAllowed: the case is not this person's.
    :raises Stale: as :func:`move_item`. :raises Refused: it has been heard already, or no reason is given.
    """
    must_be_reason(meeting.panel, reason=reason)
    item = _item(_items_to_change(meeting, version), item_id)
    if item.state != "waiting":
        raise Refused("This case has been called already. Record in the meeting what becomes of it.")
    case = case_by_id(actor, item.case_id, "agenda.edit", event="agenda.remove").case
    if can(panel_types.get(case.panel).lifecycle, case.state, "unlist"):
        if not reason.strip():
            raise Refused("Enter why the case is taken off the agenda.", "reason")
        move_case(actor=actor, case=case, verb="unlist", reason=reason)
        follow(actor=actor, case=case)
    end_guests(item, actor)
    db.session.delete(item)
    db.session.flush()
    _put_in_order(meeting, [other.id for other in items_of(meeting)])
    return item


def set_needed(*, actor: Actor, meeting: Meeting, version: int, item_id: UUID, agency_ids: Collection[UUID]) -> None:
    """Name the agencies needed for a case. :raises Stale: as :func:`move_item`. :raises Refused: unknown agency."""
    item = _item(_items_to_change(meeting, version), item_id)
    known = set(db.session.scalars(sa.select(Agency.id).where(Agency.id.in_(list(agency_ids)))))
    if known != set(agency_ids):
        raise Refused("Select agencies from the list.", "agencies")
    standing = {need.agency_id: need for need in item.needed}
    item.needed = [standing.get(agency_id) or ItemAgency(agency_id=agency_id) for agency_id in agency_ids]
    _changed(meeting)


def slots_of(meeting: Meeting, items: Sequence[AgendaItem]) -> list[Slot]:
    """The items as the rules of ordering see them."""
    rank = band_rank(panel_types.get(meeting.panel).risk_tools)
    return [
        Slot(item.id, item.minutes, item.kind, item.case.children_involved, rank.get(item.case.band or "", -1))
        for item in items
    ]


def _needs_chair(meeting: Meeting, case: Case, found: Readiness) -> bool:
    dates = dates_of(meeting)
    ordinary = found.kind == NEW and not case.urgent and not meeting.urgent and found.why != "Carried over"
    return ordinary and is_late(dates.cut_off_on if dates else None, today())


def _add(
    meeting: Meeting, case: Case, kind: str, position: int, late: bool, carried_from: AgendaItem | None
) -> AgendaItem:
    item = AgendaItem(
        meeting_id=meeting.id,
        case_id=case.id,
        case=case,
        position=position,
        minutes=minutes_for(kind, rules_of(meeting)),
        kind=kind,
        late=late,
        carried_from_id=carried_from.id if carried_from else None,
    )
    if case.lead_agency_id:
        item.needed = [ItemAgency(agency_id=case.lead_agency_id)]
    db.session.add(item)
    _changed(meeting)
    return item


def _items_to_change(meeting: Meeting, version: int) -> list[AgendaItem]:
    _refuse_closed(meeting)
    if version != meeting.version:
        raise Stale("The running order was changed.", "", "Somebody else", meeting.version)
    return items_of(meeting)


def _refuse_closed(meeting: Meeting) -> None:
    if meeting.state in (CLOSED, OPEN):
        raise Refused("The meeting has begun, so its agenda stands.")


def _item(items: Sequence[AgendaItem], item_id: UUID) -> AgendaItem:
    for item in items:
        if item.id == item_id:
            return item
    raise Refused("This case is not in the running order.")


def _put_in_order(meeting: Meeting, order: Sequence[UUID]) -> None:
    place = {item_id: number for number, item_id in enumerate(order, start=1)}
    for item in items_of(meeting):
        item.position = place[item.id]
    _changed(meeting)


def _changed(meeting: Meeting) -> None:
    meeting.version += 1
    db.session.flush()
    follow_order(meeting, items_of(meeting))
