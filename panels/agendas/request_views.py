"""What the agencies are asked before a meeting, and who has replied."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from casework.errors import Refused
from inputs import Option, PageForm
from panels.agendas import requests as asking
from panels.agendas.forms import RequestsForm
from panels.meetings.access import meeting_for
from panels.meetings.views import point_out

blueprint = Blueprint("requests", __name__, url_prefix="/meetings/<uuid:meeting_id>/requests")


@blueprint.route("", methods=["GET", "POST"])
@permission_required("enquiry.send")
def requests(meeting_id: UUID) -> ResponseReturnValue:
    """How each agency stands, and the form that asks those not asked yet about every case."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "enquiry.send", event="enquiry.standing").meeting
    standings = asking.standings(actor, meeting)
    open_to_ask = [row for row in standings if row.to_ask]
    form = RequestsForm(agencies=[str(row.agency.id) for row in open_to_ask if row.core])
    form.agencies.choices = tuple(
        Option(str(row.agency.id), row.agency.name, f"{row.to_ask} to ask about") for row in open_to_ask
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                chosen = [UUID(agency_id) for agency_id in form.agencies.data]
                sent = asking.send_requests(actor=actor, meeting=meeting, agency_ids=chosen)
                flash(f"Questions sent: {sent}, to {len(chosen)} agencies.", "success")
                return redirect(url_for("agendas.requests.requests", meeting_id=meeting.id), 303)
            except Refused as refused:
                point_out(form, refused)
    page = render_template(
        "panels/agendas/requests.html",
        meeting=meeting,
        standings=standings,
        form=form,
        nudge_form=PageForm(formdata=None),
        due_on=asking.answers_due_on(meeting),
        waiting=sum(row.asked - row.replied for row in standings),
        asked=sum(row.asked for row in standings),
    )
    return page, status


@blueprint.post("/reminders")
@permission_required("enquiry.send")
def remind(meeting_id: UUID) -> ResponseReturnValue:
    """Remind every agency that still owes an answer; once a day each."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "enquiry.send", event="enquiry.remind").meeting
    reminded = asking.remind_agencies(actor=actor, meeting=meeting)
    if reminded:
        flash(f"Agencies reminded: {reminded}.", "success")
    else:
        flash("Nobody was reminded: everybody has replied, or was reminded today.", "information")
    return redirect(url_for("agendas.requests.requests", meeting_id=meeting.id), 303)
