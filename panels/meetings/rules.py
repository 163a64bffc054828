"""Rules of a meeting: who counts for the quorum, what overlaps, when the steps round it fall. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from casework.panel_type.meeting_rules import MeetingRules, Present, Quorum
from casework.panel_type.working_time import Calendar, CalendarEnds, MeetingDates, meeting_dates

PRESENT, APOLOGIES, ABSENT, COMING, INVITED = "present", "apologies", "absent", "coming", "invited"
DEPUTY, GUEST = "deputy", "guest"
ANSWERS = {
    COMING: "Coming",
    APOLOGIES: "Sends apologies",
    INVITED: "Has not answered",
    PRESENT: "Present",
    ABSENT: "Absent",
}
SHORTEST, LONGEST = 15, 480
"""Minutes that a meeting may be planned for."""


@dataclass(frozen=True)
class Seat:
    """Somebody at the table, as the quorum sees them. ``capacity``: a panel role, deputy or guest."""

    agency_id: UUID
    agency_type: str
    capacity: str
    is_landlord: bool


def missing_from_quorum(
    quorum: Quorum, present: Iterable[Seat], landlords: Collection[UUID] | None = None
) -> tuple[str, ...]:
    """What the quorum still lacks, in words; empty when it is met.

    A guest never counts. ``landlords``: the landlord agencies of the cases to be heard; ``None`` when not known, then
    any landlord will do; empty when no case has one, then none is needed.
    """
    room = [
        Present(seat.agency_type, seat.capacity, seat.is_landlord and _counts(seat, landlords))
        for seat in present
        if seat.capacity != GUEST
    ]
    return quorum.missing(room, has_landlord=landlords is None or bool(landlords))


def overlaps(first: tuple[datetime, int], second: tuple[datetime, int]) -> bool:
    """Whether two meetings (start, minutes) share any time. One may begin at the minute in which the other ends."""
    (start, minutes), (other_start, other_minutes) = first, second
    return start < other_start + timedelta(minutes=other_minutes) and other_start < start + timedelta(minutes=minutes)


def dates_round(rules: MeetingRules, meeting_on: date, calendar: Calendar) -> MeetingDates | None:
    """The days of the cycle round a meeting; ``None`` beyond the years whose bank holidays are known."""
    try:
        return meeting_dates(rules, meeting_on, calendar)
    except CalendarEnds:
        return None


def is_late(cut_off_on: date | None, today: date) -> bool:
    """Whether the day has gone by on which new cases could still be listed without the chair's agreement."""
    return cut_off_on is not None and today > cut_off_on


def _counts(seat: Seat, landlords: Collection[UUID] | None) -> bool:
    return landlords is None or seat.agency_id in landlords
