"""The page of a note that was written into the wrong case."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.roles import Actor
from casework.cases.access import OpenCase, case_for
from casework.cases.blueprint import blueprint
from casework.cases.forms import NoteMoveForm
from casework.cases.models import Note
from casework.cases.note_moves import may_take_back, move_note, take_back
from casework.cases.notes import note_to_correct
from casework.cases.pages import page
from casework.errors import Refused, show

NOT_THERE = "Enter the reference of a case in which you may write notes"
EVENT = "note.move"


@blueprint.route("/cases/<reference>/notes/<uuid:note_id>/move", methods=["GET", "POST"])
@permission_required("case.note")
def move(reference: str, note_id: UUID) -> str | Response | tuple[str, int]:
    """Move a note to the case that it belongs to; or take one's own back, soon after it was written."""
    actor = current_actor()
    opened = case_for(actor, reference, "case.note", event=EVENT)
    note = note_to_correct(actor=actor, case=opened.case, note_id=note_id)
    form = NoteMoveForm()
    try:
        if request.form.get("do") == "take_back":
            take_back(actor=actor, note=note, case=opened.case)
            return _done(reference, "The note is taken back. Nothing of it stands in this case.")
        if form.validate_on_submit():
            target = _target(actor, form.reference.data)
            move_note(actor=actor, note=note, source=opened.case, target=target.case)
            return _done(reference, f"The note stands in {target.case.reference} now, and not here.")
    except Refused as refused:
        show(form, refused)
    return _page(actor, opened, note, form)


def _target(actor: Actor, typed: str) -> OpenCase:
    """The case that was typed, opened to write in.

    :raises Refused: there is none, or it is not this person's: in the same words.
    """
    try:
        return case_for(actor, typed.strip().upper(), "case.note", event=EVENT)
    except NotAllowed:
        raise Refused(NOT_THERE, "reference") from None


def _done(reference: str, said: str) -> Response:
    flash(f"{said} Papers of a meeting that were taken away before still have it: ask for these copies.", "success")
    return redirect(f"/cases/{reference}/timeline", 303)


def _page(actor: Actor, opened: OpenCase, note: Note, form: NoteMoveForm) -> str | tuple[str, int]:
    context = page(opened, actor, "/timeline", note=note, takes_back=may_take_back(actor, note))
    text = render_template("casework/cases/note_move.html", form=form, **context)
    return (text, 422) if form.errors else text
