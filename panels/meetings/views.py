"""The list of meetings, planning one, and answering an invitation."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.accounts.service import people_of
from auth.current import current_actor, permission_required
from auth.roles import Actor
from casework.errors import Refused
from casework.panel_type.registry import panel_types
from inputs import Option, PageForm
from panels.meetings import attendance_views, service
from panels.meetings.access import CLOSED, door_to_planning, meeting_for, meetings_for, panels_of
from panels.meetings.cycle import ends_at
from panels.meetings.forms import AnswerForm, PlanForm
from panels.meetings.invitations import answer_invitation
from wording.dates import uk_date

blueprint = Blueprint("meetings", __name__)
blueprint.register_blueprint(attendance_views.blueprint)
STATES = {"planned": "Planned", "pack_out": "Pack out", "open": "Open now", "closed": "Closed"}
NOBODY = "nobody"


@blueprint.get("/meetings")
@permission_required("meeting.list")
def meetings() -> ResponseReturnValue:
    """Coming and past meetings of this person's panels."""
    actor = current_actor()
    found = meetings_for(actor)
    return render_template(
        "panels/meetings/list.html",
        coming=[meeting for meeting in found if meeting.state != CLOSED],
        past=[meeting for meeting in reversed(found) if meeting.state == CLOSED],
        names={panel.key: panel.name for panel in panel_types.all()},
        states=STATES,
        ends_at=ends_at,
        may_plan=bool(panels_of(actor, "meeting.plan")),
    )


@blueprint.route("/meetings/new", methods=["GET", "POST"])
@permission_required("meeting.plan")
def new_meeting() -> ResponseReturnValue:
    """Plan a meeting; a clash is a warning that the planner may pass over."""
    actor = current_actor()
    door_to_planning(actor)
    form = _plan_form(actor)
    status, busy = 200, 0
    if request.method == "POST":
        status = 422
        if form.validate():
            busy = _busy(form)
            planned = None if busy and not form.anyway.data else _plan(actor, form)
            if planned is not None:
                return planned
    return render_template("panels/meetings/new.html", form=form, busy=busy), status


@blueprint.post("/meetings/<uuid:meeting_id>/answer")
@permission_required("meeting.read")
def answer(meeting_id: UUID) -> ResponseReturnValue:
    """Say whether one comes; with apologies, who comes instead."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, event="meeting.answer").meeting
    form = answer_form(actor)
    if form.validate_on_submit():
        deputy = form.deputy.data if form.deputy.data not in (None, "", NOBODY) else None
        try:
            coming = form.coming.data == "yes"
            answer_invitation(actor=actor, meeting=meeting, coming=coming, deputy_id=UUID(deputy) if deputy else None)
            flash("Your answer is saved.", "success")
            return redirect(url_for("agendas.overview", meeting_id=meeting.id), 303)
        except Refused as refused:
            point_out(form, refused)
    return render_template("panels/meetings/answer.html", form=form, meeting=meeting), 422


def answer_form(actor: Actor) -> AnswerForm:
    """The form for an invitation's answer, with the colleagues who could come instead."""
    form = AnswerForm()
    colleagues = [person for person in people_of(actor.agency_id) if person.id != actor.account_id]
    form.deputy.choices = (
        Option(NOBODY, "Nobody, or you come yourself"),
        *(Option(str(person.id), person.name, person.job_title) for person in colleagues),
    )
    return form


def point_out(form: PageForm, refused: Refused) -> None:
    """Put a service's refusal at the field it is about, or above the form."""
    if refused.field and refused.field in form:
        form[refused.field].errors = [*form[refused.field].errors, refused.message]
    else:
        form.form_errors.append(refused.message)


def _plan_form(actor: Actor) -> PlanForm:
    form = PlanForm(minutes_long=150, urgent="no")
    panels = panels_of(actor, "meeting.plan")
    form.panel.choices = tuple(Option(key, panel_types.get(key).name) for key in panels)
    if len(panels) == 1:
        form.panel.data = panels[0]
    return form


def _busy(form: PlanForm) -> int:
    minutes = form.minutes_long.data
    return service.clashes(panel=form.panel.data, starts_at=form.starts_at.data, minutes_long=minutes)


def _plan(actor: Actor, form: PlanForm) -> ResponseReturnValue | None:
    try:
        meeting = service.plan_meeting(
            actor=actor,
            panel=form.panel.data,
            starts_at=form.starts_at.data,
            minutes_long=form.minutes_long.data,
            place=form.place.data,
            urgent=form.urgent.data == "yes",
        )
    except Refused as refused:
        point_out(form, refused)
        return None
    flash(f"The meeting on {uk_date(meeting.starts_at)} is planned and everybody appointed is invited.", "success")
    return redirect(url_for("agendas.overview", meeting_id=meeting.id), 303)
