"""Reading minutes, checking them case by case, approving and issuing."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.models import Agency
from auth.once import FIELD as ONCE
from auth.policy import may
from auth.roles import Actor
from casework.cases.models import Case
from casework.errors import Refused, Stale, show
from casework.panel_settings.wordless import worded
from casework.panel_type.registry import panel_types
from panels.meetings.cycle import dates_of
from panels.minutes import service
from panels.minutes.access import APPROVE, EDIT, OpenMinutes, agencies_concerned, cases_to_write, minutes_for
from panels.minutes.blueprint import blueprint
from panels.minutes.closing import finish, waits_for_somebody
from panels.minutes.forms import ItemForm, NoteForm, VersionForm
from panels.minutes.letters import waiting_letters
from panels.minutes.models import Minutes, MinutesItem


@blueprint.get("/meetings/<uuid:meeting_id>/minutes")
@permission_required("minutes.read")
def minutes(meeting_id: UUID) -> ResponseReturnValue:
    """The minutes as this person may read them; for who leads the panel also what is still to do."""
    actor = current_actor()
    opened = minutes_for(actor, meeting_id)
    preview = _agency(opened, request.args.get("agency", ""))
    if preview is not None:
        opened = minutes_for(actor, meeting_id, EDIT, event="minutes.preview", agency_id=preview.id)
    return render_template("panels/minutes/minutes.html", **_context(actor, opened, preview))


@blueprint.get("/meetings/<uuid:meeting_id>/minutes/<int:number>/extract")
@permission_required("minutes.read")
def extract(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """One case of the minutes alone, for that case's file."""
    opened = minutes_for(current_actor(), meeting_id, event="minutes.extract")
    item = _item(opened, number)
    return render_template(
        "panels/minutes/extract.html",
        opened=opened,
        item=item,
        number=number,
        panel=panel_types.get(opened.meeting.panel),
    )


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/draft")
@permission_required("minutes.edit")
def draft(meeting_id: UUID) -> ResponseReturnValue:
    """Carry out decisions that still wait and draft the cases that are missing, as far as they are this person's."""
    actor = current_actor()
    opened = minutes_for(actor, meeting_id, EDIT, event="minutes.draft")
    try:
        finish(actor=actor, meeting=opened.meeting, order=opened.order)
        flash("The minutes are drafted as far as the cases are open to you.", "success")
    except Refused as refused:
        flash(refused.message, "error")
    return _back(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/<int:number>/draft")
@permission_required("minutes.edit")
def draft_case(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """Draft one case again from its record."""
    actor = current_actor()
    opened = minutes_for(actor, meeting_id, EDIT, event="minutes.draft")
    item = _item(opened, number)
    place = next(place for place in opened.order if place.number == number)
    try:
        finish(actor=actor, meeting=opened.meeting, order=opened.order)
        service.redraft_item(actor=actor, meeting=opened.meeting, minutes=_made(opened), place=place, item=item)
        flash(f"Case {number} is drafted again.", "success")
    except Refused as refused:
        flash(refused.message, "error")
    return _back(meeting_id, number)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/<int:number>/checked")
@permission_required("minutes.edit")
def check(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """This case is checked; on to the next that is not."""
    actor = current_actor()
    opened = minutes_for(actor, meeting_id, EDIT, event="minutes.check")
    item, form = _item(opened, number), ItemForm()
    if not form.validate():
        flash("This page was out of date. Look at the case once more.", "error")
        return _back(meeting_id, number)
    try:
        service.check_item(actor=actor, minutes=_made(opened), item=item, version=form.version.data or 0)
    except Refused as refused:
        flash(refused.message, "error")
        return _back(meeting_id, number)
    except Stale as stale:
        flash(f"{stale.by} changed this case meanwhile. Look at it once more.", "error")
        return _back(meeting_id, number)
    left = [one.number for one in service.standings(_made(opened), opened.order) if one.mine and not one.checked]
    return _back(meeting_id, min((one for one in left if one > number), default=min(left, default=0)))


@blueprint.route("/meetings/<uuid:meeting_id>/minutes/<int:number>/note", methods=["GET", "POST"])
@permission_required("minutes.edit")
def note(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """Write to the minute of one case."""
    actor = current_actor()
    opened = minutes_for(actor, meeting_id, EDIT, event="minutes.note")
    item = _item(opened, number)
    form = worded(NoteForm, opened.meeting.panel, gone=["note"])(note=item.note or "", version=item.version)
    if request.method == "GET" or not form.validate():
        return _note_page(opened, item, number, form), 200 if request.method == "GET" else 422
    try:
        service.edit_item(
            actor=actor,
            minutes=_made(opened),
            item=item,
            case=_case_of(actor, opened, item),
            version=form.version.data or 0,
            note=_note_typed(item, form),
        )
    except Refused as refused:
        show(form, refused)
        return _note_page(opened, item, number, form), 422
    except Stale as stale:
        return _conflict(meeting_id, number, stale)
    flash(f"The note to case {number} is saved. The case has to be checked again.", "success")
    return _back(meeting_id, number)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/approval")
@permission_required("minutes.approve")
def approve(meeting_id: UUID) -> ResponseReturnValue:
    """The chair approves; everything must be decided, drafted and checked."""
    actor = current_actor()
    opened = minutes_for(actor, meeting_id, APPROVE, event="minutes.approve")
    try:
        service.approve(actor=actor, meeting=opened.meeting, minutes=_made(opened), order=opened.order)
        if request.form.get("do") == "issue" and opened.leads:
            service.issue(actor=actor, meeting=opened.meeting, minutes=_made(opened))
    except Refused as refused:
        return _refused(actor, opened, refused)
    flash("The minutes are issued." if _made(opened).issued_at else "The minutes are approved.", "success")
    return _back(meeting_id)


@blueprint.post("/meetings/<uuid:meeting_id>/minutes/issue")
@permission_required("minutes.edit")
def issue(meeting_id: UUID) -> ResponseReturnValue:
    """Members may read their part from now on."""
    actor = current_actor()
    opened = minutes_for(actor, meeting_id, EDIT, event="minutes.issue")
    try:
        service.issue(actor=actor, meeting=opened.meeting, minutes=_made(opened))
    except Refused as refused:
        return _refused(actor, opened, refused)
    flash("The minutes are issued.", "success")
    return _back(meeting_id)


@blueprint.route("/meetings/<uuid:meeting_id>/minutes/new-version", methods=["GET", "POST"])
@permission_required("minutes.edit")
def new_version(meeting_id: UUID) -> ResponseReturnValue:
    """After issue a change makes a new version that says why."""
    actor = current_actor()
    opened = minutes_for(actor, meeting_id, EDIT, event="minutes.version")
    form, standing = worded(VersionForm, opened.meeting.panel, reasons=["reason"])(), _made(opened)
    if request.method == "POST" and form.validate():
        try:
            service.new_version(
                actor=actor, meeting=opened.meeting, minutes=standing, order=opened.order, reason=form.reason.data
            )
            flash(f"Version {standing.number + 1} is drafted. Version {standing.number} stays as issued.", "success")
            return _back(meeting_id)
        except Refused as refused:
            form.form_errors.append(refused.message)
    page = render_template("panels/minutes/new_version.html", opened=opened, form=form)
    return page, 200 if request.method == "GET" else 422


def _case_of(actor: Actor, opened: OpenMinutes, item: MinutesItem) -> Case:
    places = [place for place in opened.order if place.item.id == item.item_id]
    return cases_to_write(actor, opened.meeting, places, event="minutes.note")[item.case_id]


def _context(
    actor: Actor, opened: OpenMinutes, preview: Agency | None, against: tuple[str, ...] = ()
) -> dict[str, object]:
    made = opened.minutes
    return {
        "opened": opened,
        "panel": panel_types.get(opened.meeting.panel),
        "dates": dates_of(opened.meeting),
        "standings": service.standings(made, opened.order) if made and opened.leads else (),
        "against": service.stands_against_approval(made, opened.order) if made and made.state == service.DRAFT else (),
        "refused": against,
        "waits": opened.leads and waits_for_somebody(opened.order),
        "preview": preview,
        "agencies": agencies_concerned(opened.meeting, opened.order) if opened.leads else [],
        "may_approve": opened.approves or may(actor, APPROVE, opened.meeting.panel),
        "form_for": _item_form,
        "drafts": waiting_letters(opened.order) if opened.leads else (),
    }


def _item_form(item: MinutesItem) -> ItemForm:
    return ItemForm(formdata=None, version=item.version)


def _refused(actor: Actor, opened: OpenMinutes, refused: Refused) -> ResponseReturnValue:
    page = render_template("panels/minutes/minutes.html", **_context(actor, opened, None, (refused.message,)))
    return page, 422


def _note_page(opened: OpenMinutes, item: MinutesItem, number: int, form: NoteForm) -> str:
    return render_template("panels/minutes/note.html", opened=opened, item=item, number=number, form=form)


def _note_typed(item: MinutesItem, form: NoteForm) -> str:
    """The note as typed; after a conflict, the standing note with one's own below it."""
    if request.form.get("choice") == "note" and item.note:
        return f"{item.note}\n\n{form.note.data}"
    return str(form.note.data)


def _conflict(meeting_id: UUID, number: int, stale: Stale) -> ResponseReturnValue:
    page = render_template(
        "errors/conflict.html",
        saved_by=stale.by,
        yours=[{"label": "", "text": stale.mine, "lang": ""}],
        theirs=[{"label": "", "text": stale.theirs, "lang": ""}],
        action=url_for("minutes.note", meeting_id=meeting_id, number=number),
        fields=[("note", stale.mine), ("version", str(stale.version)), (ONCE, str(uuid4()))],
        choices=[{"text": "Keep both, mine below theirs", "value": "note"}],
        back_href=url_for("minutes.minutes", meeting_id=meeting_id),
    )
    return page, 409


def _item(opened: OpenMinutes, number: int) -> MinutesItem:
    """The item shown at this place. :raises NotAllowed: there is none, or none for this person."""
    item = opened.item(number)
    if item is None:
        raise NotAllowed
    return item


def _made(opened: OpenMinutes) -> Minutes:
    if opened.minutes is None:
        raise NotAllowed
    return opened.minutes


def _agency(opened: OpenMinutes, typed: str) -> Agency | None:
    """The agency to preview for. :raises NotAllowed: the person may not preview, or there is no such agency."""
    if not typed:
        return None
    known = {str(agency.id): agency for agency in agencies_concerned(opened.meeting, opened.order)}
    if not opened.leads or typed not in known:
        raise NotAllowed
    return known[typed]


def _back(meeting_id: UUID, number: int = 0) -> ResponseReturnValue:
    anchor = f"case-{number}" if number else None
    return redirect(url_for("minutes.minutes", meeting_id=meeting_id, _anchor=anchor), 303)
