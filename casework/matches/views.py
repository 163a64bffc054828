"""Matches across panels, for coordinators."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from casework.errors import Refused, show
from casework.matches.access import READ, door_to_matches, notice_for, notices_for
from casework.matches.models import MatchNotice
from casework.matches.service import CHOICES, DISCLOSURE, coordinators_of, decide
from casework.panel_settings.wordless import worded
from casework.panel_type.registry import panel_types
from inputs import ChoiceField, PageForm, TextField

blueprint = Blueprint("matches", __name__)
WORDS = {choice.value: choice.label for choice in CHOICES}


class MatchForm(PageForm):
    """What is done about a match."""

    choice = ChoiceField("What do you do about it?", choices=CHOICES, required="Select what you do about it")
    why = TextField(
        "Why, or what you asked",
        max_length=2000,
        required="Enter why, or what you asked",
        hint="For this panel's record",
    )


@blueprint.get("/matches")
@permission_required(READ)
def matches() -> str:
    """What waits for a decision, and what was decided."""
    actor = current_actor()
    door_to_matches(actor)
    return render_template(
        "casework/matches/list.html",
        waiting=[_row(notice) for notice in notices_for(actor)],
        decided=[_row(notice) for notice in notices_for(actor, answered=True)],
    )


@blueprint.route("/matches/<uuid:notice_id>", methods=["GET", "POST"])
@permission_required(READ)
def one(notice_id: UUID) -> Response | str | tuple[str, int]:
    """Decide about one match."""
    actor = current_actor()
    notice = notice_for(actor, notice_id)
    form = worded(MatchForm, notice.panel, reasons=["why"])()
    if form.validate_on_submit():
        try:
            decide(actor=actor, notice=notice, choice=form.choice.data, why=form.why.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash("Your decision about the match is recorded.", "success")
            own = (notice.about or {})["own_reference"]
            return redirect(f"/cases/{own}/forms/disclosure" if notice.choice == DISCLOSURE else "/matches", 303)
    about = notice.about or {}
    text = render_template(
        "casework/matches/one.html", form=form, match=_row(notice), colleagues=coordinators_of(about["other_panel"])
    )
    return (text, 422) if form.errors or form.form_errors else text


def _row(notice: MatchNotice) -> dict[str, object]:
    about = notice.about or {}
    return {
        "id": notice.id,
        "own": about["own_reference"],
        "panel": panel_types.get(notice.panel).name,
        "other": panel_types.get(about["other_panel"]).name,
        "references": ", ".join(about["other_references"]),
        "what": "A person" if about["kind"] == "person" else "An address",
        "found_at": notice.found_at,
        "choice": WORDS.get(notice.choice, ""),
        "why": notice.why or "",
        "by": notice.chosen_by.name if notice.chosen_by else "",
    }
