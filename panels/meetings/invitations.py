"""Who is asked to a meeting, and what they answer."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.models import Account, Appointment
from auth.roles import Actor, Role
from casework.errors import Refused
from extensions import db
from panels.meetings.models import Attendance, Meeting
from panels.meetings.presence import arrive
from panels.meetings.rules import ABSENT, APOLOGIES, COMING, DEPUTY, GUEST, INVITED, PRESENT
from wording.dates import as_date

# The capacity in which somebody with several roles sits at the table is the first of these that they hold.
CHAIR = Role.CHAIR.value
AT_THE_TABLE = (Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR, Role.CASE_OFFICER, Role.MEMBER)


def appointed(panel: str, on: date) -> list[tuple[Account, str]]:
    """Everybody with a seat in ``panel`` on that day and the capacity they sit in, by name. Referrers have no seat."""
    wanted = (
        sa.select(Account, Appointment.role)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(
            Appointment.panel == panel,
            Appointment.role.in_(AT_THE_TABLE),
            Appointment.counts_on(on),
        )
    )
    found: dict[UUID, tuple[Account, str]] = {}
    for account, role in sorted(db.session.execute(wanted), key=lambda row: AT_THE_TABLE.index(Role(row[1]))):
        found.setdefault(account.id, (account, role))
    return sorted(found.values(), key=lambda seat: seat[0].name)


def attendance_of(meeting: Meeting, account_id: UUID) -> Attendance | None:
    """The person's line in the attendance list."""
    return next((line for line in meeting.attendances if line.account_id == account_id), None)


def answer_invitation(*, actor: Actor, meeting: Meeting, coming: bool, deputy_id: UUID | None = None) -> Attendance:
    """Say that one comes, or send apologies and name a deputy of one's own agency.

    :raises Refused: not invited, or the deputy is no colleague, or the meeting has begun.
    """
    line = attendance_of(meeting, actor.account_id)
    if line is None:
        raise Refused("You are not invited to this meeting.")
    if meeting.opened_at is not None:
        raise Refused("The meeting has begun. Tell the coordinator instead.")
    line.status = COMING if coming else APOLOGIES
    _withdraw_deputies(meeting, actor.account_id)
    if not coming and deputy_id is not None:
        _name_deputy(meeting, line, deputy_id)
    return line


def add_attendance(*, actor: Actor, meeting: Meeting, account_id: UUID, instead_of: UUID | None = None) -> Attendance:
    """Add a guest, or a deputy for somebody who was invited, at the door.

    :raises Refused: no such account, or the person is on the list already.
    """
    account = db.session.get(Account, account_id)
    if account is None or not account.is_active:
        raise Refused("Select who has come.", "guest")
    if attendance_of(meeting, account.id):
        raise Refused(f"{account.name} is on the list already.", "guest")
    line = _line(account, DEPUTY if instead_of else GUEST, PRESENT)
    arrive(meeting, line)
    line.deputises_for_id = instead_of
    meeting.attendances.append(line)
    return line


def record_attendance(*, actor: Actor, meeting: Meeting, marks: dict[UUID, str]) -> None:
    """Mark people (by attendance id) present, absent or with apologies; lines not named stay as they are.

    :raises Refused: a mark that does not exist.
    """
    if not set(marks.values()) <= {PRESENT, ABSENT, APOLOGIES}:
        raise Refused("Select present, apologies or absent.")
    for line in meeting.attendances:
        mark = marks.get(line.id, line.status)
        if mark == PRESENT and line.status != PRESENT:
            arrive(meeting, line)
        line.status = mark


def invite_all(meeting: Meeting, seats: Iterable[tuple[Account, str]]) -> None:
    """Put people on the attendance list as invited."""
    meeting.attendances.extend(_line(account, capacity, INVITED) for account, capacity in seats)


def _line(account: Account, capacity: str, status: str) -> Attendance:
    return Attendance(account=account, agency=account.agency, capacity=capacity, status=status)


def _name_deputy(meeting: Meeting, line: Attendance, deputy_id: UUID) -> None:
    deputy = db.session.get(Account, deputy_id)
    if deputy is None or deputy.agency_id != line.agency_id or deputy_id == line.account_id or not deputy.is_active:
        raise Refused("Select a colleague of your own agency.", "deputy")
    if attendance_of(meeting, deputy_id):
        raise Refused(f"{deputy.name} is invited already.", "deputy")
    added = _line(deputy, DEPUTY, COMING)
    added.deputises_for_id = line.account_id
    meeting.attendances.append(added)


def _withdraw_deputies(meeting: Meeting, account_id: UUID) -> None:
    for line in [line for line in meeting.attendances if line.deputises_for_id == account_id]:
        meeting.attendances.remove(line)
        db.session.delete(line)


def add_chair(meeting: Meeting, account: Account) -> Attendance:
    """Seat somebody as the chair of this meeting, on the list already or not."""
    line = attendance_of(meeting, account.id)
    if line is None:
        line = _line(account, CHAIR, INVITED)
        meeting.attendances.append(line)
    line.capacity = CHAIR
    return line


def seat_again(meeting: Meeting, line: Attendance) -> None:
    """Somebody does not chair this meeting any more: they sit in their own capacity, or as a guest."""
    seats = {account.id: capacity for account, capacity in appointed(meeting.panel, as_date(meeting.starts_at))}
    line.capacity = seats.get(line.account_id, GUEST)
