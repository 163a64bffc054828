"""Beginning, coming back, and leaving."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import public
from auth.sign_in.passwords import TooBusy
from auth.sign_in.sessions import present as signed_in_session
from casework.panel_type.definition import PanelType
from casework.trigger import crowding, pins, rules, sessions
from casework.trigger.access import READ, WRITE, request_for
from casework.trigger.blueprint import blueprint
from casework.trigger.face import hours_said
from casework.trigger.forms import ReturnForm, StartForm, pin_form, return_form
from casework.trigger.journey import first_step
from casework.trigger.marks import resident
from casework.trigger.models import ResidentRequest
from casework.trigger.opening import here
from casework.trigger.service import choose_pin, open_doors, start
from casework.trigger.switching import as_typed, chose_language
from extensions import limiter, present_settings
from wording.languages import current_language, gettext, msg

TRIED_FROM_ONE = "20 per minute"
"""Tries to come back from one network: each costs a slow hash. Above it a page says to wait, and whom to call."""
LOCKED = msg("Too many tries today for this number. Call us and we help you: %(phone)s.")
WAIT = msg("Many forms begin at this moment. Wait %(seconds)s seconds. Then choose Continue again.")
BUSY = msg("Many people come back at this moment. Wait a few seconds and try again.")
SECONDS_WHEN_BUSY = 5
NO_MATCH = msg("That number and that PIN do not go together. Look at both and try again.")


@blueprint.get("/form/start")
@public
def begin() -> ResponseReturnValue:
    """Page 1: how to leave fast, what is kept, other safe ways."""
    _panel()
    return _start_page(StartForm(), crowding.new_ticket())


@blueprint.post("/form/start")
@public
def begun() -> ResponseReturnValue:
    """She is safe to go on: the request begins."""
    panel, form = _panel(), StartForm()
    if not form.validate_on_submit():
        return _start_page(form, crowding.new_ticket())
    place = crowding.place_of(request.form.get("ticket", ""))
    if place.full:
        return _full_page(), 429
    if place.seconds:
        form.form_errors.append(gettext(WAIT, seconds=place.seconds))
        return _start_page(form, place.ticket), 429
    crowding.spend(place.ticket)
    sessions.begin(start(panel=panel, language=current_language()))
    return redirect(url_for("trigger.number"), 303)


@blueprint.get("/form/number")
@resident
def number() -> ResponseReturnValue:
    """Page 2: the number to write down, a PIN to choose, and a time."""
    opened = request_for(here(), READ)
    return _number_page(opened.request.number, pin_form())


@blueprint.post("/form/number")
@resident
def number_chosen() -> ResponseReturnValue:
    """Keep the PIN, or go on without one."""
    opened, switched = request_for(here(), WRITE), chose_language()
    form = pin_form()
    if switched:
        return _number_page(opened.request.number, as_typed(form))
    without = "without" in request.form
    if not form.validate_on_submit() or (not without and form.refuse_pin()):
        return _number_page(opened.request.number, form)
    chosen = int(form.idle.data or rules.IDLE_MINUTES[0])
    choose_pin(opened=opened, pin=None if without else str(form.pin.data), idle_minutes=chosen)
    return redirect(f"/form/{first_step(opened.door)}", 303)


@blueprint.get("/form/return")
@public
def come_back() -> ResponseReturnValue:
    """Ask for the number and the PIN."""
    return render_template("trigger/return.html", form=return_form(), locked="")


@blueprint.post("/form/return")
@limiter.limit(TRIED_FROM_ONE)
@public
def came_back() -> ResponseReturnValue:
    """The right ones open the request where she was. Wrong and unknown ones are one answer and one work."""
    if chose_language():
        return render_template("trigger/return.html", form=as_typed(return_form()), locked="")
    form, locked = return_form(), ""
    if form.validate_on_submit() and form.is_whole():
        try:
            found = pins.fits(str(form.number.data), str(form.pin.data))
        except pins.TooManyToday:
            locked = gettext(LOCKED, phone=present_settings().panel_phone)
        except TooBusy:
            return _busy_page(form)
        else:
            if found is not None:
                return _let_in(found)
            form.form_errors.append(gettext(NO_MATCH))
    return render_template("trigger/return.html", form=form, locked=locked)


def _let_in(found: ResidentRequest) -> ResponseReturnValue:
    sessions.begin(found)
    page = "status" if found.sent_at else found.last_page or "number"
    return redirect(f"/form/{page}", 303)


def _busy_page(form: ReturnForm) -> ResponseReturnValue:
    """Nothing was looked at and nothing counted; the number stays in its box."""
    form.form_errors.append(gettext(BUSY))
    form.number.given_back = True
    return render_template("trigger/return.html", form=form, locked=""), 503, {"Retry-After": str(SECONDS_WHEN_BUSY)}


@blueprint.get("/form/stay")
@resident
def stay() -> ResponseReturnValue:
    """She is still there: her time begins anew. It opens nothing and says nothing."""
    return "", 204


@blueprint.get("/form/ended")
@public
def ended() -> ResponseReturnValue:
    """A page that says nothing, for whoever comes without a session."""
    return render_template("trigger/ended.html", exit_shown=False)


@blueprint.get("/leave")
@public
def leave() -> ResponseReturnValue:
    """End the session, take back its cookie, clear what the browser keeps of this site, and be elsewhere."""
    sessions.end_present()
    away = redirect(present_settings().leave_to, 303)
    away.headers["Clear-Site-Data"] = '"cache", "storage"'
    if signed_in_session() is None:
        away.delete_cookie(current_app.config["SESSION_COOKIE_NAME"], path="/")
    return away


def _start_page(form: StartForm, ticket: str) -> str:
    return render_template("trigger/start.html", form=form, ticket=ticket)


def _full_page() -> str:
    """No new request can begin now. Every other way in is open, and stands here."""
    settings = present_settings()
    hours = hours_said(settings.panel_opens, settings.panel_closes)
    return render_template("trigger/full.html", hours=hours, other_ways=settings.other_ways())


def _number_page(found: str, form: object) -> ResponseReturnValue:
    return render_template("trigger/number.html", number=rules.number_words(found), form=form)


def _panel() -> PanelType:
    """The panel that is asked: the only one with a door, or the one whose letter stands in the address."""
    doors, letter = open_doors(), request.args.get("p", "").upper()
    found = next((panel for panel in doors if panel.reference_letter == letter), None) or next(iter(doors), None)
    if found is None:
        abort(404)
    return found
