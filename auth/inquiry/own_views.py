"""The page of whoever was asked by an auditor, and the privacy officers' page of what was found."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from auth.access_log import reading, subjects
from auth.access_log.verdicts import COLOURS, TITLES
from auth.current import current_actor, permission_required, signed_in
from auth.inquiry import evidence, service
from auth.inquiry.access import (
    ANSWER,
    READ,
    TOLD,
    breach_for,
    door_to_breaches,
    door_to_log,
    question_for,
    questions_to,
)
from auth.inquiry.blueprint import blueprint
from auth.inquiry.flags import ASKED, BREACH
from auth.inquiry.forms import AnswerForm
from auth.inquiry.home import STATES, pages_of, references
from auth.inquiry.in_place import breaches_in_place
from auth.inquiry.rules import CROWD, KINDS, NOBODY, counted
from auth.inquiry.service import account_of
from auth.refusals import Refused
from extensions import now


@blueprint.get("/questions-to-you")
@signed_in
def questions() -> ResponseReturnValue:
    """What auditors asked this person; no word of it."""
    found = questions_to(current_actor().account_id)
    stopped = account_of(current_actor().account_id)
    until = stopped.frozen_until if stopped and stopped.is_frozen(now()) else None
    return render_template("auth/inquiry/questions.html", questions=found, asked=ASKED, until=until)


@blueprint.route("/questions-to-you/<uuid:flag_id>", methods=["GET", "POST"])
@permission_required(ANSWER)
def question(flag_id: UUID) -> ResponseReturnValue:
    """What an auditor asks about this person's own looks, and their answer. It names no record."""
    actor, form = current_actor(), AnswerForm()
    row = question_for(actor, flag_id, event="question.open")
    if form.validate_on_submit():
        try:
            service.answer(actor=actor, decision_id=flag_id, words=form.words.data)
        except Refused as refused:
            form.form_errors.append(refused.message)
        else:
            flash("Your answer was sent.", "success")
            return redirect("/questions-to-you", 303)
    said = [step for step in row.steps if step.kind in ("ask", "answer")]
    text = render_template("auth/inquiry/question.html", row=row, said=said, asked=ASKED, words=STATES, form=form)
    return make_response(text, 422 if form.errors or form.form_errors else 200)


@blueprint.get("/audit/breaches")
@permission_required(TOLD)
def breaches() -> ResponseReturnValue:
    """What auditors called a breach, for privacy officers."""
    actor = current_actor()
    in_place = breaches_in_place(actor)
    door_to_breaches(actor, in_place=bool(in_place))
    found = service.decided(actor.account_id, BREACH) if actor.is_privacy_officer() else in_place
    names = references([row.about for row in found if row.kind == CROWD])
    return render_template("auth/inquiry/breaches.html", found=found, kinds=KINDS, names=names)


@blueprint.get("/audit/breaches/<uuid:flag_id>")
@permission_required(TOLD)
def breach(flag_id: UUID) -> ResponseReturnValue:
    """One breach with what was said about it."""
    row = breach_for(current_actor(), flag_id)
    return render_template(
        "auth/inquiry/breach.html",
        row=row,
        nobody=row.about == NOBODY,
        reference=references([row.about]).get(row.about, "a record") if row.kind == CROWD else "",
        kind=KINDS[row.kind],
        counted=counted,
        words=STATES,
    )


@blueprint.get("/audit/trail")
@permission_required(READ)
def trail() -> ResponseReturnValue:
    """What was looked up in the log: an auditor's own; for privacy officers every auditor's. It cannot be narrowed."""
    actor = current_actor()
    if actor.is_privacy_officer():
        door_to_breaches(actor)
        looked = evidence.of_auditors()
    else:
        door_to_log(actor, event="audit.trail")
        looked = evidence.by_person(actor.account_id)
    total = reading.count_where(looked)
    last = max(1, -(-total // reading.PAGE))  # nobody is shown nothing where there is something
    page = min(max(request.args.get("page", 1, int), 1), last)
    lines = reading.lines_where(looked, page=page)
    return render_template(
        "auth/inquiry/trail.html",
        lines=lines,
        page=pages_of("/audit/trail?", total, page),
        own=actor.is_auditor(),
        titles=TITLES,
        colours=COLOURS,
        panels=subjects.panel_titles(),
    )
