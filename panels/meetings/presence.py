"""Who is in the room at a moment: people come late, go out and come back, and the times are kept."""

from datetime import datetime
from uuid import UUID

from auth.roles import Actor
from casework.errors import Refused
from extensions import now
from panels.meetings.access import OPEN
from panels.meetings.models import Absence, Attendance, Meeting
from panels.meetings.rules import PRESENT, Stay
from wording.dates import uk_time


def stay_of(line: Attendance) -> Stay:
    """When this person was in the room."""
    return Stay(line.came_at, tuple((one.left_at, one.back_at) for one in line.absences))


def is_here(line: Attendance, at: datetime) -> bool:
    """Whether this person was in the room at this moment."""
    return line.status == PRESENT and stay_of(line).here_at(at)


def room_time(meeting: Meeting) -> datetime:
    """The moment at which the room is looked at: now, and once the meeting is over the moment it was closed."""
    return meeting.closed_at or now()


def in_the_room(meeting: Meeting) -> list[Attendance]:
    """Everybody who is in the room now."""
    at = room_time(meeting)
    return [line for line in meeting.attendances if is_here(line, at)]


def go_out(*, actor: Actor, meeting: Meeting, line_id: UUID) -> Attendance:
    """Note that somebody left the room now. Noting it twice changes nothing.

    :raises Refused: the meeting is not open, or the person is not on its list.
    """
    line = _line(meeting, line_id)
    at = now()
    if is_here(line, at):
        line.absences.append(Absence(left_at=at, noted_by_id=actor.account_id))
        meeting.version += 1
    return line


def come_in(*, actor: Actor, meeting: Meeting, line_id: UUID) -> Attendance:
    """Note that somebody came back, or came late and accepted confidentiality. Noting it twice changes nothing.

    :raises Refused: the meeting is not open, or the person is not on its list.
    """
    line = _line(meeting, line_id)
    at = now()
    if line.status != PRESENT:
        arrive(meeting, line)
        line.accepted_confidentiality_at = line.accepted_confidentiality_at or at
    for absence in line.absences:
        absence.back_at = absence.back_at or at
    meeting.version += 1
    return line


def arrive(meeting: Meeting, line: Attendance) -> None:
    """Mark somebody present; while the meeting runs, from now on."""
    line.status = PRESENT
    line.came_at = now() if meeting.state == OPEN else None


def times_in_words(line: Attendance) -> str:
    """When somebody came late, went out and came back; empty for who was there from beginning to end."""
    parts = [f"came at {uk_time(line.came_at)}"] if line.came_at else []
    for absence in line.absences:
        left, back = uk_time(absence.left_at), uk_time(absence.back_at)
        parts.append(f"out from {left} to {back}" if absence.back_at else f"left at {left}")
    return ", ".join(parts)


def _line(meeting: Meeting, line_id: UUID) -> Attendance:
    if meeting.state != OPEN:
        raise Refused("This meeting is not open.")
    for line in meeting.attendances:
        if line.id == line_id:
            return line
    raise Refused("This person is not on the list of this meeting.")
