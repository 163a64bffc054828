"""The room's screen and the buttons that steer it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from casework.panel_type.registry import panel_types
from panels.decisions.access import running_order
from panels.decisions.blueprint import blueprint
from panels.decisions.forms import bands_of
from panels.decisions.room import room_facts, room_version, watched
from panels.meetings.access import meeting_for


@blueprint.get("/meetings/<uuid:meeting_id>/room")
@permission_required("meeting.read")
def room(meeting_id: UUID) -> ResponseReturnValue:
    """What everybody in the room may see of the case that is being heard."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, event="meeting.room").meeting
    return render_template(
        "panels/decisions/room.html",
        meeting=meeting,
        panel=panel_types.get(meeting.panel),
        bands={band.value: band.label for band in bands_of(panel_types.get(meeting.panel))},
        facts=room_facts(actor, meeting),
        version=room_version(actor, meeting),
    )


@blueprint.get("/meetings/<uuid:meeting_id>/room/version")
@permission_required("meeting.read")
def version(meeting_id: UUID) -> ResponseReturnValue:
    """A word that changes when the screen does. It opens nothing; who may not watch gets the usual answer."""
    actor = current_actor()
    meeting = watched(actor, meeting_id) or meeting_for(actor, meeting_id, event="meeting.room").meeting
    return {"version": room_version(actor, meeting)}


@blueprint.post("/meetings/<uuid:meeting_id>/room")
@permission_required("meeting.run")
def steer(meeting_id: UUID) -> ResponseReturnValue:
    """Blank the room's screen, show it again, or put another case on it."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "meeting.run", event="meeting.room").meeting
    number = request.form.get("number", "")
    place = next((one for one in running_order(actor, meeting) if str(one.number) == number and one.mine), None)
    if request.form.get("do") == "blank":
        meeting.room_blank = True
    else:
        meeting.room_blank = False
        meeting.room_item_id = place.item.id if place else meeting.room_item_id
    meeting.version += 1
    if place is None:
        return redirect(url_for("decisions.room", meeting_id=meeting_id), 303)
    return redirect(url_for("decisions.live", meeting_id=meeting_id, number=place.number), 303)
