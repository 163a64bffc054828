"""Who is in the room while the meeting runs: one tap for each who goes out, comes back or comes late."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from casework.errors import Refused
from panels.meetings.access import meeting_for
from panels.meetings.models import Attendance, Meeting
from panels.meetings.presence import come_in, go_out, is_here, room_time, times_in_words
from panels.meetings.rules import ANSWERS, PRESENT

blueprint = Blueprint("attendance", __name__, url_prefix="/meetings/<uuid:meeting_id>/attendance")
MOVES = {"out": go_out, "in": come_in}


@blueprint.get("")
@permission_required("meeting.run")
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Everybody on the list, where they are, and the times they were out."""
    meeting = meeting_for(current_actor(), meeting_id, "meeting.run", event="meeting.attendance").meeting
    return render_template("panels/meetings/attendance.html", meeting=meeting, rows=_rows(meeting))


@blueprint.post("")
@permission_required("meeting.run")
def move(meeting_id: UUID) -> ResponseReturnValue:
    """Somebody went out or came in, now."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "meeting.run", event="meeting.attendance").meeting
    way, _, line = request.form.get("do", "").partition("-")
    try:
        found = MOVES[way](actor=actor, meeting=meeting, line_id=UUID(line))
        words = "is in the room" if way == "in" else "is out of the room"
        flash(f"{found.account.name} {words}.", "success")
    except (KeyError, ValueError):
        flash("Select somebody on the list.", "error")
    except Refused as refused:
        flash(refused.message, "error")
    return redirect(url_for("meetings.attendance.attendance", meeting_id=meeting.id, _anchor=line), 303)


def _rows(meeting: Meeting) -> list[dict[str, object]]:
    at = room_time(meeting)
    lines = sorted(meeting.attendances, key=lambda line: (line.agency.name, line.account.name))
    return [
        {
            "line": line,
            "here": is_here(line, at),
            "where": _where(line, here=is_here(line, at)),
            "times": times_in_words(line),
        }
        for line in lines
    ]


def _where(line: Attendance, *, here: bool) -> str:
    if here:
        return "In the room"
    return "Out of the room" if line.status == PRESENT else ANSWERS[line.status]
