"""A copy of a sent referral for the referrer's own system: a tagged PDF (PDF/UA-1).

A hidden address and an NHS number are never in it, nor a phone number while contact is not safe: a file leaves the
service, and its locks with it.
"""

from pathlib import Path

from flask import current_app

from casework.panel_type.registry import panel_types
from casework.referrals import answers
from casework.referrals.models import Referral
from casework.referrals.narrative import Shown, blocks
from casework.referrals.resident_contact import is_stopped
from casework.referrals.risk import assessed
from wording.dates import uk_datetime
from wording.typesetting import set_pdf

TEMPLATE = "documents/referral.typ"


def referral_pdf(referral: Referral, copy_for: str = "") -> bytes:
    """The sent referral as a PDF. The referral is open. ``copy_for``: whose copy it is, on every page."""
    root = Path(current_app.root_path)
    return set_pdf(
        root / "templates" / TEMPLATE,
        root=root / "templates",
        fonts=root / "static" / "built" / "fonts",
        inputs={"data": {**copy_data(referral), "copy_for": copy_for}},
    )


def copy_data(referral: Referral) -> dict[str, object]:
    """What the printed copy says."""
    panel = panel_types.get(referral.panel)
    told = answers.answers_of(referral, restricted=True)
    found = blocks(
        answers.form_of(referral), told, Shown(contact=not is_stopped(referral), blank=False, monitoring=True)
    )
    return {
        "title": f"Referral {referral.reference}",
        "marking": panel.marking,
        "panel": panel.name,
        "sent": f"Sent {uk_datetime(referral.submitted_at)} by {referral.author.name}, {referral.agency.name}",
        "risk": _risk_words(referral),
        "blocks": [
            {
                "title": block.title,
                "lines": [{"label": line.label, "words": line.words} for line in block.lines],
                "blank": "; ".join(block.blank_words),
            }
            for block in found
        ],
    }


def _risk_words(referral: Referral) -> list[dict[str, str]]:
    found = assessed(referral)
    if found is None or not found.begun:
        return []
    rows = [{"label": "Total", "words": f"{found.score.total} of {found.score.maximum}"}]
    rows.append({"label": "Level by the score", "words": found.tool.band(found.score.band).title})
    labels = {
        question.id: {option.value: option.text for option in question.options} for question in found.tool.questions
    }
    for question in found.tool.questions:
        given = found.answers.get(question.id) or []
        values = [given] if isinstance(given, str) else given
        words = "; ".join(labels[question.id].get(value, value) for value in values)
        rows.append({"label": question.text, "words": words or "Not answered"})
    return rows
