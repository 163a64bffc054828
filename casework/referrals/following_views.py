"""What the author sees and can do after sending."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from casework.errors import Refused
from casework.letters.access import letters_about_referral
from casework.letters.reading import mark_read
from casework.letters.referrers import occasions_told
from casework.letters.text import parts_of
from casework.panel_settings.wordless import worded
from casework.panel_type.registry import panel_types
from casework.referrals import answers, following
from casework.referrals.access import OWN, OpenReferral
from casework.referrals.blueprint import blueprint
from casework.referrals.forms import ReplyForm, UrgentForm, WithdrawForm
from casework.referrals.models import MORE_INFO, REJECT, URGENT, WITHDRAW, Referral, TriageDecision
from casework.referrals.narrative import Shown, blocks
from casework.referrals.next_steps import steps_after
from casework.referrals.opening import open_sent
from casework.referrals.risk import assessed
from casework.referrals.telling import occasion_of
from inputs import PageForm

Page = Response | str | tuple[str, int]


@blueprint.route("/refer/<uuid:referral_id>/reply", methods=["GET", "POST"])
@permission_required(OWN)
def reply(referral_id: UUID) -> Page:
    """Answer the panel team's question."""
    referral = open_sent(referral_id).referral
    question = following.open_question(referral)
    form = worded(ReplyForm, referral.panel, reasons=["reply"])()
    if question is None:
        return redirect(f"/refer/{referral.id}", 303)
    if form.validate_on_submit():
        following.reply(actor=current_actor(), referral=referral, text=form.reply.data)
        flash(f"Your answer about {referral.reference} was sent.", "success")
        return redirect(f"/refer/{referral.id}", 303)
    return _page("reply.html", referral, form, question=question)


@blueprint.route("/refer/<uuid:referral_id>/urgent", methods=["GET", "POST"])
@permission_required(OWN)
def urgent(referral_id: UUID) -> Page:
    """Say that it cannot wait for the next meeting."""
    referral = open_sent(referral_id).referral
    form = worded(UrgentForm, referral.panel, reasons=["reason"])()
    if form.validate_on_submit() and _done(
        form, lambda: following.ask_urgent(actor=current_actor(), referral=referral, reason=form.reason.data)
    ):
        flash(f"We asked the chair to look at {referral.reference} now.", "success")
        return redirect(f"/refer/{referral.id}", 303)
    return _page("urgent.html", referral, form)


@blueprint.route("/refer/<uuid:referral_id>/withdrawal", methods=["GET", "POST"])
@permission_required(OWN)
def withdrawal(referral_id: UUID) -> Page:
    """Take the referral back."""
    referral = open_sent(referral_id).referral
    form = worded(WithdrawForm, referral.panel, reasons=["reason"])()
    if form.validate_on_submit() and _done(
        form, lambda: following.withdraw(actor=current_actor(), referral=referral, reason=form.reason.data)
    ):
        flash(f"{referral.reference} was withdrawn.", "success")
        return redirect(f"/refer/{referral.id}", 303)
    return _page("withdrawal.html", referral, form)


def sent_page(opened: OpenReferral) -> str:
    """What was sent and how it stands."""
    referral = opened.referral
    question = following.open_question(referral)
    told = answers.answers_of(referral, restricted=opened.restricted_open)
    return render_template(
        "casework/referrals/sent_referral.html",
        referral=referral,
        panel=panel_types.get(referral.panel),
        words=following.referrer_words(referral),
        steps=steps_after(referral) if referral.case is None else [],
        question=question,
        letters=_letters(referral, question),
        told=_told_of(referral),
        cards=blocks(answers.form_of(referral), told, Shown(blank=False, monitoring=True)),
        found=assessed(referral),
        may_withdraw=following.can_withdraw(referral),
        may_ask_urgent=following.can_ask_urgent(referral),
    )


def _letters(referral: Referral, question: TriageDecision | None) -> list[dict[str, Any]]:
    """The letters to the author about this referral, newest first; not the one that asks what stands above as asked."""
    asked = occasion_of(question) if question else ""
    found = letters_about_referral(current_actor(), referral.id)
    mark_read(found)
    return [
        {"title": letter.title, "at": letter.sent_on, "parts": parts_of(letter.body or ""), "id": letter.id}
        for letter in reversed(found)
        if not asked or letter.occasion != asked
    ]


def _told_of(referral: Referral) -> list[dict[str, Any]]:
    """What the author said, and what was said to them where no letter says it; never the panel's own reasons."""
    reasons = {reason.value: reason.label for reason in panel_types.get(referral.panel).referral_reasons.reject}
    by_letter = occasions_told(referral.id)
    return [
        line
        for decision in referral.decisions
        for line in _lines(decision, reasons, told=occasion_of(decision) in by_letter)
    ]


def _lines(decision: TriageDecision, reasons: dict[str, str], *, told: bool) -> list[dict[str, Any]]:
    at = decision.decided_at
    if decision.option == MORE_INFO:
        asked = [] if told else [{"title": "You were asked for more", "text": decision.advice, "at": at}]
        answered = [{"title": "You answered", "text": decision.reply, "at": decision.replied_at}]
        return asked + (answered if decision.replied_at else [])
    if decision.option == REJECT and decision.confirmed_at is not None:
        if told:
            return []
        title = reasons.get(decision.prepared or "", "The panel did not take this referral")
        return [{"title": title, "text": decision.advice, "at": decision.confirmed_at}]
    if decision.option == URGENT:
        return [
            {"title": _urgent_words(decision), "text": "", "at": decision.confirmed_at or decision.declined_at or at}
        ]
    return (
        [{"title": "You withdrew this referral", "text": decision.reason, "at": at}]
        if decision.option == WITHDRAW
        else []
    )


def _urgent_words(decision: TriageDecision) -> str:
    if decision.confirmed_at is not None:
        return "The chair agreed that this cannot wait"
    return (
        "The chair did not agree that this cannot wait"
        if decision.declined_at
        else "Marked as urgent, waiting for the chair"
    )


def _done(form: PageForm, verb: Any) -> bool:
    try:
        verb()
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        return False
    return True


def _page(template: str, referral: Referral, form: PageForm, **values: Any) -> Page:
    page = render_template(
        f"casework/referrals/{template}",
        referral=referral,
        panel=panel_types.get(referral.panel),
        form=form,
        **values,
    )
    return (page, 422) if form.errors else page
