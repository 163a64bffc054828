"""Asking agencies about the people on an agenda, and seeing who has replied."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from auth.accounts.service import people_of
from auth.models import Agency
from auth.roles import Actor
from casework.cases.models import Case
from casework.enquiries.access import standing_of
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import is_late
from casework.enquiries.service import ask, remind
from casework.errors import Refused
from casework.notifications.service import tell_agency
from panels.agendas.access import cases_apart_from, known_items, whole_cases
from panels.meetings.cycle import dates_of
from panels.meetings.invitations import appointed
from panels.meetings.models import Meeting
from wording.dates import as_date, today


@dataclass(frozen=True)
class Standing:
    """One agency before one meeting. ``to_ask``: cases it was not asked about yet. ``reachable``: somebody reads it."""

    agency: Agency
    asked: int
    replied: int
    late: bool
    to_ask: int
    core: bool
    reachable: bool


def core_agencies(meeting: Meeting) -> list[Agency]:
    """The agencies with a seat on the panel on the meeting's day: those asked about every case."""
    seats = appointed(meeting.panel, as_date(meeting.starts_at))
    found = {account.agency_id: account.agency for account, _ in seats}
    return sorted(found.values(), key=lambda agency: agency.name)


def standings(actor: Actor, meeting: Meeting) -> list[Standing]:
    """How each agency stands: the panel's own, those needed for a case, and those asked already. Questions about a case
    from which the reader is kept apart are not counted."""
    items, apart = known_items(actor, meeting), cases_apart_from(actor)
    rows = [row for row in standing_of(meeting.id) if row.case_id not in apart]
    core = {agency.id: agency for agency in core_agencies(meeting)}
    needed = {need.agency_id: need.agency for item in items for need in item.needed}
    everybody = {**{row.agency_id: row.agency for row in rows}, **needed, **core}
    on_agenda = {item.case_id for item in items}
    found = []
    for agency in sorted(everybody.values(), key=lambda agency: agency.name):
        asked = [row for row in rows if row.agency_id == agency.id]
        found.append(_standing(agency, asked, on_agenda, core=agency.id in core))
    return found


def send_requests(*, actor: Actor, meeting: Meeting, agency_ids: Collection[UUID]) -> int:
    """Ask each of these agencies about every case on the agenda, identity only; returns how many questions went out.

    Cases that are closed to the sender are left to somebody who may open them.
    :raises Refused: no agency chosen, no case on the agenda, or no date by which to answer.
    """
    agencies = {row.agency.id for row in standings(actor, meeting)} & set(agency_ids)
    if not agencies:
        raise Refused("Select at least one agency.", "agencies")
    cases = whole_cases(actor, meeting, "enquiry.send", event="enquiry.send")
    if not cases:
        raise Refused("Put a case on the agenda first.")
    before = {(row.case_id, row.agency_id) for row in standing_of(meeting.id)}
    sent = {agency_id: _ask(actor, meeting, cases, agency_id, before) for agency_id in sorted(agencies)}
    for agency_id, count in sent.items():
        if count:
            tell_agency(agency_id=agency_id, panel=meeting.panel, template="enquiry", path="/questions")
    return sum(sent.values())


def remind_agencies(*, actor: Actor, meeting: Meeting) -> int:
    """Remind every agency that still owes an answer, once a day; returns how many were reminded."""
    return remind(actor=actor, panel=meeting.panel, enquiries=standing_of(meeting.id))


def answers_due_on(meeting: Meeting) -> date:
    """The day by which agencies answer: the panel's returns day, but never one that has passed or after the meeting."""
    dates = dates_of(meeting)
    meeting_on = as_date(meeting.starts_at)
    wanted = dates.returns_on if dates else meeting_on
    return min(max(wanted, today()), meeting_on)


def _ask(actor: Actor, meeting: Meeting, cases: list[Case], agency_id: UUID, before: set[tuple[UUID, UUID]]) -> int:
    unasked = [case for case in cases if (case.id, agency_id) not in before]
    for case in unasked:
        ask(actor=actor, meeting_id=meeting.id, case=case, agency_id=agency_id, due_on=answers_due_on(meeting))
    return len(unasked)


def _standing(agency: Agency, asked: list[Enquiry], on_agenda: set[UUID], *, core: bool) -> Standing:
    waiting = [row for row in asked if row.answered_at is None]
    return Standing(
        agency=agency,
        asked=len(asked),
        replied=len(asked) - len(waiting),
        late=any(is_late(row.due_on, today()) for row in waiting),
        to_ask=len(on_agenda - {row.case_id for row in asked}),
        core=core,
        reachable=bool(people_of(agency.id)),
    )
