"""Pages that a passkey answers: signing in, setting up, showing again who it is. Each has a challenge, asked for by the
script when its button is pressed; without the script, password and code are on the same pages."""

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from auth.current import public, signed_in
from auth.models import Account
from auth.refusals import Refused
from auth.sign_in import again, challenges, devices, factors, half, passkeys, service
from auth.sign_in.access import own_account, own_account_to_change
from auth.sign_in.answers import finish
from auth.sign_in.forms import SignInForm

blueprint = Blueprint("passkeys", __name__)
FIELD = "passkey"


@blueprint.post("/sign-in/passkey/challenge")
@public
def sign_in_challenge() -> ResponseReturnValue:
    """What the browser is to sign, before anybody has said who they are."""
    return _options(challenges.SIGN_IN, None)


@blueprint.post("/sign-in/passkey")
@public
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey alone: it is both factors."""
    try:
        account = passkeys.sign_in(request.form.get(FIELD, ""))
    except Refused as fault:
        form = SignInForm(formdata=None)
        form.form_errors = [fault.message]
        page = render_template("auth/sign_in/sign_in.html", form=form, kept=False, passkey_offered=True)
        return make_response(page, 422)
    return finish(account, service.PASSKEY)


@blueprint.post("/sign-in/set-up/passkey/challenge")
@public
def set_up_challenge() -> ResponseReturnValue:
    """What the browser is to make a first passkey with."""
    return _options(challenges.SET_UP, _who_sets_up())


@blueprint.post("/sign-in/set-up/passkey")
@public
def set_up() -> ResponseReturnValue:
    """A passkey as the first second factor, in place of the authenticator app."""
    account = _who_sets_up()
    name = devices.described(request.headers.get("User-Agent", ""))
    try:
        passkeys.set_up(account=account, name=name, answer=request.form.get(FIELD, ""))
    except Refused as fault:
        return make_response(render_template("auth/sign_in/passkey_refused.html", words=fault.message), 422)
    return finish(account, service.PASSWORD_AND_PASSKEY)


@blueprint.post("/sign-in/again/passkey/challenge")
@signed_in
def proof_challenge() -> ResponseReturnValue:
    """What the browser is to sign to show again who it is."""
    return _options(challenges.PROOF, own_account())


@blueprint.post("/sign-in/again/passkey")
@signed_in
def proof() -> ResponseReturnValue:
    """A fresh proof by passkey; then back to where the person was going."""
    account = own_account()
    try:
        return again.take_passkey(account, request.form.get(FIELD, ""))
    except Refused as fault:
        form = again.proof_form(account, formdata=None)
        form.form_errors = [fault.message]
        return make_response(render_template(again.TEMPLATE, form=form, **again.page_facts(account)), 422)


@blueprint.post("/account/passkeys/challenge")
@signed_in
def adding_challenge() -> ResponseReturnValue:
    """What the browser is to make a new passkey with."""
    return _options(challenges.ADDING, own_account_to_change())


def _who_sets_up() -> Account:
    account = half.account_of()
    if account is None or factors.has_any(account) or not half.may_set_up(account):
        raise NotFound
    return account


def _options(purpose: str, account: Account | None) -> Response:
    try:
        return Response(passkeys.options_for(purpose, account), mimetype="application/json")
    except Refused:
        return Response("{}", 404, mimetype="application/json")
    except challenges.TooMany:
        return Response("{}", 429, mimetype="application/json")
