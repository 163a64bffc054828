"""What a resident said, and its translation, on the side of staff."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.policy import may
from casework.errors import Refused, show
from casework.referrals.access import TRIAGE, relationships
from casework.referrals.blueprint import blueprint
from casework.referrals.forms import TranslationForm
from casework.referrals.models import Referral
from casework.referrals.resident_notes import KIND_WORDS, translate, translation_words
from casework.referrals.resident_notes_access import READ, note_for
from wording.languages import SOURCE


@blueprint.route("/added/<uuid:note_id>", methods=["GET", "POST"])
@permission_required(READ)
def resident_note(note_id: UUID) -> ResponseReturnValue:
    """One note: what it says, and for whoever triages the box for its translation."""
    actor = current_actor()
    note, referral = note_for(actor, note_id, TRIAGE if request.method == "POST" else READ)
    form = TranslationForm()
    if form.validate_on_submit():
        try:
            translate(actor=actor, note=note, text=form.translation.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash("The translation is kept.", "success")
            return redirect(_home(referral), 303)
    text = render_template(
        "casework/triage/resident_note.html",
        note=note,
        referral=referral,
        title=KIND_WORDS[note.kind],
        form=form,
        back=_home(referral),
        translation=translation_words(note),
        may_translate=may(actor, TRIAGE, referral.panel, relationships(actor, referral)),
        foreign=note.language != SOURCE and note.translate_by is not None,
    )
    return (text, 422) if form.errors else text


def _home(referral: Referral) -> str:
    return f"/cases/{referral.case.reference}" if referral.case is not None else f"/triage/{referral.reference}"
