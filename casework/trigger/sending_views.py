"""Checking the answers, sending them, and what comes then."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from casework.errors import Refused
from casework.referrals.area import outside_in
from casework.trigger.access import READ, WRITE, OpenRequest
from casework.trigger.blueprint import blueprint
from casework.trigger.files import count
from casework.trigger.forms import StartForm
from casework.trigger.journey import CHECK, steps
from casework.trigger.marks import resident
from casework.trigger.opening import open_draft, open_sent
from casework.trigger.rules import number_words
from casework.trigger.service import missing, outlook, promised, send, told
from casework.trigger.summary import check_pages
from casework.trigger.words import day_said, section_said
from extensions import present_settings
from wording.languages import current_language, gettext


@blueprint.get("/form/check")
@resident
def check() -> ResponseReturnValue:
    """Everything she said, page by page, to change or to send."""
    opened = open_draft(READ)
    opened.request.last_page = CHECK
    return _check_page(opened, StartForm())


@blueprint.post("/form/check")
@resident
def check_sent() -> ResponseReturnValue:
    """Send it; what is missing is said with a way to it."""
    opened, form = open_draft(WRITE), StartForm()
    if not form.validate_on_submit():
        return _check_page(opened, form)
    try:
        send(opened=opened, language=current_language())
    except Refused:
        return _check_page(opened, form, wanted=True)
    return redirect("/form/sent", 303)


@blueprint.get("/form/sent")
@resident
def sent() -> ResponseReturnValue:
    """The number again, and what happens next and by when."""
    opened = open_sent()
    return render_template(
        "trigger/sent.html",
        number=number_words(opened.request.number),
        steps=[(day_said(day), gettext(words)) for day, words in promised(opened)],
        has_pin=opened.request.pin_hash is not None,
        was_counted=opened.request.was_counted,
    )


def _check_page(opened: OpenRequest, form: StartForm, *, wanted: bool = False) -> ResponseReturnValue:
    answers = told(opened)
    return render_template(
        "trigger/check.html",
        form=form,
        pages=check_pages(opened.door, answers),
        missing=_missing(opened) if wanted else [],
        outlook=gettext(outlook(opened)),
        files=count(opened.referral.id),
        outside=outside_in(opened.door.form, answers, present_settings().area_postcodes),
    )


def _missing(opened: OpenRequest) -> list[tuple[str, str]]:
    """What is missing, and the address where it is put right."""
    found = []
    for one in missing(opened):
        message = section_said(one.section).question(one.problem.question_id).error if one.problem.question_id else ""
        found.append(
            (
                message or gettext("Something is missing on this page"),
                _place(opened, one.section.id, one.problem.question_id, one.item),
            )
        )
    return found


def _place(opened: OpenRequest, section: str, question: str, item: int | None) -> str:
    for step in steps(opened.door, told(opened)):
        for part in step.parts:
            if part.section == section and question in part.questions and part.item == (item or 0):
                return step.path
    return opened.door.pages[0].key
