"""The pages of the panel's own questions, one after the other. Each Continue keeps the page."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework.panel_type.questions import Answers, Item
from casework.referrals.area import outside_in
from casework.trigger import page_form, sessions
from casework.trigger.access import READ, WRITE, OpenRequest
from casework.trigger.blueprint import blueprint
from casework.trigger.forms import MoreForm, more_form
from casework.trigger.journey import CHECK, Step, after, another, before, shown, version_of
from casework.trigger.marks import resident
from casework.trigger.opening import NOT_KEPT, open_draft, step_at
from casework.trigger.page_form import ADD
from casework.trigger.service import forget_kept, keep_typed, kept_for, outlook, preview, remove_entry, save_page, told
from casework.trigger.summary import Line, entries_of, page_words
from casework.trigger.switching import chose_language
from extensions import present_settings
from inputs import PageForm
from wording.languages import PARAMETER, current_language, gettext, language_named

FROM_CHECK = "back"


@blueprint.get("/form/<page>")
@resident
def show(page: str) -> ResponseReturnValue:
    """One page as it stands."""
    return _show(page, 0)


@blueprint.get("/form/<page>/<int:number>")
@resident
def show_entry(page: str, number: int) -> ResponseReturnValue:
    """One page about one entry."""
    return _show(page, number)


@blueprint.post("/form/<page>")
@resident
def save(page: str) -> ResponseReturnValue:
    """Keep a page and go on."""
    return _save(page, 0)


@blueprint.post("/form/<page>/<int:number>")
@resident
def save_entry(page: str, number: int) -> ResponseReturnValue:
    """Keep a page about one entry and go on."""
    return _save(page, number)


@blueprint.post("/form/<page>/<int:number>/removal")
@resident
def remove(page: str, number: int) -> ResponseReturnValue:
    """Take an entry away."""
    opened = open_draft(WRITE)
    step = step_at(opened, page, number)
    if step.number <= len(told(opened).get(step.page.each) or ()):
        remove_entry(opened=opened, step=step, language=current_language())
    listing = next((one.key for one in opened.door.pages if one.lists == page), CHECK)
    return redirect(f"/form/{listing}", 303)


def _show(key: str, number: int) -> ResponseReturnValue:
    opened = open_draft(READ)
    step = step_at(opened, key, number)
    opened.request.last_page = step.path
    if step.page.lists:
        return _list_page(opened, step, more_form())
    answers, typed = told(opened), kept_for(opened, step.path)
    if typed is not None:
        rows = page_form.rows_posted(step, MultiDict(typed))
        web = page_form.build(opened.door, step, answers, rows=rows, posted=MultiDict(typed))
        web.version.data = version_of(answers, step)
        return _page(opened, step, web, rows, notice=gettext("We kept what you typed. Choose Continue to save it."))
    rows = page_form.rows_for(step, answers)
    return _page(opened, step, page_form.build(opened.door, step, answers, rows=rows), rows)


def _save(key: str, number: int) -> ResponseReturnValue:
    opened = open_draft(WRITE)
    step = step_at(opened, key, number)
    if step.page.lists:
        return _list_answered(opened, step)
    if language_named(request.form.get(PARAMETER)):
        return _in_another_language(opened, step)
    answers, rows = told(opened), page_form.rows_posted(step, request.form)
    web = page_form.build(opened.door, step, answers, rows=rows)
    fits = web.validate_on_submit()
    written, _ = page_form.read(opened.door, step, web, rows)
    now = version_of(answers, step)
    if written != shown(answers, step) and web.version.data not in (None, now):
        web.version.data = now
        return _page(opened, step, web, rows, stale=page_words(opened.door, step, answers))
    if ADD in request.form:
        return _page(opened, step, web, rows)
    if fits:
        page_form.attach_problems(opened.door, step, web, written, preview(opened=opened, step=step, written=written))
    if web.errors:
        return _page(opened, step, web, rows)
    found = save_page(opened=opened, step=step, written=written, language=current_language())
    forget_kept(opened=opened, page=step.path)
    if "later" in request.form:
        opened.request.last_page = step.path
        sessions.end_present()
        return redirect("/form/ended", 303)
    return redirect(f"/form/{_next(opened, step, found, nothing=written.says_nothing)}", 303)


def _in_another_language(opened: OpenRequest, step: Step) -> ResponseReturnValue:
    """The same page in the language that was chosen, with what was typed so far."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in {*NOT_KEPT, PARAMETER}]
    keep_typed(opened=opened, page=step.path, fields=fields)
    asked = {PARAMETER: request.form[PARAMETER]} | ({FROM_CHECK: CHECK} if request.form.get(FROM_CHECK) else {})
    return redirect(f"/form/{step.path}?{urlencode(asked)}", 303)


def _next(opened: OpenRequest, step: Step, found: Answers, *, nothing: bool) -> str:
    if request.form.get(FROM_CHECK) == CHECK:
        return CHECK
    return after(opened.door, found, step, enough=nothing or "done" in request.form)


def _list_page(opened: OpenRequest, step: Step, form: MoreForm) -> ResponseReturnValue:
    answers = told(opened)
    return render_template(
        "trigger/list.html",
        page=step.page,
        form=form,
        entries=entries_of(opened.door, step.page, answers),
        listed=step.page.lists,
        outlook=gettext(outlook(opened)),
        back=before(opened.door, answers, step),
    )


def _list_answered(opened: OpenRequest, step: Step) -> ResponseReturnValue:
    switched, form = chose_language(), more_form()
    answers = told(opened)
    if switched or not form.validate_on_submit():
        return _list_page(opened, step, form)
    if form.more.data == "yes":
        return redirect(f"/form/{another(opened.door, answers, step.page)}", 303)
    return redirect(f"/form/{after(opened.door, answers, step)}", 303)


def _page(
    opened: OpenRequest, step: Step, web: PageForm, rows: int, *, stale: Sequence[Line] = (), notice: str = ""
) -> ResponseReturnValue:
    answers = told(opened)
    return render_template(
        "trigger/page.html",
        page=step.page,
        step=step,
        form=web,
        groups=list(page_form.groups(opened.door, step, web, rows)),
        rows=rows,
        stale=stale,
        notice=notice,
        outside=_outside(opened, step, web, rows),
        has_pin=opened.request.pin_hash is not None,
        from_check=request.values.get(FROM_CHECK) == CHECK,
        back=before(opened.door, answers, step),
        exists=bool(step.number) and step.number <= len(answers.get(step.page.each) or ()),
    )


def _outside(opened: OpenRequest, step: Step, web: PageForm, rows: int) -> list[str]:
    """The districts that are not of the area, of the places that stand on this page now. Nobody is held up for one."""
    written = shown(told(opened), step)
    if request.method == "POST":
        written, _ = page_form.read(opened.door, step, web, rows)
    first: dict[str, list[Item]] = {}
    for part, item in zip(step.parts, written.parts, strict=True):
        if part.item == 0:
            first[part.section] = [{**first.get(part.section, [{}])[0], **item}]
    return outside_in(opened.door.form, first, present_settings().area_postcodes)
