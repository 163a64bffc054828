"""The pages of a referral's sections: one form, or a list of entries with a form for each."""

from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from casework.errors import Refused, Stale
from casework.panel_type.answers import SectionStatus, problems, section_status
from casework.panel_type.form_fields import attach, form_class, form_data, item_from
from casework.panel_type.parts import parts_of
from casework.panel_type.prompts import prompts_for
from casework.panel_type.questions import Answers, Form, Section
from casework.panel_type.registry import panel_types
from casework.referrals import answers, drafts
from casework.referrals.blueprint import blueprint
from casework.referrals.forms import MoreForm
from casework.referrals.meaning import ASSESSMENT
from casework.referrals.models import Referral
from casework.referrals.narrative import Shown, item_title, section_blocks
from casework.referrals.opening import open_draft, section_of
from casework.referrals.risk import RISK, assessed, risk_problem
from inputs import PageForm

Page = Response | str | tuple[str, int]


@blueprint.route("/refer/<uuid:referral_id>/<section_id>", methods=["GET", "POST"])
@permission_required("referral.write")
def section(referral_id: UUID, section_id: str) -> Page:
    """A section: its form, or the list of its entries."""
    referral = open_draft(referral_id)
    found = section_of(referral, section_id)
    return _entries(referral, found) if found.repeats else _form_page(referral, found, 0)


@blueprint.route("/refer/<uuid:referral_id>/<section_id>/<int(max=999):number>", methods=["GET", "POST"])
@permission_required("referral.write")
def entry(referral_id: UUID, section_id: str, number: int) -> Page:
    """One entry of a section that repeats."""
    referral = open_draft(referral_id)
    found = section_of(referral, section_id)
    if not found.repeats or number > drafts.next_number(referral, found):
        raise NotAllowed
    return _form_page(referral, found, number)


@blueprint.route("/refer/<uuid:referral_id>/<section_id>/<int(max=999):number>/remove", methods=["GET", "POST"])
@permission_required("referral.write")
def remove(referral_id: UUID, section_id: str, number: int) -> Page:
    """Ask, then take one entry away."""
    referral = open_draft(referral_id)
    found = section_of(referral, section_id)
    saved = answers.item_of(referral, found.id, number)
    if not found.repeats or saved.version == 0:
        raise NotAllowed
    form = PageForm()
    if form.validate_on_submit():
        drafts.remove_item(actor=current_actor(), referral=referral, section=found, number=number)
        return redirect(_address(referral, found), 303)
    title = item_title(found, saved.answers)
    return render_template(
        "casework/referrals/remove.html", form=form, referral=referral, section=found, number=number, title=title
    )


def next_address(referral: Referral, after: str) -> str:
    """The first task after this one that is not done yet; the task list when the rest is done."""
    form = answers.form_of(referral)
    told = answers.answers_of(referral, restricted=True)
    undone = [one.id for one in form.sections if section_status(one, told.get(one.id)) is not SectionStatus.COMPLETED]
    order = _order(referral)
    if risk_problem(referral, told) is not None:
        undone.append(RISK)
    later = order[order.index(after) + 1 :] if after in order else []
    wanted = next((key for key in later if key in undone), None)
    return f"/refer/{referral.id}/{way_in(form, told, wanted)}" if wanted else f"/refer/{referral.id}"


def way_in(form: Form, told: Answers, key: str) -> str:
    """Where a part begins: at its first entry where one is needed and there is none yet, else at its own page."""
    section = next((one for one in form.sections if one.id == key), None)
    return f"{key}/0" if section and section.repeats and section.min_items and not told.get(key) else key


def part_words(referral: Referral, key: str) -> str:
    """Which part of the referral this is, as "part 4 of 17"."""
    order = _order(referral)
    return f"part {order.index(key) + 1} of {len(order)}" if key in order else ""


def _order(referral: Referral) -> list[str]:
    """The parts as they are gone through; the risk questions before what is said of the assessment, else at the end."""
    order = [section.id for section in answers.form_of(referral).sections]
    if assessed(referral) is not None:
        order.insert(order.index(ASSESSMENT) if ASSESSMENT in order else len(order), RISK)
    return order


def prompt_keys(referral: Referral) -> set[str]:
    """The routes that the answers so far bring up."""
    found = assessed(referral)
    told = answers.answers_of(referral, restricted=True)
    asked_for = found.score.prompts if found else ()
    return {prompt.key for prompt in prompts_for(panel_types.get(referral.panel).prompts, told, asked_for)}


def after_saving(referral: Referral, section_id: str, before: set[str], onward: str) -> Response:
    """Go on; but when an answer has just brought up a route to take, go to the task list, which shows it first."""
    if prompt_keys(referral) - before:
        return redirect(f"/refer/{referral.id}", 303)
    return redirect(onward, 303)


def _form_page(referral: Referral, found: Section, number: int) -> Page:
    saved = answers.item_of(referral, found.id, number)
    make = form_class(found, current_actor().agency_type)
    if request.method == "GET":
        form = make(formdata=None, data={**form_data(found, saved.answers), "version": saved.version})
        return _render(referral, found, number, form)
    return _save(referral, found, number, make())


def _save(referral: Referral, found: Section, number: int, form: PageForm) -> Page:
    before = prompt_keys(referral)
    form.validate()
    item = {key: value for key, value in item_from(form, found).items() if not form[key].errors}
    version = form.version.data if isinstance(form.version.data, int) else None
    try:
        saved = drafts.save_item(
            actor=current_actor(), referral=referral, section=found, number=number, item=item, version=version
        )
    except Stale as stale:
        return _conflict(referral, found, number, stale)
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        return _render(referral, found, number, form), 422
    if "later" not in request.form:
        attach(form, problems(found, [item]))
    if form.errors:
        # What can be kept is kept, though the page says what is missing.
        g.commit_despite_status = True
        form.version.data = saved
        return _render(referral, found, number, form), 422
    if "later" in request.form:
        return redirect(f"/refer/{referral.id}", 303)
    onward = _address(referral, found) if found.repeats else next_address(referral, found.id)
    return after_saving(referral, found.id, before, onward)


def _render(referral: Referral, found: Section, number: int, form: PageForm) -> str:
    numbers = answers.item_numbers(referral, found.id)
    return render_template(
        "casework/referrals/section.html",
        referral=referral,
        panel=panel_types.get(referral.panel),
        section=found,
        number=number,
        form=form,
        parts=parts_of(question for question in found.questions if question.id in form and not question.monitoring),
        monitoring=parts_of(question for question in found.questions if question.id in form and question.monitoring),
        action=_address(referral, found, number),
        back=_address(referral, found) if found.repeats and numbers else f"/refer/{referral.id}",
        part=part_words(referral, found.id),
    )


def _conflict(referral: Referral, found: Section, number: int, stale: Stale) -> Page:
    fields = MultiDict(request.form)
    fields["version"] = str(stale.version)
    address = _address(referral, found, number)
    page = render_template(
        "errors/conflict.html",
        yours=[{"label": found.title, "text": stale.mine}],
        theirs=[{"label": found.title, "text": stale.theirs}],
        saved_by="You, in another window,",
        action=address,
        fields=list(fields.items(multi=True)),
        choices=[{"text": "Keep what I wrote here", "value": "mine"}],
        back_href=address,
    )
    return page, 409


def _entries(referral: Referral, found: Section) -> Page:
    form = MoreForm()
    numbers = answers.item_numbers(referral, found.id)
    if not numbers:
        form.more.label.text = f"Do you want to add {found.item_name or 'an entry'}?"
    if form.validate_on_submit():
        if form.more.data == "yes":
            return redirect(_address(referral, found, drafts.next_number(referral, found)), 303)
        try:
            drafts.nothing_to_add(actor=current_actor(), referral=referral, section=found)
            return redirect(next_address(referral, found.id), 303)
        except Refused as refusal:
            form.more.errors = [*form.more.errors, str(refusal)]
    page = render_template(
        "casework/referrals/entries.html",
        referral=referral,
        panel=panel_types.get(referral.panel),
        section=found,
        form=form,
        cards=[_card(referral, found, number) for number in numbers],
        part=part_words(referral, found.id),
    )
    return (page, 422) if form.errors else page


def _card(referral: Referral, found: Section, number: int) -> dict[str, Any]:
    item = answers.item_of(referral, found.id, number).answers
    lines = section_blocks(found, [item], Shown(blank=False, monitoring=True))[0].lines
    return {
        "title": item_title(found, item),
        "missing": [problem.message for problem in problems(found, [item])],
        "rows": [{"key": line.label, "value": line.words} for line in lines],
        "href": _address(referral, found, number),
    }


def _address(referral: Referral, found: Section, number: int | None = None) -> str:
    base = f"/refer/{referral.id}/{found.id}"
    return f"{base}/{number}" if number is not None and found.repeats else base
