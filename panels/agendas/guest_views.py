"""Asking a guest to one case of a meeting, and the one page of the meeting that a guest sees."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.accounts.service import agencies, people_of
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.roles import Actor
from casework.cases.access import case_for
from casework.cases.grants import GIVE, end, grant_of
from casework.errors import Refused
from inputs import Option
from panels.agendas import guests
from panels.agendas.access import Line, items_of, running_order
from panels.agendas.forms import GuestForm
from panels.agendas.ordering import start_times
from panels.meetings.access import meeting_for
from panels.meetings.models import Meeting
from panels.meetings.views import point_out

blueprint = Blueprint("guests", __name__, url_prefix="/meetings/<uuid:meeting_id>")


@blueprint.get("/item")
@permission_required("meeting.item")
def own_item(meeting_id: UUID) -> ResponseReturnValue:
    """The case that a guest was asked to: when and where, and the way to it. Nothing else of the meeting."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "meeting.item", event="meeting.guest").meeting
    lines = running_order(actor, meeting, event="meeting.guest")
    starts = start_times(meeting.starts_at, [line.item.minutes for line in lines])
    slots = [(at, line) for at, line in zip(starts, lines, strict=True) if line.case is not None]
    return render_template("panels/agendas/guest.html", meeting=meeting, slots=slots)


@blueprint.route("/agenda/items/<uuid:item_id>/guests", methods=["GET", "POST"])
@permission_required(GIVE)
def invite(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Who is asked to this case, and the form to ask somebody."""
    actor = current_actor()
    meeting, line = _line(actor, meeting_id, item_id)
    form = _form()
    if form.validate_on_submit():
        try:
            case = case_for(actor, line.item.case.reference, GIVE, event="case.change").case
            asked = guests.invite_guest(
                actor=actor,
                meeting=meeting,
                items=items_of(meeting),
                item=line.item,
                case=case,
                account_id=UUID(form.account_id.data),
            )
            flash(f"{asked.account.name} is asked to this case.", "success")
            return redirect(url_for("agendas.guests.invite", meeting_id=meeting.id, item_id=item_id), 303)
        except Refused as refused:
            point_out(form, refused)
    page = render_template(
        "panels/agendas/guests.html",
        meeting=meeting,
        line=line,
        form=form,
        guests=guests.guests_of(item_id),
        until=guests.planned_ends(meeting, items_of(meeting))[item_id] + guests.STAYS,
    )
    return (page, 422) if form.errors else page


@blueprint.post("/agenda/items/<uuid:item_id>/guests/<uuid:grant_id>/ending")
@permission_required(GIVE)
def uninvite(meeting_id: UUID, item_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """Take it back at once."""
    actor = current_actor()
    _, line = _line(actor, meeting_id, item_id)
    case = case_for(actor, line.item.case.reference, GIVE, event="case.change").case
    grant = grant_of(case, grant_id)
    end(actor=actor, case=case, grant=grant)
    flash(f"{grant.account.name} is not asked to this case any more.", "success")
    return redirect(url_for("agendas.guests.invite", meeting_id=meeting_id, item_id=item_id), 303)


def _line(actor: Actor, meeting_id: UUID, item_id: UUID) -> tuple[Meeting, Line]:
    """The line of the running order. :raises NotAllowed: unknown, or the case is closed to this person."""
    meeting = meeting_for(actor, meeting_id, GIVE, event="agenda.open").meeting
    for line in running_order(actor, meeting):
        if line.item.id == item_id and line.case is not None:
            return meeting, line
    raise NotAllowed


def _form() -> GuestForm:
    form = GuestForm()
    form.account_id.choices = [
        Option(str(person.id), f"{agency.short_name}: {person.name}")
        for agency in agencies()
        for person in people_of(agency.id)
    ]
    return form
