"""Views of actions: the tracker, one action, and the actions of a case."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.accounts.service import agencies, people_of
from auth.current import current_actor, permission_required, signed_in
from auth.policy import may
from auth.roles import Actor
from casework.actions.access import OpenAction, action_for, actions_of_case, case_named
from casework.actions.forms import ActionForm, HandOverForm, MoreTimeForm, ReportForm
from casework.actions.listing import FILTERS, actions_wanted
from casework.actions.models import Action
from casework.actions.pages import action_row, days_left, officer_of
from casework.actions.rules import STANDING, STATUS_COLOURS, STATUS_TITLES, is_vague, standing
from casework.actions.service import add_action, chase, give_more_time, hand_over, report_on_action
from casework.cases.access import OpenCase, case_for
from casework.cases.pages import page
from casework.errors import Refused, Stale, show
from casework.panel_settings.narrative import instead_of_words
from casework.panel_settings.wordless import worded
from inputs import Option
from wording.dates import today, uk_date

blueprint = Blueprint("actions", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.get("/actions")
@signed_in
def tracker() -> str:
    """The actions of the person's agency, and of the panels the person runs; late ones first."""
    which = request.args.get("which", "")
    which = which if which in FILTERS else "standing"
    actor = current_actor()
    rows = [action_row(one, named=case_named(actor, one.panel)) for one in actions_wanted(actor, which)]
    return render_template("casework/actions/tracker.html", rows=rows, which=which, filters=FILTERS)


@blueprint.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
@permission_required("action.own")
def action(action_id: UUID) -> Answer:
    """One action: what, why, by when, what visitors must know; and reporting on it."""
    actor = current_actor()
    opened = action_for(actor, action_id)
    form = worded(ReportForm, opened.action.panel, reasons=["text"])(data={"version": opened.action.version})
    if request.form.get("choice") == "theirs":
        return redirect(f"/actions/{action_id}", 303)
    if form.validate_on_submit():
        try:
            _report(actor, action_id, form)
        except Refused as refused:
            show(form, refused)
        except Stale as stale:
            return _both_reports(form, action_id, stale)
        else:
            flash("Your report is saved.", "success")
            return redirect(f"/actions/{action_id}", 303)
    return _page(actor, opened, form)


@blueprint.post("/actions/<uuid:action_id>/reminder")
@permission_required("action.manage")
def reminder(action_id: UUID) -> Answer:
    """Remind the owner."""
    actor = current_actor()
    opened = action_for(actor, action_id, "action.manage", event="action.chase")
    try:
        chase(actor=actor, action=opened.action)
    except Refused as refused:
        flash(str(refused), "warning")
    else:
        flash("The owner is reminded. The mail says only that something is late.", "success")
    return redirect(f"/actions/{action_id}", 303)


@blueprint.route("/actions/<uuid:action_id>/more-time", methods=["GET", "POST"])
@permission_required("action.manage")
def more_time(action_id: UUID) -> Answer:
    """Give more time."""
    actor = current_actor()
    opened = action_for(actor, action_id, "action.manage", event="action.change")
    asked = next((update.due_on for update in reversed(opened.action.updates) if update.due_on), None)
    form = worded(MoreTimeForm, opened.action.panel, reasons=["text"])(data={"due_on": asked})
    if form.validate_on_submit():
        try:
            give_more_time(actor=actor, action=opened.action, due_on=form.due_on.data, text=form.text.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash("The new day is set and the owner is told.", "success")
            return redirect(f"/actions/{action_id}", 303)
    text = render_template("casework/actions/more_time.html", form=form, action=opened.action)
    return (text, 422) if form.errors else text


@blueprint.route("/actions/<uuid:action_id>/hand-over", methods=["GET", "POST"])
@permission_required("action.manage")
def handing_over(action_id: UUID) -> Answer:
    """Settle an action by saying where it goes on."""
    actor = current_actor()
    opened = action_for(actor, action_id, "action.manage", event="action.change")
    form = worded(HandOverForm, opened.action.panel, reasons=["text"])()
    if form.validate_on_submit():
        try:
            hand_over(actor=actor, action=opened.action, text=form.text.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash("The action is settled: it goes on elsewhere.", "success")
            return redirect(f"/actions/{action_id}", 303)
    text = render_template("casework/actions/hand_over.html", form=form, action=opened.action)
    return (text, 422) if form.errors else text


@blueprint.get("/cases/<reference>/actions")
@permission_required("case.read")
def of_case(reference: str) -> str:
    """The actions of one case."""
    actor = current_actor()
    opened = case_for(actor, reference)
    found = actions_of_case(actor, opened.case)
    standing_rows = [action_row(one) for one in found if one.status in STANDING]
    settled_rows = [action_row(one) for one in found if one.status not in STANDING]
    context = page(
        opened,
        actor,
        "/actions",
        standing_rows=standing_rows,
        settled_rows=settled_rows,
        may_add=may(actor, "action.manage", opened.case.panel, opened.relationships),
    )
    return render_template("casework/actions/of_case.html", **context)


@blueprint.route("/cases/<reference>/actions/new", methods=["GET", "POST"])
@permission_required("action.manage")
def new(reference: str) -> Answer:
    """Give an agency something to do on this case."""
    actor = current_actor()
    opened = case_for(actor, reference, "action.manage", event="case.change")
    form = worded(ActionForm, opened.case.panel, actions=["text"], gone=["why", "measure"])()
    vague = False
    _fill_choices(form)
    if form.validate_on_submit():
        typed = not instead_of_words(opened.case.panel)
        vague = typed and is_vague(form.text.data, form.measure.data) and not form.as_it_is.data
        if not vague and _add(actor, opened, form):
            flash("The action is given and its owner is told.", "success")
            return redirect(f"/cases/{reference}/actions", 303)
    text = render_template("casework/actions/new.html", form=form, vague=vague, **page(opened, actor, "/actions"))
    return (text, 422) if form.errors or vague else text


def _add(actor: Actor, opened: OpenCase, form: ActionForm) -> bool:
    try:
        add_action(
            actor=actor,
            case=opened.case,
            text=form.text.data,
            why=form.why.data,
            measure=form.measure.data,
            agency_id=UUID(form.agency_id.data),
            officer_id=UUID(form.officer_id.data) if form.officer_id.data else None,
            officer_name=form.officer_name.data,
            due_on=form.due_on.data,
            by_provider=bool(form.by_provider.data),
        )
    except Refused as refused:
        show(form, refused)
        return False
    return True


def _fill_choices(form: ActionForm) -> None:
    known = agencies()
    form.agency_id.choices = [Option(str(agency.id), agency.name) for agency in known]
    form.officer_id.choices = [
        Option(str(person.id), f"{agency.short_name}: {person.name}")
        for agency in known
        for person in people_of(agency.id)
    ]


def _report(actor: Actor, action_id: UUID, form: ReportForm) -> None:
    opened = action_for(actor, action_id, "action.update", event="action.report")
    report_on_action(
        actor=actor,
        action=opened.action,
        status=form.status.data,
        text=form.text.data,
        due_on=form.due_on.data,
        version=form.version.data,
    )


def _page(actor: Actor, opened: OpenAction, form: ReportForm) -> Answer:
    found: Action = opened.action
    manages = may(actor, "action.manage", found.panel, opened.relationships)
    text = render_template(
        "casework/actions/action.html",
        form=form,
        action=found,
        officer=officer_of(found),
        because_sentence=opened.because.sentence,
        reports=_reports(found),
        standing=standing(found.status, found.due_on, today(), days_left(found.due_on), held=found.is_held()),
        working_days=days_left(found.due_on),
        stands=found.status in STANDING,
        status=STATUS_TITLES[found.status],
        status_colour=STATUS_COLOURS[found.status],
        manages=manages,
        opens_case=may(actor, "case.read", found.panel, opened.relationships),
    )
    return (text, 422) if form.errors else text


def _reports(found: Action) -> list[dict[str, Any]]:
    return [
        {
            "title": STATUS_TITLES[update.status] + (f", {uk_date(update.due_on)}" if update.due_on else ""),
            "text": update.text,
            "at": update.at,
            "by": update.by.name,
        }
        for update in reversed(found.updates)
    ]


def _both_reports(form: ReportForm, action_id: UUID, stale: Stale) -> Response:
    due_on = form.due_on.data
    parts = [("day", due_on.day), ("month", due_on.month), ("year", due_on.year)] if due_on else []
    fields = [
        ("once", ReportForm(formdata=None).once.data),
        ("version", stale.version),
        ("status", form.status.data),
        ("text", form.text.data),
        *[(f"due_on-{part}", value) for part, value in parts],
    ]
    text = render_template(
        "errors/conflict.html",
        yours=[{"label": "", "text": stale.mine}],
        theirs=[{"label": "", "text": stale.theirs}],
        saved_by=stale.by,
        action=f"/actions/{action_id}",
        fields=fields,
        choices=[
            {"text": "Add my report as well", "value": "mine"},
            {"text": "Leave theirs", "value": "theirs", "kind": "secondary"},
        ],
        back_href=f"/actions/{action_id}",
    )
    return make_response(text, 409)
