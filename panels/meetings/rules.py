"""Rules of a meeting: who counts for the quorum, what overlaps, when the steps round it fall. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from casework.panel_type.meeting_rules import MeetingRules, Present, Quorum, QuorumPart
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


@dataclass(frozen=True)
class Stay:
    """When somebody was in the room: from ``came_at`` (``None``: from the beginning) but for ``absences``."""

    came_at: datetime | None = None
    absences: tuple[tuple[datetime, datetime | None], ...] = ()

    def here_at(self, at: datetime) -> bool:
        """Whether the person was in the room at this moment."""
        if self.came_at is not None and at < self.came_at:
            return False
        return not any(left <= at and (back is None or at < back) for left, back in self.absences)

    def here_between(self, start: datetime, end: datetime) -> bool:
        """Whether the person was in the room for any part of this time."""
        entered = (self.came_at, *(back for _, back in self.absences))
        return any(self.here_at(at) for at in (start, *(at for at in entered if at is not None and start < at <= end)))


@dataclass(frozen=True)
class Called:
    """Agencies that the quorum asks for by name. ``None``: not known, then any of the kind will do.

    ``landlords``: of the cases to be heard; empty when no case has one, then none is needed. ``needed``: named as
    needed for the case.
    """

    landlords: Collection[UUID] | None = None
    needed: Collection[UUID] | None = None


def unmet_parts(quorum: Quorum, present: Iterable[Seat], called: Called) -> tuple[QuorumPart, ...]:
    """The parts of the quorum that nobody in the room meets. A guest never counts."""
    room = [as_present(seat, called) for seat in present if seat.capacity != GUEST]
    return quorum.unmet(room, has_landlord=called.landlords is None or bool(called.landlords))


def as_present(seat: Seat, called: Called) -> Present:
    """Somebody at the table as the panel's rules see them."""
    return Present(
        seat.agency_type,
        seat.capacity,
        is_landlord=seat.is_landlord and _named(seat, called.landlords),
        is_needed=_named(seat, called.needed),
        agency=str(seat.agency_id),
    )


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


def _named(seat: Seat, agencies: Collection[UUID] | None) -> bool:
    return agencies is None or seat.agency_id in agencies
