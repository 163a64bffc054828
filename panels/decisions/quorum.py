"""The quorum as it stands for one case, at the moment somebody looks: who is in the room and hears it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from casework.panel_type.definition import CHAIR, VICE_CHAIR
from casework.panel_type.meeting_rules import Present, QuorumPart
from panels.agendas.models import AgendaItem
from panels.decisions.people_at_table import CHAIR_FIRST, Room
from panels.meetings.cycle import rules_of
from panels.meetings.models import Attendance, Meeting
from panels.meetings.presence import times_in_words
from panels.meetings.rules import ANSWERS, GUEST, PRESENT, Called, Seat, as_present, unmet_parts
from panels.meetings.service import seat_of

NOT_NAMED = "not named for this case"


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of the quorum that nobody in the room meets, and the people on the list who would."""

    title: str
    people: tuple[str, ...]

    @property
    def words(self) -> str:
        """Both in one line."""
        return f"{self.title} ({'; '.join(self.people)})" if self.people else self.title


def missing_for(meeting: Meeting, item: AgendaItem, room: Room, acting_id: UUID | None = None) -> tuple[Missing, ...]:
    """What the quorum lacks for this case with the people who hear it now; empty when it is met.

    ``acting_id``: who chairs the case, which makes them its chair here whatever they are otherwise.
    """
    called = called_for(item)
    quorum = rules_of(meeting).quorum
    unmet = unmet_parts(quorum, [_seat(line, acting_id) for line in room.present], called)
    return tuple(Missing(part.title, _who_would(part, room, called)) for part in unmet)


def at_the_table(item: AgendaItem, room: Room, acting_id: UUID | None = None) -> tuple[Present, ...]:
    """Everybody who hears the case and is no guest, as the panel's own rules see them."""
    called = called_for(item)
    return tuple(as_present(_seat(line, acting_id), called) for line in room.voters)


def called_for(item: AgendaItem) -> Called:
    """The agencies named as needed for this case, and the landlords among them."""
    landlords = {need.agency_id for need in item.needed if need.agency.is_landlord}
    return Called(landlords, {need.agency_id for need in item.needed})


def acting_chair(room: Room, chairs: Sequence[Attendance], wanted: UUID | None = None) -> UUID | None:
    """Who chairs the case: whoever of the chairs in the room is named, else the first of them.

    Another member chairs only where a conflict of interest or the panel's own rule keeps a chair from it, and only when
    named: a chair who merely went out is waited for. ``chairs``: those who may.
    """
    here = [line.account_id for line in chairs]
    if any(line.capacity in CHAIR_FIRST for line in chairs):
        return wanted if wanted in here else here[0]
    kept_out = any(line.capacity in CHAIR_FIRST for line in (*room.left, *room.present))
    return wanted if kept_out and wanted in here else None


def _seat(line: Attendance, acting_id: UUID | None) -> Seat:
    seat = seat_of(line)
    if line.capacity == GUEST or acting_id is None:
        return seat
    if line.account_id == acting_id:
        return replace(seat, capacity=CHAIR)
    return replace(seat, capacity=VICE_CHAIR) if line.capacity == CHAIR else seat


def _who_would(part: QuorumPart, room: Room, called: Called) -> tuple[str, ...]:
    return tuple(
        f"{line.account.name}, {line.agency.short_name}, {NOT_NAMED if line in room.not_named else _where(line)}"
        for line in (*room.not_named, *room.out, *room.away)
        if line.capacity != GUEST and part.met_by(as_present(seat_of(line), called))
    )


def _where(line: Attendance) -> str:
    return times_in_words(line) or "not here" if line.status == PRESENT else ANSWERS[line.status].lower()
