"""Who chairs one meeting."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.accounts.service import agencies, people_of
from auth.current import current_actor, permission_required
from casework.cases.forms import SelectField
from casework.errors import Refused
from inputs import Option, PageForm
from panels.agendas.chairing import NAME_CHAIR, name_chair
from panels.meetings.access import meeting_for
from panels.meetings.models import Meeting
from panels.meetings.views import point_out

blueprint = Blueprint("chair", __name__, url_prefix="/meetings/<uuid:meeting_id>")
OWN = "own"


class ChairForm(PageForm):
    """Who chairs the meeting."""

    account_id = SelectField("Who chairs this meeting?", required="Select who chairs this meeting")


@blueprint.route("/chair", methods=["GET", "POST"])
@permission_required(NAME_CHAIR)
def chair(meeting_id: UUID) -> ResponseReturnValue:
    """Name somebody to chair this one meeting, or give it back to the panel's own chair."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, NAME_CHAIR, event="meeting.chair").meeting
    form = _form(meeting)
    if form.validate_on_submit():
        picked = form.account_id.data
        try:
            name_chair(actor=actor, meeting=meeting, account_id=None if picked == OWN else UUID(picked))
            flash("It is saved who chairs this meeting.", "success")
            return redirect(url_for("agendas.overview", meeting_id=meeting.id), 303)
        except Refused as refused:
            point_out(form, refused)
    page = render_template("panels/agendas/chair.html", meeting=meeting, form=form)
    return (page, 422) if form.errors or form.form_errors else page


def _form(meeting: Meeting) -> ChairForm:
    form = ChairForm(account_id=str(meeting.chair_id) if meeting.chair_id else OWN)
    form.account_id.choices = [
        Option(OWN, "The panel’s own chair or vice-chair"),
        *(
            Option(str(person.id), f"{person.name}, {agency.short_name}")
            for agency in agencies()
            for person in people_of(agency.id)
        ),
    ]
    return form
