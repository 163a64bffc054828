"""Planning, opening and closing a meeting."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from auth.roles import Actor
from casework.cases.granted import begin_guests
from casework.errors import Refused
from casework.notifications.service import tell
from casework.panel_type.registry import panel_types
from casework.references import MEETING_LETTER, next_reference
from extensions import db, now
from panels.meetings.access import CLOSED, OPEN, door_to_new_meeting
from panels.meetings.cycle import rules_of
from panels.meetings.invitations import appointed, invite_all, record_attendance
from panels.meetings.models import Attendance, Meeting
from panels.meetings.presence import is_here
from panels.meetings.rules import LONGEST, PRESENT, SHORTEST, Called, Seat, overlaps, unmet_parts
from wording.dates import as_date

ANYBODY = Called()
__all__ = ["clashes", "close_meeting", "missing_now", "open_meeting", "plan_meeting", "record_attendance"]


def plan_meeting(
    *, actor: Actor, panel: str, starts_at: datetime, minutes_long: int, place: str, urgent: bool = False
) -> Meeting:
    """Plan a meeting and invite everybody appointed on its day.

    :raises NotAllowed: the person plans no meetings of this panel.
    :raises Refused: it would begin in the past, or last less than 15 minutes or more than 8 hours.
    """
    meeting_id = uuid4()
    door_to_new_meeting(actor, panel, meeting_id)
    if starts_at <= now():
        raise Refused("Enter a date and time in the future.", "starts_at")
    if not SHORTEST <= minutes_long <= LONGEST:
        raise Refused(f"A meeting lasts between {SHORTEST} and {LONGEST} minutes.", "minutes_long")
    meeting = Meeting(
        id=meeting_id,
        data_key_id=new_data_key(panel=panel, kind="meeting"),
        panel=panel,
        reference=_reference(panel),
        starts_at=starts_at,
        minutes_long=minutes_long,
        place=place,
        urgent=urgent,
        planned_by_id=actor.account_id,
    )
    db.session.add(meeting)
    invite_all(meeting, appointed(panel, as_date(starts_at)))
    db.session.flush()
    for line in meeting.attendances:
        tell(account_id=line.account_id, template="meeting_planned", path=f"/meetings/{meeting.id}")
    return meeting


def _reference(panel: str) -> str:
    kind = panel_types.get(panel)
    return next_reference(f"{MEETING_LETTER}{kind.reference_letter}", scattered=kind.visibility.existence_hidden)


def clashes(*, panel: str, starts_at: datetime, minutes_long: int) -> int:
    """How many of the people who would be invited are asked to another meeting at the same time.

    Meetings of a panel whose existence is hidden, or that does not run here, are not counted, so that the answer
    cannot give one away.
    """
    hidden = [
        kind.key
        for kind in panel_types.every()
        if kind.key != panel and (kind.visibility.existence_hidden or not kind.in_mode.runs)
    ]
    near = sa.select(Meeting).where(
        Meeting.starts_at.between(starts_at - timedelta(minutes=LONGEST), starts_at + timedelta(minutes=minutes_long)),
        Meeting.state != CLOSED,
        Meeting.panel.not_in(hidden),
    )
    invited = {account.id for account, _ in appointed(panel, as_date(starts_at))}
    busy: set[UUID] = set()
    for other in db.session.scalars(near):
        if overlaps((starts_at, minutes_long), (other.starts_at, other.minutes_long)):
            busy |= {line.account_id for line in other.attendances}
    return len(invited & busy)


def missing_now(meeting: Meeting, called: Called = ANYBODY) -> tuple[str, ...]:
    """What the quorum lacks with the people who are in the room; once it is closed, with those at its opening."""
    at = meeting.opened_at if meeting.closed_at and meeting.opened_at else now()
    seats = [seat_of(line) for line in meeting.attendances if is_here(line, at)]
    return tuple(part.title for part in unmet_parts(rules_of(meeting).quorum, seats, called))


def open_meeting(
    *,
    actor: Actor,
    meeting: Meeting,
    confidentiality_read: bool,
    without_quorum_reason: str = "",
    called: Called = ANYBODY,
) -> None:
    """Open the meeting: the statement was read, and the quorum is met or there is a reason to begin without it.

    Where the quorum binds, the reason opens the meeting and no more: no case can be decided before it is met.

    :raises Refused: not read out; already closed; or the quorum lacks somebody and no reason is given.
    """
    if meeting.state == CLOSED:
        raise Refused("This meeting is closed.")
    if not confidentiality_read:
        raise Refused("Read the confidentiality statement out and confirm that everybody accepted it.", "accepted")
    missing = missing_now(meeting, called)
    if missing and not without_quorum_reason:
        raise Refused(f"Missing: {'; '.join(missing)}. Enter why you start without them.", "reason")
    at = now()
    meeting.without_quorum_reason = without_quorum_reason if missing else None
    meeting.confidentiality_read_at = meeting.confidentiality_read_at or at
    for line in meeting.attendances:
        if line.status == PRESENT:
            line.accepted_confidentiality_at = line.accepted_confidentiality_at or at
    if meeting.state != OPEN:
        meeting.state, meeting.opened_at, meeting.opened_by_id = OPEN, at, actor.account_id
        begin_guests(meeting.id, at)
    meeting.version += 1


def close_meeting(*, actor: Actor, meeting: Meeting) -> None:
    """Close an open meeting; a second closing changes nothing. :raises Refused: it was never opened."""
    if meeting.state == CLOSED:
        return
    if meeting.state != OPEN:
        raise Refused("This meeting has not been opened.")
    meeting.state, meeting.closed_at = CLOSED, now()
    meeting.room_item_id = None
    meeting.version += 1


def seat_of(line: Attendance) -> Seat:
    """Somebody on the attendance list as the quorum sees them."""
    return Seat(line.agency_id, line.agency.kind, line.capacity, line.agency.is_landlord)
