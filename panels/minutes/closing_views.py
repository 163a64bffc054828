"""Closing a meeting."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.policy import may
from auth.roles import Actor
from casework.errors import Refused
from panels.decisions.access import running_order
from panels.decisions.live_page import point_out
from panels.decisions.typed import Lack
from panels.meetings.access import CLOSED, chairing, meeting_for, next_planned
from panels.meetings.models import Meeting
from panels.minutes.access import EDIT
from panels.minutes.blueprint import blueprint
from panels.minutes.closing import close, gaps_of, waits_for_somebody
from panels.minutes.forms import CloseForm
from panels.minutes.letters import closing_drafts


@blueprint.route("/meetings/<uuid:meeting_id>/close", methods=["GET", "POST"])
@permission_required("meeting.run")
def close_meeting(meeting_id: UUID) -> ResponseReturnValue:
    """Everything that is missing, each with where to put it right, and the button that closes."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "meeting.run", event="meeting.close").meeting
    form = CloseForm()
    if request.method == "GET":
        return _page(actor, meeting, form)
    order = running_order(actor, meeting)
    leaves = _leaves(actor, meeting)
    if not form.validate():
        return _page(actor, meeting, form, 422)
    try:
        carried = close(actor=actor, meeting=meeting, order=order, accepted="yes" in form.accepted.data)
    except Refused as refused:
        point_out(form, [Lack(refused.field or "", refused.message)])
        return _page(actor, meeting, form, 422)
    words = f" {carried} {'case goes' if carried == 1 else 'cases go'} to the next meeting." if carried else ""
    flash(f"The meeting is closed and the minutes are drafted.{words}", "success")
    if leaves:
        words = "The coordinator carries out what was decided and finishes the minutes. Then you approve them."
        flash(words, "information")
        return redirect("/home", 303)
    if waits_for_somebody(order):
        flash("A case that is not for you still waits: the vice-chair or the coordinator finishes it.", "warning")
    return redirect(url_for("minutes.minutes", meeting_id=meeting.id), 303)


def _leaves(actor: Actor, meeting: Meeting) -> bool:
    """Whether the meeting is shut to this person once it is closed: they were named to chair it, and no more."""
    return bool(chairing(actor, meeting)) and not may(actor, EDIT, meeting.panel)


def _page(actor: Actor, meeting: Meeting, form: CloseForm, status: int = 200) -> ResponseReturnValue:
    order = running_order(actor, meeting)
    page = render_template(
        "panels/minutes/close.html",
        meeting=meeting,
        form=form,
        leaves=_leaves(actor, meeting),
        order={place.number: place for place in order},
        gaps=gaps_of(actor, meeting, order) if meeting.state != CLOSED else (),
        following=next_planned(meeting.panel, meeting),
        drafts=closing_drafts(meeting, order) if meeting.state != CLOSED else (),
    )
    return page, status
