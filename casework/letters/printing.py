"""A letter on paper: a tagged PDF (PDF/UA-1) whose name and title say nothing about what is in it."""

from pathlib import Path

from flask import current_app

from casework.letters.models import Letter
from casework.letters.rules import TO_STAFF
from casework.letters.standing import template_of
from casework.letters.text import as_data, parts_of
from casework.panel_type.letter_templates import To
from casework.panel_type.registry import panel_types
from extensions import present_settings
from wording.dates import uk_date
from wording.typesetting import set_pdf

TEMPLATE = "documents/letter.typ"
FILE_NAME = "letter.pdf"
LARGE = "large"
SIZES = {False: 12, True: 18}
"""Points. Large print is 16 or more (UK Association for Accessible Formats); a letter to a resident has 14."""
TO_RESIDENTS = 14


def letter_pdf(letter: Letter, *, large: bool = False, copy_for: str = "") -> bytes:
    """An opened letter as a PDF; ``large`` in large print. ``copy_for``: whose copy it is, on every page."""
    root = Path(current_app.root_path)
    data = {**print_data(letter, large=large), "copy_for": copy_for}
    return set_pdf(
        root / "templates" / TEMPLATE,
        root=root / "templates",
        fonts=root / "static" / "built" / "fonts",
        inputs={"data": data},
    )


def print_data(letter: Letter, *, large: bool) -> dict[str, object]:
    """What stands on the paper. Only what goes to officers bears the panel's marking: on a kitchen table it would tell
    whoever sees it what the letter is about."""
    settings = present_settings()
    to_staff = To(letter.to) in TO_STAFF
    return {
        "title": template_of(letter).neutral_title,
        "heading": letter.title or "",
        "from": settings.partnership_name,
        "day": uk_date(letter.sent_on or letter.approved_at or letter.drafted_at),
        "marking": panel_types.get(letter.panel).marking if to_staff else "",
        "draft": "" if letter.approved_at or letter.sent_at else "Draft: not approved",
        "size": SIZES[large] if large or to_staff else TO_RESIDENTS,
        "parts": as_data(parts_of(letter.body or "")),
    }
