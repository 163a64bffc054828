"""An agency's questions on one page, and the three ways to answer one."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required, signed_in
from casework.enquiries.access import enquiry_for, my_enquiries
from casework.enquiries.forms import (
    DEFAULT_RESTRICTION,
    HEADINGS,
    TEXTS,
    CannotShareForm,
    KnownForm,
    KnownOnlyForm,
    UnknownForm,
)
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import KNOWN_WORDS, Known, Restriction
from casework.enquiries.service import Answer, answer
from casework.errors import Refused, Stale
from casework.panel_settings.narrative import instead_of_words
from inputs import PageForm

blueprint = Blueprint("enquiries", __name__)


@blueprint.get("/questions")
@signed_in
def questions() -> ResponseReturnValue:
    """Everything this person's agency is asked, the unanswered first, each with its one-press answer."""
    rows = my_enquiries(current_actor())
    waiting = [row for row in rows if row.answered_at is None]
    return render_template(
        "casework/enquiries/questions.html",
        waiting=waiting,
        answered=[row for row in rows if row.answered_at is not None],
        wordless={row.id for row in waiting if instead_of_words(row.panel)},
        forms={row.id: UnknownForm(formdata=None, version=row.version) for row in waiting},
        known_words=KNOWN_WORDS,
    )


@blueprint.route("/questions/<uuid:enquiry_id>/unknown", methods=["GET", "POST"])
@permission_required("enquiry.answer")
def unknown(enquiry_id: UUID) -> ResponseReturnValue:
    """The agency does not know this person: answered with one press."""
    enquiry = enquiry_for(current_actor(), enquiry_id)
    return _store(
        enquiry, UnknownForm(version=enquiry.version), Answer(Known.NOT_KNOWN, {}), "casework/enquiries/unknown.html"
    )


@blueprint.route("/questions/<uuid:enquiry_id>", methods=["GET", "POST"])
@permission_required("enquiry.answer")
def known(enquiry_id: UUID) -> ResponseReturnValue:
    """What the agency holds that the panel needs; that it knows them, where the panel takes no words about people."""
    enquiry = enquiry_for(current_actor(), enquiry_id)
    if instead_of_words(enquiry.panel):
        bare = KnownOnlyForm(version=enquiry.version)
        return _store(enquiry, bare, Answer(Known.KNOWN, {}), "casework/enquiries/known_only.html")
    form = KnownForm(**_standing(enquiry))
    text = {name: form[name].data or "" for name in TEXTS}
    picked = form.restriction.data
    restriction = Restriction(picked) if picked in set(Restriction) else DEFAULT_RESTRICTION
    return _store(enquiry, form, Answer(Known.KNOWN, text, restriction), "casework/enquiries/known.html")


@blueprint.route("/questions/<uuid:enquiry_id>/cannot-share", methods=["GET", "POST"])
@permission_required("enquiry.answer")
def cannot_share(enquiry_id: UUID) -> ResponseReturnValue:
    """The agency cannot say what it holds, and why."""
    enquiry = enquiry_for(current_actor(), enquiry_id)
    if instead_of_words(enquiry.panel):
        return redirect(url_for("enquiries.known", enquiry_id=enquiry.id), 303)
    form = CannotShareForm(version=enquiry.version, reason=(enquiry.answer or {}).get("reason", ""))
    text = {"reason": form.reason.data or ""}
    return _store(enquiry, form, Answer(Known.CANNOT_SHARE, text), "casework/enquiries/cannot_share.html")


def _store(enquiry: Enquiry, form: PageForm, given: Answer, template: str) -> ResponseReturnValue:
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                version = form.version.data or 0
                answer(actor=current_actor(), enquiry=enquiry, version=version, given=given)
                flash("Your agency’s answer is saved.", "success")
                return redirect(url_for("enquiries.questions"), 303)
            except Refused as refused:
                form[refused.field or "reason"].errors = [refused.message]
            except Stale as stale:
                return _conflict(enquiry, given, stale)
    instead = instead_of_words(enquiry.panel)
    page = render_template(template, form=form, enquiry=enquiry, headings=HEADINGS, instead=instead)
    return page, status


def _standing(enquiry: Enquiry) -> dict[str, object]:
    said = enquiry.answer or {}
    values: dict[str, object] = {name: said.get(name, "") for name in TEXTS}
    restriction = enquiry.restriction if enquiry.known == Known.KNOWN else DEFAULT_RESTRICTION
    return {**values, "restriction": restriction, "version": enquiry.version}


def _conflict(enquiry: Enquiry, given: Answer, stale: Stale) -> ResponseReturnValue:
    mine = [{"label": "Your answer", "text": KNOWN_WORDS[given.known]}]
    mine += [{"label": HEADINGS.get(name, "Reason"), "text": text} for name, text in given.text.items() if text]
    page = render_template(
        "casework/enquiries/conflict.html",
        yours=mine,
        theirs=[{"label": "Answer", "text": stale.theirs}],
        saved_by=stale.by,
        saved_at=enquiry.answered_at,
        back_href=url_for("enquiries.questions"),
        again_href=url_for("enquiries.known", enquiry_id=enquiry.id),
    )
    return page, 409
