"""The agenda builder. Every button posts and comes back to the row it was pressed on."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.accounts.service import agencies
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.roles import Actor
from casework.errors import Refused, Stale
from casework.panel_settings.wordless import worded
from inputs import Option
from panels.agendas import service
from panels.agendas.access import Line, running_order
from panels.agendas.forms import ItemForm, RemoveForm, RowForm, UndoForm
from panels.agendas.order_page import add_form, agenda_page
from panels.agendas.ordering import KIND_WORDS
from panels.meetings.access import meeting_for
from panels.meetings.models import Meeting
from panels.meetings.views import point_out

blueprint = Blueprint("order", __name__, url_prefix="/meetings/<uuid:meeting_id>/agenda")
CHANGED = "Somebody else changed the running order meanwhile, so nothing was done. This is how it stands now."


@blueprint.get("")
@permission_required("agenda.edit")
def agenda(meeting_id: UUID) -> ResponseReturnValue:
    """The agenda builder."""
    actor, meeting = _opened(meeting_id)
    return agenda_page(actor, meeting, was=request.args.get("was", ""))


@blueprint.post("/cases")
@permission_required("agenda.edit")
def add(meeting_id: UUID) -> ResponseReturnValue:
    """Put the selected cases on the agenda."""
    actor, meeting = _opened(meeting_id)
    ready = [case.id for case, found in service.ready_cases(actor, meeting) if found.ready]
    form = add_form(actor, meeting, ready=ready)
    if form.validate_on_submit():
        try:
            for case_id in form.cases.data:
                agreed = bool(form.chair_agreed.data)
                service.add_to_agenda(actor=actor, meeting=meeting, case_id=UUID(case_id), chair_agreed=agreed)
            flash(f"Added to the agenda: {len(form.cases.data)}.", "success")
            return _back(meeting, "running-order")
        except Refused as refused:
            point_out(form, refused)
    return agenda_page(actor, meeting, add=form, status=422)


@blueprint.post("/items/<uuid:item_id>/<any(up, down, place):way>")
@permission_required("agenda.edit")
def move(meeting_id: UUID, item_id: UUID, way: str) -> ResponseReturnValue:
    """Move a case up, down, or to a position."""
    actor, meeting = _opened(meeting_id)
    line = _line(actor, meeting, item_id)
    form = RowForm()
    steps = {"up": line.number - 1, "down": line.number + 1, "place": form.place.data}
    lines = running_order(actor, meeting)
    at = min(max(steps[way] or line.number, 1), len(lines))
    place = lines[at - 1].item.position

    def do() -> str:
        version = form.version.data or 0
        service.move_item(actor=actor, meeting=meeting, version=version, item_id=item_id, place=place)
        return f"{line.item.case.reference} is now case {at} of {len(lines)}."

    return _try(actor, meeting, form, do, f"item-{item_id}")


@blueprint.post("/items/<uuid:item_id>/minutes")
@permission_required("agenda.edit")
def minutes(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Plan another length for one case."""
    actor, meeting = _opened(meeting_id)
    line = _line(actor, meeting, item_id)
    form = RowForm()

    def do() -> str:
        wanted = {item_id: form.minutes.data or 0}
        service.set_minutes(actor=actor, meeting=meeting, version=form.version.data or 0, minutes=wanted)
        return f"{line.item.case.reference} has {form.minutes.data} minutes."

    return _try(actor, meeting, form, do, f"item-{item_id}")


@blueprint.post("/suggestion")
@permission_required("agenda.edit")
def suggest(meeting_id: UUID) -> ResponseReturnValue:
    """Order the cases: urgent first, then those with children."""
    actor, meeting = _opened(meeting_id)
    form = RowForm()

    def do() -> str:
        service.suggest_order(actor=actor, meeting=meeting, version=form.version.data or 0)
        return "Urgent cases are first, then those with children."

    return _try(actor, meeting, form, do, "running-order")


@blueprint.route("/fit", methods=["GET", "POST"])
@permission_required("agenda.edit")
def fit(meeting_id: UUID) -> ResponseReturnValue:
    """Show what would be trimmed for the order to fit; do it only when that is confirmed."""
    actor, meeting = _opened(meeting_id)
    form = RowForm(version=meeting.version)
    lines = running_order(actor, meeting)
    before = {line.item.id: line.item.minutes for line in lines}
    trim = service.fit_to_time(actor=actor, meeting=meeting)
    if request.method == "GET":
        return render_template("panels/agendas/fit.html", meeting=meeting, lines=lines, trim=trim, form=form)

    def do() -> str:
        changed = {slot.item_id: slot.minutes for slot in trim.slots}
        service.set_minutes(actor=actor, meeting=meeting, version=form.version.data or 0, minutes=changed)
        return f"{trim.saved} minutes were trimmed."

    return _try(actor, meeting, form, do, "running-order", was="-".join(str(length) for length in before.values()))


@blueprint.post("/fit/undo")
@permission_required("agenda.edit")
def undo(meeting_id: UUID) -> ResponseReturnValue:
    """Put the minutes back as they were before fitting."""
    actor, meeting = _opened(meeting_id)
    form = UndoForm()

    def do() -> str:
        was = [int(length) for length in (form.was.data or "").split("-") if length.isdecimal()]
        order = [line.item.id for line in running_order(actor, meeting)]
        if len(was) != len(order):
            raise Refused("The agenda has other cases now, so the minutes cannot be put back.")
        back = dict(zip(order, was, strict=True))
        service.set_minutes(actor=actor, meeting=meeting, version=form.version.data or 0, minutes=back)
        return "The minutes are as they were."

    return _try(actor, meeting, form, do, "running-order")


@blueprint.route("/items/<uuid:item_id>", methods=["GET", "POST"])
@permission_required("agenda.edit")
def item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """One case of the agenda: which agencies it needs."""
    actor, meeting = _opened(meeting_id)
    line = _line(actor, meeting, item_id)
    needed = [str(need.agency_id) for need in line.item.needed]
    form = ItemForm(version=meeting.version, agencies=needed)
    form.agencies.choices = tuple(Option(str(agency.id), agency.name) for agency in agencies())
    if request.method == "GET":
        return _item_page(meeting, line, form, _remove_form(meeting)(formdata=None, version=meeting.version))

    def do() -> str:
        chosen = [UUID(agency_id) for agency_id in form.agencies.data]
        version = form.version.data or 0
        service.set_needed(actor=actor, meeting=meeting, version=version, item_id=item_id, agency_ids=chosen)
        return f"{line.item.case.reference}: {len(chosen)} agencies are needed."

    return _try(actor, meeting, form, do, f"item-{item_id}")


@blueprint.post("/items/<uuid:item_id>/removal")
@permission_required("agenda.edit")
def remove(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take a case off the agenda."""
    actor, meeting = _opened(meeting_id)
    line = _line(actor, meeting, item_id)
    form = _remove_form(meeting)()

    def do() -> str:
        version, reason = form.version.data or 0, form.reason.data or ""
        service.remove_item(actor=actor, meeting=meeting, version=version, item_id=item_id, reason=reason)
        return f"{line.item.case.reference} is off the agenda."

    return _try(actor, meeting, form, do, "running-order")


def _opened(meeting_id: UUID) -> tuple[Actor, Meeting]:
    actor = current_actor()
    return actor, meeting_for(actor, meeting_id, "agenda.edit", event="agenda.open").meeting


def _line(actor: Actor, meeting: Meeting, item_id: UUID) -> Line:
    """The line of the running order. :raises NotAllowed: unknown, or the case is closed to this person."""
    for line in running_order(actor, meeting):
        if line.item.id == item_id and line.case is not None:
            return line
    raise NotAllowed


def _try(
    actor: Actor,
    meeting: Meeting,
    form: RowForm | ItemForm | RemoveForm | UndoForm,
    do: Callable[[], str],
    place: str,
    was: str = "",
) -> ResponseReturnValue:
    """Do one change and go back to where it was asked for; say why when it cannot be done."""
    if not form.validate():
        return agenda_page(actor, meeting, message=form.error_links[0][1], status=422)
    try:
        flash(do(), "success")
    except Stale:
        return agenda_page(actor, meeting, message=CHANGED, status=409)
    except Refused as refused:
        return agenda_page(actor, meeting, message=refused.message, status=422)
    return _back(meeting, place, was)


def _back(meeting: Meeting, place: str, was: str = "") -> ResponseReturnValue:
    return redirect(url_for("agendas.order.agenda", meeting_id=meeting.id, was=was or None, _anchor=place), 303)


def _remove_form(meeting: Meeting) -> type[RemoveForm]:
    return worded(RemoveForm, meeting.panel, reasons=["reason"])


def _item_page(meeting: Meeting, line: Line, form: ItemForm, removal: RemoveForm) -> ResponseReturnValue:
    return render_template(
        "panels/agendas/item.html", meeting=meeting, line=line, form=form, removal=removal, kinds=KIND_WORDS
    )
