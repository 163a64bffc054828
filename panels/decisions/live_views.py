"""One case of the running meeting. The same page works as a plain form: every button posts."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required, signed_in
from auth.doors import NotAllowed
from auth.roles import Actor
from casework.cases.service import declare_conflict
from casework.errors import Refused, Stale
from casework.panel_type.definition import StockAction
from casework.panel_type.registry import panel_types
from panels.decisions import service
from panels.decisions.access import OpenItem, item_for
from panels.decisions.blueprint import blueprint
from panels.decisions.conflict_page import conflict_page, note_words
from panels.decisions.forms import MOST_ROWS, ROWS, LiveForm, typed_in
from panels.decisions.live_page import conflict_form, live_form, live_page, point_out
from panels.decisions.table import Table, table_for
from panels.decisions.typed import Lack, Typed
from panels.decisions.visits import person_comes_in, person_leaves
from panels.meetings.access import CLOSED, OPEN
from panels.meetings.presence import come_in, go_out

ADDING, MOVING = ("add", "stock-"), ("out-", "in-", "subject-")


@blueprint.get("/meetings/<uuid:meeting_id>/live/<int:number>")
@permission_required("decision.record")
def live(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """One case: what is known, what is decided, who is in the room."""
    actor = current_actor()
    opened = item_for(actor, meeting_id, number)
    if opened.meeting.state not in (OPEN, CLOSED):
        flash("Open the meeting first.", "information")
        return redirect(f"/meetings/{meeting_id}/open", 303)
    table = _table(opened)
    return live_page(actor, opened, table, live_form(opened, table))


@blueprint.post("/meetings/<uuid:meeting_id>/live/<int:number>")
@permission_required("decision.record")
def save(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """Save what was typed, and go where the button pressed says."""
    actor = current_actor()
    opened = item_for(actor, meeting_id, number, event="meeting.record")
    table, do = _table(opened), request.form.get("do", "save")
    form = live_form(opened, table, rows=_rows())
    if do.startswith(ADDING):
        return _with_another_row(actor, opened, table, form, do)
    if do.startswith(MOVING):
        return _with_somebody_moved(actor, opened, form, do)
    if not form.validate():
        return live_page(actor, opened, table, form, 422)
    if request.form.get("choice") == "theirs":
        flash("Their version stands. Yours was not used.", "information")
        return redirect(_live(opened), 303)
    try:
        _save(actor, opened, typed_in(form, panel_types.get(opened.meeting.panel)), form.version.data or 0, do)
    except Refused as refused:
        lacks = refused.lacks if isinstance(refused, service.Lacking) else (Lack(refused.field or "", refused.message),)
        point_out(form, lacks)
        return live_page(actor, opened, table, form, 422)
    except Stale as stale:
        return conflict_page(opened, form, stale)
    return _onwards(opened, do)


@blueprint.post("/meetings/<uuid:meeting_id>/live/<int:number>/start")
@permission_required("decision.record")
def start(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """Begin a case: its clock runs, the room's screen shows it."""
    actor = current_actor()
    opened = item_for(actor, meeting_id, number, event="meeting.record")
    try:
        service.start_item(meeting=opened.meeting, item=opened.item)
    except Refused as refused:
        flash(refused.message, "error")
    return redirect(_live(opened, called="yes"), 303)


@blueprint.post("/meetings/<uuid:meeting_id>/live/<int:number>/conflicts")
@permission_required("conflict.set")
def declare(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """Somebody at the table has a conflict of interest: from now on the case is closed to them, the chair included."""
    actor = current_actor()
    opened = item_for(actor, meeting_id, number, "conflict.set", event="meeting.record")
    form = conflict_form(opened, posted=True)
    if not form.validate_on_submit():
        flash("Select who has a conflict of interest and what the connection is.", "error")
        return redirect(f"{_live(opened)}#conflict", 303)
    account_id = UUID(form.account.data)
    declare_conflict(
        actor=actor,
        case_id=opened.case.id,
        account_id=account_id,
        connection=form.connection.data,
        also=opened.also,
    )
    if account_id != actor.account_id:
        flash("The case is closed to that person from now on.", "success")
        return redirect(_live(opened), 303)
    flash("This case is closed to you from now on. The vice-chair or the coordinator goes on with it.", "information")
    return redirect(_after(opened) or f"/meetings/{meeting_id}", 303)


@blueprint.post("/meetings/shortcuts")
@signed_in
def shortcuts() -> ResponseReturnValue:
    """Remember whether this person wants the single-key shortcuts."""
    service.set_shortcuts(actor=current_actor(), on=request.form.get("on") == "yes")
    return "", 204


def _save(actor: Actor, opened: OpenItem, typed: Typed, version: int, do: str) -> None:
    """Store the words, then the state the button asks for."""
    choice, decided = request.form.get("choice"), do == "next" or (do == "save" and typed.option is not None)
    if choice == "note":
        typed, decided = _keep_mine_as_note(actor, opened, typed), False
    elif choice == "mine":
        _keep_theirs_as_note(actor, opened, typed)
    record = service.save_record(
        actor=actor,
        meeting=opened.meeting,
        item=opened.item,
        case=opened.case,
        version=version,
        typed=typed,
        decided=decided,
    )
    if do == "unfinished":
        service.leave_unfinished(meeting=opened.meeting, item=opened.item)
    elif do in ("put_off", "not_reached"):
        service.put_aside(meeting=opened.meeting, item=opened.item, record=record, adjourned=do == "put_off")


def _keep_mine_as_note(actor: Actor, opened: OpenItem, typed: Typed) -> Typed:
    """Add one's own words beside the record; what only adds (actions, a disagreement) is still saved."""
    standing = service.typed_of(service.record_of(opened.item))
    _keep_as_note(actor, opened, typed, standing)
    return replace(
        standing,
        actions=typed.actions,
        dissent_agency_id=typed.dissent_agency_id,
        dissent_words=typed.dissent_words,
    )


def _keep_theirs_as_note(actor: Actor, opened: OpenItem, typed: Typed) -> None:
    """Before one's own version replaces a colleague's, what the colleague wrote is put beside it."""
    _keep_as_note(actor, opened, service.typed_of(service.record_of(opened.item)), typed)


def _keep_as_note(actor: Actor, opened: OpenItem, kept: Typed, other: Typed) -> None:
    words = note_words(panel_types.get(opened.meeting.panel), kept, other)
    if words:
        service.add_contribution(
            actor=actor,
            meeting=opened.meeting,
            item=opened.item,
            case=opened.case,
            agency_id=actor.agency_id,
            nature="opinion",
            handling="not_minuted",
            text=words,
        )


def _with_another_row(actor: Actor, opened: OpenItem, table: Table, form: LiveForm, do: str) -> ResponseReturnValue:
    """The same page with everything typed and one more action row, empty or filled with a stock action."""
    panel = panel_types.get(opened.meeting.panel)
    stock = {f"stock-{action.letter}": action for action in panel.stock_actions}.get(do)
    place = _free_row(form)
    if place > form.row_count():
        form = live_form(opened, table, rows=form.row_count() + 1)
        place = min(place, form.row_count())
    _as_typed(form)
    if stock is not None:
        _fill_row(opened, dict(form.action_rows())[place], stock)
    return live_page(actor, opened, table, form, focus=f"a{place}_agency")


def _with_somebody_moved(actor: Actor, opened: OpenItem, form: LiveForm, do: str) -> ResponseReturnValue:
    """The same page with everything typed, and one person gone out or come in."""
    rows = form.row_count()
    try:
        _move(actor, opened, do)
    except ValueError:
        raise NotAllowed from None
    except Refused as refused:
        flash(refused.message, "error")
    table = _table(opened)
    return live_page(actor, opened, table, _as_typed(live_form(opened, table, rows=rows)))


def _move(actor: Actor, opened: OpenItem, do: str) -> None:
    if do == "subject-in":
        person_comes_in(actor=actor, meeting=opened.meeting, item=opened.item)
    elif do == "subject-out":
        person_leaves(meeting=opened.meeting)
    else:
        way, _, line = do.partition("-")
        (go_out if way == "out" else come_in)(actor=actor, meeting=opened.meeting, line_id=UUID(line))


def _table(opened: OpenItem) -> Table:
    """The table of this case, chaired by whoever is picked on the page or stands on the record."""
    record = service.record_of(opened.item)
    picked = request.form.get("acted_by", "")
    try:
        chair_id = UUID(picked) if picked else record.acted_by_id if record else None
    except ValueError:
        chair_id = None
    return table_for(opened.meeting, opened.item, opened.case, chair_id=chair_id)


def _as_typed(form: LiveForm) -> LiveForm:
    """The form with what was typed and without complaints: nothing was sent yet."""
    form.validate()
    form.form_errors = []
    for field in form:
        field.errors = []
    return form


def _fill_row(opened: OpenItem, fields: dict[str, Any], stock: StockAction) -> None:
    """Put a stock action into a row, owned by the agency at the table that usually does it unless one is picked."""
    owners = (str(line.agency_id) for line in opened.meeting.attendances if line.agency.kind == stock.agency_type)
    fields["text"].typed = {"": stock.text}
    fields["agency"].data = fields["agency"].data or next(owners, "")


def _free_row(form: LiveForm) -> int:
    for number, fields in form.action_rows():
        if not (fields["text"].typed[""] or fields["officer"].typed[""]):
            return number
    return min(form.row_count() + 1, MOST_ROWS)


def _rows() -> int:
    typed = request.form.get("rows", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else ROWS


def _onwards(opened: OpenItem, do: str) -> ResponseReturnValue:
    if do == "save":
        flash(f"Saved: case {opened.place.number} of {len(opened.order)}.", "success")
        return redirect(_live(opened), 303)
    following = opened.neighbour(1)
    if following is None:
        return redirect(f"/meetings/{opened.meeting.id}/close", 303)
    if opened.meeting.state == OPEN:
        place = next(place for place in opened.order if place.number == following)
        service.start_item(meeting=opened.meeting, item=place.item)
    return redirect(_after(opened) or _live(opened), 303)


def _live(opened: OpenItem, *, called: str | None = None) -> str:
    return url_for("decisions.live", meeting_id=opened.meeting.id, number=opened.place.number, called=called)


def _after(opened: OpenItem) -> str | None:
    following = opened.neighbour(1) or opened.neighbour(-1)
    if following is None:
        return None
    return url_for("decisions.live", meeting_id=opened.meeting.id, number=following, called="yes")
