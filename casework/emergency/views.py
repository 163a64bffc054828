"""Pages of emergency access: ask, end, the list of reviews, one review."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.roles import Actor
from casework.emergency import access as doors
from casework.emergency import figures as numbers
from casework.emergency import queue, rules, service
from casework.emergency.alerts import who_is_told
from casework.emergency.forms import AnswerForm, AskForm, ReviewForm
from casework.emergency.models import EmergencyAccess
from casework.errors import Refused, show
from extensions import now
from inputs import PageForm

blueprint = Blueprint("emergency", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.route("/cases/emergency", methods=["GET", "POST"])
@permission_required(doors.ASK)
def ask() -> Answer:
    """What happens, who is told and for how long; then the reference and the reason."""
    actor = current_actor()
    doors.door_to_ask(actor, service.last_of(actor))
    form = AskForm()
    if form.validate_on_submit():
        try:
            case, begun = service.begin(
                actor=actor, reference=form.reference.data, kind=form.kind.data, reason=form.reason.data
            )
        except Refused as refused:
            show(form, refused)
        else:
            flash(*_begun(begun))
            return redirect(f"/cases/{case.reference}", 303)
    text = render_template(
        "casework/emergency/ask.html",
        form=form,
        told=who_is_told(actor),
        blocked=service.BLOCKED if service.is_blocked(actor) else "",
        own=queue.own_of(actor),
        days=rules.REVIEW_DAYS,
    )
    return (text, 422) if form.errors or form.form_errors else text


@blueprint.post("/emergency/<uuid:access_id>/ending")
@permission_required(doors.OWN)
def ending(access_id: UUID) -> Answer:
    """End one's own emergency access now."""
    access = service.end(actor=current_actor(), access_id=access_id)
    flash(f"The emergency access to {access.case.reference} has ended. It is reviewed now.", "success")
    return redirect("/home", 303)


@blueprint.get("/emergency")
@permission_required(doors.RECORD)
def reviews() -> Answer:
    """What is to review, and what was reviewed."""
    actor = current_actor()
    waiting, done = queue.to_review(actor), queue.to_review(actor, done=True)
    return render_template("casework/emergency/reviews.html", waiting=waiting, done=done, days=rules.REVIEW_DAYS)


@blueprint.get("/emergency/figures")
@permission_required(doors.FIGURES)
def figures() -> Answer:
    """How often it was used, by month and agency, and how the reviews went."""
    actor = current_actor()
    months = numbers.figures_for(actor)
    own = not actor.has_no_case()
    return render_template("casework/emergency/figures.html", months=months, own=own, days=rules.REVIEW_DAYS)


@blueprint.get("/emergency/<uuid:access_id>")
@permission_required(doors.RECORD)
def one(access_id: UUID) -> Answer:
    """How one emergency access was used and reviewed, for whoever used it or sees into it."""
    actor = current_actor()
    return _page(actor, doors.record_for(actor, access_id))


@blueprint.post("/emergency/<uuid:access_id>/review")
@permission_required(doors.REVIEW)
def review(access_id: UUID) -> Answer:
    """Say whether it was justified, or ask."""
    actor, form = current_actor(), ReviewForm()
    access = doors.access_to_review(actor, access_id, event=doors.RECORD)
    if form.validate_on_submit():
        try:
            service.review(actor=actor, access_id=access_id, finding=form.finding.data, words=form.words.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash("Your review is recorded.", "success")
            return redirect(f"/emergency/{access_id}", 303)
    return _page(actor, access, form)


@blueprint.post("/emergency/<uuid:access_id>/answer")
@permission_required(doors.OWN)
def answer(access_id: UUID) -> Answer:
    """Answer what the reviewer asked."""
    actor, form = current_actor(), AnswerForm()
    access = doors.own_access(actor, access_id)
    if form.validate_on_submit():
        try:
            service.answer(actor=actor, access_id=access_id, words=form.words.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash("Your answer is recorded. The review goes on.", "success")
            return redirect(f"/emergency/{access_id}", 303)
    return _page(actor, access, form)


def _begun(begun: EmergencyAccess | None) -> tuple[str, str]:
    if begun is None:
        return "You can open this case already. No emergency access was begun.", "information"
    return "Emergency access has begun. Those who must know have been told.", "success"


def _page(actor: Actor, access: EmergencyAccess, form: PageForm | None = None) -> Answer:
    is_own, settled = access.account_id == actor.account_id, access.state in rules.FINAL
    settles = not settled and not access.is_running(now()) and doors.may_settle(actor, access)
    if form is None:
        form = AnswerForm() if is_own else ReviewForm()
    text = render_template(
        "casework/emergency/one.html",
        form=form,
        row=queue.row_of(access),
        access=access,
        steps=access.steps,
        kind=rules.REASON_WORDS[access.kind],
        words={**{one.value: one.label for one in rules.FINDINGS}, rules.MORE: "Question", rules.ANSWER: "Answer"},
        views=queue.views_inside(access),
        is_own=is_own,
        settles=settles,
        answers=is_own and access.state == rules.ASKED,
        same_agency=not is_own and access.agency_id == actor.agency_id,
    )
    return (text, 422) if form.errors or form.form_errors else text
