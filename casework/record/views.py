"""The overview of a case, moving it by hand, and closing it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.policy import may
from auth.roles import Actor
from casework.actions.access import actions_of_case, open_actions
from casework.actions.pages import action_row
from casework.actions.rules import STANDING
from casework.case_forms.pages import overview_of
from casework.cases.access import OpenCase, case_for
from casework.cases.closing import closing_assessment
from casework.cases.forms import MoveForm
from casework.cases.models import Case
from casework.cases.moves import moves_by_hand
from casework.cases.pages import page
from casework.cases.risk_views import charts_of
from casework.cases.timeline import Entry, entries_of
from casework.clocks.service import calendar, clocks_of
from casework.clocks.words import ClockState, state_of
from casework.errors import Refused, show
from casework.handover.service import offered as handed_over
from casework.panel_settings.narrative import instead_of_words
from casework.panel_settings.wordless import worded
from casework.panel_type.registry import panel_types
from casework.record.forms import ClosureForm
from casework.record.service import close_by_hand, move_by_hand
from casework.referrals.resident_notes import shown_notes
from casework.referrals.resident_notes_access import notes_of_case
from extensions import now
from inputs import Option

blueprint = Blueprint("record", __name__)
NEWEST = 8


@blueprint.get("/cases/<reference>")
@permission_required("case.read")
def overview(reference: str) -> str:
    """What happened last, how the risk went, what is to be done."""
    actor = current_actor()
    opened = case_for(actor, reference)
    actions = actions_of_case(actor, opened.case)
    standing = [action for action in actions if action.status in STANDING]
    context = page(
        opened,
        actor,
        "",
        entries=_told(actor, opened.case)[:NEWEST],
        charts=charts_of(opened.case, named=not opened.withheld),
        scored=bool(panel_types.get(opened.case.panel).risk_tools),
        actions=[action_row(action) for action in standing],
        settled=len(actions) - len(standing),
        clocks=_clocks(opened.case),
        steps=_steps(opened),
        forms=overview_of(actor, opened),
        notes=shown_notes(notes_of_case(actor, opened.case.id)),
    )
    return render_template("casework/record/overview.html", **context)


@blueprint.route("/cases/<reference>/closure", methods=["GET", "POST"])
@permission_required("case.close")
def closure(reference: str) -> str | Response | tuple[str, int]:
    """Close the case. What is still missing stands above the form."""
    actor = current_actor()
    opened = case_for(actor, reference, "case.close", event="case.change")
    form = worded(ClosureForm, opened.case.panel, reasons=["victim_told_words"], gone=["text"])()
    reasons = panel_types.get(opened.case.panel).closure_reasons
    form.reason.choices = [Option(reason.value, reason.label) for reason in reasons]
    if form.validate_on_submit():
        try:
            close_by_hand(
                actor=actor,
                case=opened.case,
                reason=form.reason.data,
                victim_told=form.victim_told.data,
                victim_told_words=form.victim_told_words.data,
                text=form.text.data,
            )
        except Refused as refused:
            show(form, refused)
        else:
            flash(f"{reference} is closed.", "success")
            return redirect(f"/cases/{reference}", 303)
    waiting = [action_row(action) for action in open_actions(actor, opened.case)]
    context = page(opened, actor, "", waiting=waiting, assessed=closing_assessment(opened.case))
    text = render_template("casework/record/closure.html", form=form, **context)
    return (text, 422) if form.errors else text


@blueprint.route("/cases/<reference>/state", methods=["GET", "POST"])
@blueprint.route("/cases/<reference>/reopening", methods=["GET", "POST"], endpoint="reopening")
@permission_required("case.reopen")
def move(reference: str) -> str | Response | tuple[str, int]:
    """Move the case by hand, with a reason: bring a review forward, put it back, reopen what was closed by mistake."""
    actor = current_actor()
    opened = case_for(actor, reference, "case.reopen", event="case.change")
    form = worded(MoveForm, opened.case.panel, reasons=["reason"])()
    form.verb.choices = _moves(actor, opened)
    if form.validate_on_submit():
        try:
            move_by_hand(actor=actor, case=opened.case, verb=form.verb.data, reason=form.reason.data)
        except Refused as refused:
            show(form, refused)
        else:
            state = panel_types.get(opened.case.panel).lifecycle.state(opened.case.state).title
            flash(f"{reference} is now at “{state}”.", "success")
            return redirect(f"/cases/{reference}", 303)
    text = render_template("casework/record/move.html", form=form, **page(opened, actor, ""))
    return (text, 422) if form.errors else text


def _moves(actor: Actor, opened: OpenCase) -> list[Option]:
    panel = panel_types.get(opened.case.panel)
    roles = [role.value for role in actor.roles(opened.case.panel)]
    return [
        Option(move.verb, move.title or panel.lifecycle.state(move.target).title)
        for move in moves_by_hand(panel, opened.case.state, roles)
    ]


def _told(actor: Actor, case: Case) -> list[Entry]:
    """What happened, without the stages that a decision led through: the whole timeline has those."""
    found = entries_of(actor, case)
    decided = {entry.at.replace(second=0, microsecond=0) for entry in found if entry.kind == "decision"}
    return [one for one in found if one.kind != "state" or one.at.replace(second=0, microsecond=0) not in decided]


def _clocks(case: Case) -> list[ClockState]:
    """The promises that run on the case now."""
    running = [clock for clock in clocks_of("case", [case.id])[case.id] if clock.is_open()]
    return [state_of(clock, now(), calendar()) for clock in running]


def _steps(opened: OpenCase) -> list[dict[str, Any]]:
    """What this person can do with the case, as links."""
    actor, case = current_actor(), opened.case
    base = f"/cases/{case.reference}"
    ended, words = case.closed_at is not None, not instead_of_words(case.panel)
    scored = bool(panel_types.get(case.panel).risk_tools)
    names = "Give the names back" if case.identity_withheld else "Withhold the names"
    offered = [
        ("case.note", words and not ended, "Add a note", "notes"),
        ("case.assess", not ended and scored, "Assess the risk", "assessments/new"),
        ("action.manage", not ended, "Give an action", "actions/new"),
        ("document.add", words, "Add a document", "documents/new"),
        ("case.assess", not ended, "Set the next review", "review"),
        ("case.reopen", True, "Reopen the case" if ended else "Move the case", "reopening" if ended else "state"),
        ("case.close", not ended, "Close the case", "closure"),
        ("identity.set", bool(case.parties), names, "names"),
        ("conflict.set", True, "Set a conflict of interest", "conflicts"),
    ]
    offered += [("case.pass_on", True, one.title, f"passing-on/{one.key}") for one in handed_over(actor, case)]
    return [
        {"text": text, "href": f"{base}/{path}"}
        for permission, fits, text, path in offered
        if fits and may(actor, permission, case.panel, opened.relationships)
    ]
