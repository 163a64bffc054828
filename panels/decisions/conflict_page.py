"""Two people saved the same case: both texts on one page, and three ways to go on. No line is lost."""

from uuid import uuid4

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.once import FIELD as ONCE
from casework.errors import Stale
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from panels.decisions.access import OpenItem
from panels.decisions.forms import LiveForm, typed_in
from panels.decisions.live_page import words_of
from panels.decisions.service import record_of, typed_of
from panels.decisions.typed import Typed, differing

CHOICES = (
    {"text": "Keep mine as a note", "value": "note"},
    {"text": "Use mine", "value": "mine", "kind": "secondary"},
    {"text": "Use theirs", "value": "theirs", "kind": "secondary"},
)
NOT_SENT_AGAIN = frozenset({"csrf_token", "version", "choice", ONCE})


def conflict_page(opened: OpenItem, form: LiveForm, stale: Stale) -> ResponseReturnValue:
    """Both versions side by side; the form carries everything typed once more."""
    panel = panel_types.get(opened.meeting.panel)
    mine, theirs = typed_in(form, panel), typed_of(record_of(opened.item))
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_SENT_AGAIN]
    page = render_template(
        "errors/conflict.html",
        saved_by=stale.by,
        yours=[*_parts(panel, mine, theirs), *_additions(mine)],
        theirs=_parts(panel, theirs, mine),
        action=url_for("decisions.save", meeting_id=opened.meeting.id, number=opened.place.number),
        fields=[*fields, ("version", str(stale.version)), (ONCE, str(uuid4()))],
        choices=CHOICES,
    )
    return page, 409


def note_words(panel: PanelType, mine: Typed, standing: Typed) -> str:
    """One's own version as the words of a note: every part in which it differs."""
    words = words_of(panel, mine)
    return "\n".join(f"{words[name][0]}: {words[name][1] or 'nothing'}" for name in differing(mine, standing))


def _parts(panel: PanelType, typed: Typed, other: Typed) -> list[dict[str, str]]:
    words = words_of(panel, typed)
    return [{"label": words[name][0], "text": words[name][1], "lang": ""} for name in differing(typed, other)]


def _additions(typed: Typed) -> list[dict[str, str]]:
    rows = [f"{action.text} {action.why} {action.officer}".strip() for action in typed.actions if not action.is_blank()]
    added = [("Action", row) for row in rows] + ([("Disagreement", typed.dissent_words)] if typed.dissent_words else [])
    return [{"label": label, "text": text, "lang": ""} for label, text in added]
