"""The themes of a meeting, without names."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.once import FIELD as ONCE
from casework.errors import Refused, Stale, show
from casework.panel_settings.wordless import worded
from inputs import PageForm, TextField
from panels.agendas.matters import write_matters
from panels.meetings.access import OPEN, meeting_for
from panels.meetings.models import Meeting

blueprint = Blueprint("matters", __name__, url_prefix="/meetings/<uuid:meeting_id>/matters")
MOST = 6_000


class MattersForm(PageForm):
    """Themes, and what stood there when the page was opened."""

    text = TextField("Themes and other matters, without names", max_length=MOST)
    shown = TextField("What stood here", max_length=MOST)


@blueprint.route("", methods=["GET", "POST"])
@permission_required("meeting.run")
def matters(meeting_id: UUID) -> ResponseReturnValue:
    """Write what the meeting says beside its cases."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "meeting.run", event="meeting.matters").meeting
    form = worded(MattersForm, meeting.panel, gone=["text"])(text=meeting.matters or "", shown=meeting.matters or "")
    if request.method == "GET" or not form.validate():
        return _page(meeting, form, 200 if request.method == "GET" else 422)
    text = form.text.data
    if request.form.get("choice") == "both":
        text = f"{form.shown.data}\n\n{text}"
    try:
        write_matters(actor=actor, meeting=meeting, shown=form.shown.data, text=text)
    except Refused as refused:
        show(form, refused)
        return _page(meeting, form, 422)
    except Stale as stale:
        return _conflict(meeting_id, stale)
    flash("Saved. It stands in the part of the minutes that every member reads.", "success")
    return redirect(url_for("agendas.matters.matters", meeting_id=meeting_id), 303)


def _page(meeting: Meeting, form: MattersForm, status: int) -> ResponseReturnValue:
    page = render_template("panels/agendas/matters.html", meeting=meeting, form=form, is_open=meeting.state == OPEN)
    return page, status


def _conflict(meeting_id: UUID, stale: Stale) -> ResponseReturnValue:
    here = url_for("agendas.matters.matters", meeting_id=meeting_id)
    page = render_template(
        "errors/conflict.html",
        saved_by=stale.by,
        yours=[{"label": "", "text": stale.mine, "lang": ""}],
        theirs=[{"label": "", "text": stale.theirs, "lang": ""}],
        action=here,
        fields=[("text", stale.mine), ("shown", stale.theirs), (ONCE, str(uuid4()))],
        choices=[{"text": "Keep both, mine below theirs", "value": "both"}],
        back_href=here,
    )
    return page, 409
