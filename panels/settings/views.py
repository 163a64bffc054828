"""Definitions to read, print and sign; what the partnership has set of them."""

from pathlib import Path

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from casework.errors import Refused, show
from casework.panel_settings import service, signing
from casework.panel_type.definition import PanelType
from casework.panel_type.marked import marked_numbers, marked_words
from casework.panel_type.registry import panel_types
from inputs import PageForm
from panels.settings import listed
from panels.settings.access import READ, SET, SIGN, allows, log, panel_for, panels_for, shut_for
from panels.settings.forms import SignOffForm, WordsForm, mode_form, number_form
from panels.settings.page import definition_page, summaries
from wording.dates import today, uk_date

blueprint = Blueprint("panel_settings", __name__, url_prefix="/admin/panels")


@blueprint.get("")
@permission_required(READ)
def panels() -> ResponseReturnValue:
    """The panels whose definitions this person may read."""
    actor = current_actor()
    found = panels_for(actor)
    return render_template("panels/settings/panels.html", rows=summaries(found), proof_for=shut_for(actor))


@blueprint.get("/<key>")
@permission_required(READ)
def definition(key: str) -> ResponseReturnValue:
    """Everything one definition says, in words."""
    return _definition(panel_for(current_actor(), key), SignOffForm(formdata=None))


@blueprint.post("/<key>/sign-off")
@permission_required(SIGN)
def sign_off(key: str) -> ResponseReturnValue:
    """A chair's word that the panel is to work as the definition says."""
    actor = current_actor()
    panel = panel_for(actor, key, SIGN, event="panel.read")
    form = SignOffForm()
    if form.validate_on_submit():
        try:
            role = next(iter(sorted(actor.own_roles(key) & {"chair", "vice_chair"})))
            signing.sign_off(actor=actor, panel=panel, fingerprint=form.fingerprint.data, role=role)
        except Refused as refused:
            show(form, refused)
        else:
            log(actor, key, SIGN, "panel.sign_off")
            flash("You have signed this definition off.", "success")
            return redirect(url_for("panel_settings.definition", key=key), 303)
    return _definition(panel, form, 422)


@blueprint.get("/<key>/settings")
@permission_required(READ)
def settings(key: str) -> ResponseReturnValue:
    """What the partnership has set of the panel, and the history of it."""
    actor = current_actor()
    panel = panel_for(actor, key, event="panel.settings")
    declared, rows = panel_types.declared(key), service.history(key)[::-1]
    return render_template(
        "panels/settings/settings.html",
        panel=panel,
        declared=declared,
        groups=listed.groups(declared, rows, today()),
        names=listed.names(declared, rows, today()),
        past=listed.past(declared, rows, today()),
        record=service.mode_record(key, today()),
        may_set=allows(actor, key, SET),
        is_administrator=actor.is_administrator(),
    )


@blueprint.route("/<key>/settings/<name>", methods=["GET", "POST"])
@permission_required(SET)
def setting(key: str, name: str) -> ResponseReturnValue:
    """Set one number or name from a day on."""
    panel = panel_for(current_actor(), key, SET, event="panel.settings")
    declared = panel_types.declared(key)
    numbers = {marked.name: marked for marked in marked_numbers(declared)}
    words = {marked.name: marked for marked in marked_words(declared)}
    if name in numbers:
        form: PageForm = number_form(numbers[name])
        title, about = numbers[name].title, numbers[name].about
    elif name in words:
        form, title, about = WordsForm(data={"from_on": today()}), words[name].title, "Names"
    else:
        raise NotAllowed
    if form.validate_on_submit():
        try:
            _set(key, name, form, is_number=name in numbers)
        except Refused as refused:
            show(form, refused)
        else:
            flash(f"{title} is set, from {uk_date(form['from_on'].data)}.", "success")
            return redirect(url_for("panel_settings.settings", key=key), 303)
    row = next(one for one in _rows(key) if one.name == name)
    told = numbers[name].told if name in numbers else ()
    page = render_template(
        "panels/settings/setting.html", panel=panel, form=form, title=title, about=about, row=row, told=told
    )
    return make_response(page, 422 if form.errors or form.form_errors else 200)


@blueprint.route("/<key>/mode", methods=["GET", "POST"])
@permission_required(SET)
def mode(key: str) -> ResponseReturnValue:
    """Choose how the panel is run, with what that needs on record."""
    panel = panel_for(current_actor(), key, SET, event="panel.settings")
    if not panel.modes:
        raise NotAllowed
    form = mode_form(panel)
    if form.validate_on_submit():
        try:
            _choose(key, form)
        except Refused as refused:
            show(form, refused)
        else:
            flash(f"How the panel is run is set, from {uk_date(form.from_on.data)}.", "success")
            return redirect(_after(key), 303)
    page = render_template(
        "panels/settings/mode.html", panel=panel, form=form, record=service.mode_record(key, today())
    )
    return make_response(page, 422 if form.errors or form.form_errors else 200)


def _definition(panel: PanelType, form: SignOffForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    page = render_template(
        "panels/settings/definition.html",
        form=form,
        may_set=allows(actor, panel.key, SET),
        may_sign=allows(actor, panel.key, SIGN),
        **definition_page(panel, Path(current_app.root_path)),
    )
    return make_response(page, status)


def _set(key: str, name: str, form: PageForm, *, is_number: bool) -> None:
    actor = current_actor()
    typed = {"from_on": form["from_on"].data, "why": form["why"].data}
    if is_number:
        value = form["value"].data
        service.set_number(actor=actor, panel=key, name=name, value=None if value is None else int(value), **typed)
    else:
        service.set_words(actor=actor, panel=key, name=name, value=form["value"].data or None, **typed)
    log(actor, key, SET, "panel.set")


def _choose(key: str, form: "PageForm") -> None:
    actor = current_actor()
    given = {name: form[name].data for name in ("reference", "signed_by", "signed_on", "review_on")}
    proof = service.Proof(**given) if given["signed_on"] and given["review_on"] else None
    service.choose_mode(
        actor=actor,
        panel=key,
        mode=form["mode"].data,
        from_on=form["from_on"].data,
        why=form["why"].data,
        proof=proof,
    )
    log(actor, key, SET, "panel.mode")


def _rows(key: str) -> list[listed.SettingRow]:
    declared, rows = panel_types.declared(key), service.history(key)[::-1]
    numbers = [row for _, group in listed.groups(declared, rows, today()) for row in group]
    return [*numbers, *listed.names(declared, rows, today())]


def _after(key: str) -> str:
    """The settings, or the list where a chair has just stopped the panel and so holds no role in it any more."""
    if not current_actor().is_administrator() and not panel_types.get(key).in_mode.runs:
        return "/home"
    return url_for("panel_settings.settings", key=key)
