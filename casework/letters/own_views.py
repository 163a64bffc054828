"""Letters to officers and agencies, read by them here."""

from uuid import UUID

from flask import render_template

from auth.current import current_actor, permission_required, signed_in
from casework.letters.access import own_letter, own_letters
from casework.letters.blueprint import blueprint
from casework.letters.reading import mark_read
from casework.letters.text import parts_of


@blueprint.get("/letters")
@signed_in
def mine() -> str:
    """Every letter to this person or their agency."""
    return render_template("casework/letters/mine.html", letters=own_letters(current_actor()))


@blueprint.get("/letters/<uuid:letter_id>")
@permission_required("letter.own")
def own(letter_id: UUID) -> str:
    """One of them."""
    opened = own_letter(current_actor(), letter_id)
    mark_read([opened.letter])
    return render_template(
        "casework/letters/own.html",
        letter=opened.letter,
        because=opened.because.sentence,
        parts=parts_of(opened.letter.body or ""),
    )
