"""What becomes of the seats of somebody who leaves, in meetings that have not begun."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from auth.models import Account
from casework.notifications.service import tell_role
from extensions import db
from panels.meetings.access import PACK_OUT, PLANNED
from panels.meetings.models import Attendance, Meeting

RUNS_PANEL = ("coordinator",)


def give_seats_back(account: Account) -> None:
    """Take the person, and whoever was to sit in for them, off the lists of meetings to come; nobody is named to chair
    in their place. Who runs the panel is told of each meeting that changed. What was held stays as it was."""
    to_come = sa.select(Meeting).where(Meeting.state.in_((PLANNED, PACK_OUT)), Meeting.opened_at.is_(None))
    for meeting in db.session.scalars(to_come.options(selectinload(Meeting.attendances))):
        lines = [line for line in meeting.attendances if account.id in (line.account_id, line.deputises_for_id)]
        if not lines and meeting.chair_id != account.id:
            continue
        _take_off(meeting, lines)
        if meeting.chair_id == account.id:
            meeting.chair_id = None
        meeting.version += 1
        tell_role(panel=meeting.panel, roles=RUNS_PANEL, template="meeting_changed", path=f"/meetings/{meeting.id}")
    db.session.flush()


def _take_off(meeting: Meeting, lines: list[Attendance]) -> None:
    for line in lines:
        meeting.attendances.remove(line)
        db.session.delete(line)
