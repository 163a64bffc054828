"""Adding notes and correcting them. Two people correcting one note lose neither text."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from casework.cases.access import OpenCase, case_for
from casework.cases.blueprint import blueprint
from casework.cases.forms import NoteForm
from casework.cases.models import Note
from casework.cases.notes import add_note, correct_note, newest_of, note_to_correct
from casework.cases.pages import page
from casework.cases.rules import CHAIR_ONLY
from casework.errors import Refused, Stale, show

THEIRS = "theirs"


@blueprint.route("/cases/<reference>/notes", methods=["GET", "POST"])
@permission_required("case.note")
def notes(reference: str) -> str | Response | tuple[str, int]:
    """Add what the person's agency knows."""
    actor = current_actor()
    opened = case_for(actor, reference, "case.note", event="case.note")
    if request.form.get("choice") == THEIRS:
        return redirect(f"/cases/{reference}/timeline", 303)
    form = NoteForm()
    if form.validate_on_submit():
        try:
            note = add_note(
                actor=actor,
                case=opened.case,
                nature=form.nature.data,
                handling=form.handling.data,
                text=form.text.data,
            )
        except Refused as refused:
            show(form, refused)
        else:
            _say(note, reference)
            return redirect(f"/cases/{reference}/timeline", 303)
    text = render_template("casework/cases/note.html", form=form, **page(opened, actor, "/timeline"))
    return (text, 422) if form.errors else text


@blueprint.route("/cases/<reference>/notes/<uuid:note_id>/correction", methods=["GET", "POST"])
@permission_required("case.note")
def correction(reference: str, note_id: UUID) -> str | Response | tuple[str, int]:
    """Put a note right; the text before stays in the history."""
    actor = current_actor()
    opened = case_for(actor, reference, "case.note", event="case.note")
    note = note_to_correct(actor=actor, case=opened.case, note_id=note_id)
    form = NoteForm(data={"text": note.text, "nature": note.nature, "handling": note.handling})
    if form.validate_on_submit():
        try:
            new = correct_note(
                actor=actor,
                case=opened.case,
                note=note,
                nature=form.nature.data,
                handling=form.handling.data,
                text=form.text.data,
            )
        except Refused as refused:
            show(form, refused)
        except Stale as stale:
            return _both_texts(opened, note, form, stale)
        else:
            _say(new, reference)
            return redirect(f"/cases/{reference}/history", 303)
    context = page(opened, actor, "/timeline", corrects=note)
    text = render_template("casework/cases/note.html", form=form, **context)
    return (text, 422) if form.errors else text


def _both_texts(opened: OpenCase, note: Note, form: NoteForm, stale: Stale) -> Response:
    reference = opened.case.reference
    form.once.data = NoteForm(formdata=None).once.data
    fields = [
        ("once", form.once.data),
        ("text", form.text.data),
        ("nature", form.nature.data),
        ("handling", form.handling.data),
    ]
    text = render_template(
        "errors/conflict.html",
        yours=[{"label": "", "text": stale.mine}],
        theirs=[{"label": "", "text": stale.theirs}],
        saved_by=stale.by,
        saved_at=newest_of(note).written_at,
        action=f"/cases/{reference}/notes",
        fields=fields,
        back_href=f"/cases/{reference}/history",
    )
    return make_response(text, 409)


def _say(note: Note, reference: str) -> None:
    who = ". Only the chair, the vice-chair and the coordinator can read it" if note.handling == CHAIR_ONLY else ""
    flash(f"Note added to {reference}{who}.", "success")
