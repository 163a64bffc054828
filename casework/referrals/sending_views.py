"""Check your answers, send, and the receipt with its copy."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response as FlaskResponse
from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from casework.panel_settings.named_pages import copy_line
from casework.panel_type.prompts import prompts_for
from casework.panel_type.questions import Answers, Section
from casework.panel_type.registry import panel_types
from casework.referrals import answers, meaning
from casework.referrals.access import OWN
from casework.referrals.blueprint import blueprint
from casework.referrals.copy import referral_pdf
from casework.referrals.models import Referral
from casework.referrals.narrative import Block, Shown, section_blocks
from casework.referrals.next_steps import steps_after
from casework.referrals.opening import open_draft, open_sent
from casework.referrals.risk import RISK, RISK_TITLE, assessed
from casework.referrals.submission import Missing, missing_from, submit
from inputs import PageForm


@blueprint.route("/refer/<uuid:referral_id>/check", methods=["GET", "POST"])
@permission_required("referral.write")
def check(referral_id: UUID) -> Response | str | tuple[str, int]:
    """All answers with a way to change each; then send. What is missing is listed, with a link to where it belongs."""
    referral = open_draft(referral_id)
    form = PageForm()
    missing = missing_from(referral)
    if form.validate_on_submit() and not missing:
        submit(actor=current_actor(), referral=referral)
        return redirect(f"/refer/{referral.id}/sent", 303)
    page = _check_page(referral, form, missing, sending=request.method == "POST")
    return (page, 422) if request.method == "POST" else page


@blueprint.get("/refer/<uuid:referral_id>/sent")
@permission_required(OWN)
def sent(referral_id: UUID) -> Response | str:
    """The receipt: reference, what happens next and when, and a copy to keep."""
    referral = open_sent(referral_id).referral
    return render_template(
        "casework/referrals/sent.html",
        referral=referral,
        panel=panel_types.get(referral.panel),
        steps=steps_after(referral),
    )


@blueprint.get("/refer/<uuid:referral_id>/copy")
@permission_required(OWN)
def copy(referral_id: UUID) -> Response:
    """The PDF copy. Its file name is the reference and says nothing else."""
    referral = open_sent(referral_id, event="referral.copy").referral
    made = referral_pdf(referral, copy_line(current_actor(), referral.panel))
    answer = FlaskResponse(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{referral.reference}.pdf"'
    return answer


def _check_page(referral: Referral, form: PageForm, missing: list[Missing], *, sending: bool) -> str:
    told = answers.answers_of(referral, restricted=True)
    panel = panel_types.get(referral.panel)
    found = assessed(referral)
    show = "show" in request.args
    shown = Shown(hidden_address=show, restricted=show, monitoring=True)
    return render_template(
        "casework/referrals/check.html",
        referral=referral,
        panel=panel,
        form=form,
        missing=missing if sending else [],
        to_do=[] if sending else list(dict.fromkeys(one.section.title for one in missing)),
        cards=list(_cards(referral, told, shown)),
        found=found,
        view=meaning.own_view(told),
        prompts=prompts_for(panel.prompts, told, found.score.prompts if found else ()),
        showing=show,
        has_errors=bool(missing) and sending,
    )


def _cards(referral: Referral, told: Answers, shown: Shown) -> Iterator[dict[str, Any]]:
    """The answers in the order of the task list. The risk questions have a card without rows: the page draws it."""
    form = answers.form_of(referral)
    risk = {"title": RISK_TITLE, "rows": [], "href": f"/refer/{referral.id}/{RISK}", "shut": False, "is_risk": True}
    for section in form.sections:
        if section.id == meaning.ASSESSMENT:
            yield risk
        found = section_blocks(section, told.get(section.id), shown)
        yield from (_card(referral, block) for block in found)
        if not found:
            yield _empty_card(referral, section, "Nothing to add" if section.id in told else "Not provided")
    if not meaning.asks_why_not(form):
        yield risk


def _empty_card(referral: Referral, section: Section, words: str) -> dict[str, Any]:
    rows = [{"key": section.title, "value": words}]
    href = f"/refer/{referral.id}/{section.id}"
    return {"title": section.title, "rows": rows, "href": href, "shut": False, "is_risk": False}


def _card(referral: Referral, block: Block) -> dict[str, Any]:
    base = f"/refer/{referral.id}/{block.section.id}"
    numbers = answers.item_numbers(referral, block.section.id) if block.number else []
    href = f"{base}/{numbers[block.number - 1]}" if numbers else base
    rows = [
        {
            "key": line.label,
            "value": line.words,
            "change_href": f"{href}#{line.question_id}",
            "hidden": f"{line.label}, {block.title}",
        }
        for line in block.lines
    ]
    return {
        "title": block.title,
        "rows": rows,
        "href": href,
        "shut": any(line.shut for line in block.lines),
        "is_risk": False,
    }
