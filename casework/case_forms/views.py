"""Pages of case forms: what there is, filling in, reading, correcting, and the second person's word."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from casework.case_forms.access import OpenEntry, OpenForm, entry_for, form_for, may_read
from casework.case_forms.entries import case_form_of, entry_in_place_of, questions_of
from casework.case_forms.forms import DeclineForm
from casework.case_forms.models import FormEntry
from casework.case_forms.page_form import (
    ADD,
    Counts,
    blocks_of,
    counts_for,
    counts_posted,
    data_of,
    page_class,
    read,
    show_problems,
)
from casework.case_forms.pages import cards_of, offered_to, rows_of, second_words, status_of, words_of
from casework.case_forms.service import Unfit, confirm, correct, decline, fill_in, is_correctable, may_agree, why_shut
from casework.cases.access import OpenCase, case_for
from casework.cases.facts import facts_of
from casework.cases.pages import page
from casework.errors import Refused, Stale, show
from casework.panel_settings.wordless import worded
from casework.panel_type.case_forms import CaseForm, Second
from casework.panel_type.questions import Answers
from inputs import PageForm

blueprint = Blueprint("case_forms", __name__)
NOT_FOR_YOU = [{"label": "", "text": "What it says is for others of this panel."}]
Answer = Response | str | tuple[str, int]


@blueprint.get("/cases/<reference>/forms")
@permission_required("case.read")
def forms(reference: str) -> str:
    """What may be filled in now, what waits for a second person, and everything that was filled in."""
    actor = current_actor()
    opened = case_for(actor, reference, event="case.forms")
    rows = rows_of(actor, opened.case)
    offered = offered_to(actor, opened, facts_of(opened.case))
    context = page(opened, actor, "/forms", rows=rows, offered=offered)
    return render_template("casework/case_forms/of_case.html", **context)


@blueprint.route("/cases/<reference>/forms/<key>", methods=["GET", "POST"])
@permission_required("case.form")
def fill(reference: str, key: str) -> Answer:
    """Fill in a form."""
    found = form_for(current_actor(), reference, key)
    if request.method == "GET":
        shut = why_shut(found.opened.case, found.form)
        if shut:
            flash(f"{shut}.", "warning")
            return redirect(f"/cases/{reference}/forms", 303)
        return _fresh(found.opened, found.form, {}, _path(found))
    return _save(found.opened, found.form, _path(found), None)


@blueprint.get("/cases/<reference>/forms/<key>/<uuid:entry_id>")
@permission_required("case.read")
def entry(reference: str, key: str, entry_id: UUID) -> str:
    """Read what was filled in; for others than its readers, that it was."""
    found = entry_for(current_actor(), reference, key, entry_id)
    return _entry_page(found, _decline_form(found)(formdata=None))


@blueprint.route("/cases/<reference>/forms/<key>/<uuid:entry_id>/correction", methods=["GET", "POST"])
@permission_required("case.form")
def correction(reference: str, key: str, entry_id: UUID) -> Answer:
    """Put an entry right; what stood before is kept."""
    actor = current_actor()
    found = entry_for(actor, reference, key, entry_id, "case.form")
    form = case_form_of(found.opened.case.panel, key)
    if not found.readable or not is_correctable(actor, found.opened.case, found.entry):
        raise NotAllowed
    path = f"/cases/{reference}/forms/{key}/{entry_id}/correction"
    if request.method == "GET":
        return _fresh(found.opened, form, found.entry.answers or {}, path, corrects=found.entry)
    return _save(found.opened, form, path, found.entry)


@blueprint.post("/cases/<reference>/forms/<key>/<uuid:entry_id>/confirmation")
@permission_required("case.form")
def confirmation(reference: str, key: str, entry_id: UUID) -> Answer:
    """The second person's yes, or their no with a reason."""
    actor = current_actor()
    found = entry_for(actor, reference, key, entry_id, "case.form")
    title, form = questions_of(found.opened.case, found.entry).title, _decline_form(found)()
    if not form.validate():
        return _entry_page(found, form), 422
    try:
        if "agree" in request.form:
            confirm(actor=actor, case=found.opened.case, entry=found.entry)
            flash(f"{title}: you agreed. It counts from now on.", "success")
        else:
            decline(actor=actor, case=found.opened.case, entry=found.entry, reason=form.reason.data)
            flash(f"{title}: you did not agree. It does not count.", "success")
    except Refused as refused:
        show(form, refused)
        return _entry_page(found, form), 422
    return redirect(f"/cases/{reference}/forms/{key}/{entry_id}", 303)


def _fresh(
    opened: OpenCase, form: CaseForm, answers: Answers, action: str, *, corrects: FormEntry | None = None
) -> str:
    counts = counts_for(form.form, answers)
    make = page_class(form.form, counts, current_actor().agency_type)
    return _render(opened, form, make(formdata=None, data=data_of(form.form, answers)), counts, action, corrects)


def _save(opened: OpenCase, form: CaseForm, action: str, corrects: FormEntry | None) -> Answer:
    counts = counts_posted(form.form, request.form)
    web = page_class(form.form, counts, current_actor().agency_type)()
    if ADD in request.form:
        return _render(opened, form, web, counts, action, corrects)
    answers, places = read(form.form, web, counts)
    if web.validate():
        try:
            return _done(opened, _write(opened, form, answers, corrects))
        except Unfit as unfit:
            show_problems(web, unfit, places)
        except Refused as refused:
            web.form_errors.append(refused.message)
        except Stale:
            assert corrects is not None
            return _both(opened, form, answers, corrects)
    return _render(opened, form, web, counts, action, corrects), 422


def _write(opened: OpenCase, form: CaseForm, answers: Answers, corrects: FormEntry | None) -> FormEntry:
    actor, case = current_actor(), opened.case
    if corrects is not None:
        return correct(actor=actor, case=case, entry=corrects, answers=answers)
    return fill_in(actor=actor, case=case, key=form.key, answers=answers)


def _done(opened: OpenCase, made: FormEntry) -> Response:
    reference = opened.case.reference
    title = questions_of(opened.case, made).title
    waits = "It counts once a second person has agreed." if made.waits() else "It counts from now on."
    flash(f"{title}: saved. {waits}", "success")
    return redirect(f"/cases/{reference}/forms", 303)


def _render(
    opened: OpenCase, form: CaseForm, web: PageForm, counts: Counts, action: str, corrects: FormEntry | None
) -> str:
    return render_template(
        "casework/case_forms/fill.html",
        **page(
            opened,
            current_actor(),
            "/forms",
            form=web,
            case_form=form,
            blocks=blocks_of(form.form, web, counts),
            counts=dict(counts),
            action=action,
            corrects=corrects,
            needs_person=form.second is Second.PERSON,
            needs_agency=form.second is Second.AGENCY,
        ),
    )


def _decline_form(found: OpenEntry) -> type[DeclineForm]:
    return worded(DeclineForm, found.opened.case.panel, reasons=["reason"])


def _entry_page(found: OpenEntry, form: DeclineForm) -> str:
    actor, case = current_actor(), found.opened.case
    status, colour = status_of(found.entry)
    base = f"/cases/{case.reference}/forms/{found.entry.form}"
    questions = questions_of(case, found.entry)
    open_to_correct = found.entry.stands() and found.readable and is_correctable(actor, case, found.entry)
    context: dict[str, Any] = {
        "entry": found.entry,
        "title": questions.title,
        "cards": cards_of(questions, found.entry.answers or {}) if found.readable else [],
        "readable": found.readable,
        "status": status,
        "colour": colour,
        "second": second_words(found.entry),
        "why_not": found.entry.declined_because if found.readable else "",
        "decides": may_agree(actor, case, found.entry),
        "action": f"{base}/{found.entry.id}/confirmation",
        "correct_href": f"{base}/{found.entry.id}/correction" if open_to_correct else "",
        "replaces_href": f"{base}/{found.entry.replaces_id}" if found.entry.replaces_id else "",
    }
    return render_template(
        "casework/case_forms/entry.html", **page(found.opened, actor, "/forms", form=form, **context)
    )


def _both(opened: OpenCase, form: CaseForm, mine: Answers, corrects: FormEntry) -> Answer:
    """Somebody corrected the entry first: both texts, and a way to correct what stands now."""
    stands = entry_in_place_of(corrects)
    readable = may_read(current_actor(), opened.case, stands)
    theirs = words_of(questions_of(opened.case, stands), stands.answers or {}) if readable else NOT_FOR_YOU
    base = f"/cases/{opened.case.reference}/forms/{form.key}/{stands.id}"
    text = render_template(
        "errors/conflict.html",
        yours=words_of(form.form, mine),
        theirs=theirs,
        saved_by=f"{stands.by.name}, {stands.agency.short_name}",
        saved_at=stands.at,
        action=f"{base}/correction" if readable else "",
        fields=list(request.form.items(multi=True)),
        choices=[{"text": "Put mine in its place", "value": "mine"}],
        back_href=base,
    )
    return text, 409


def _path(found: OpenForm) -> str:
    return f"/cases/{found.opened.case.reference}/forms/{found.form.key}"
