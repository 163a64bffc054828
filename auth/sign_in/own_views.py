"""Your sign-ins: where the person is signed in, and their own password, passkeys, app and recovery codes."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import resets
from auth.current import signed_in
from auth.providers import links
from auth.refusals import Refused
from auth.sign_in import codes, devices, notices, own, passkeys, recovery, second_factor, service, sessions
from auth.sign_in.access import may_change_now, own_account, own_account_to_change, own_session
from auth.sign_in.answers import NOT_THIS_TIME, form_page
from auth.sign_in.answers import again as once_more
from auth.sign_in.forms import ChangePasswordForm, CodeForm, PasskeyForm, PlainForm
from auth.sign_in.session_rules import ENDED_WORDS

blueprint = Blueprint("own", __name__, url_prefix="/account")
LAST_SIGN_INS = 10


@blueprint.get("/sign-ins")
@signed_in
def sign_ins() -> ResponseReturnValue:
    """Where the person is signed in, the last sign-ins, and what can be changed."""
    account, present = own_account(), sessions.present()
    told = notices.recent(account.id)
    if present is not None:
        notices.note_seen(present)
    return render_template(
        "auth/sign_in/own.html",
        present=present,
        live=sessions.live_of(account.id),
        ended=[row for row in sessions.last_of(account.id, LAST_SIGN_INS) if row.ended_at],
        because=ENDED_WORDS,
        given=service.GIVEN,
        notices=[(notice, notices.WORDS[notice.what]) for notice in told],
        reset=resets.lately(account.id),
        may_end=may_change_now(),
        form=PlainForm(),
        password=account.password_hash is not None,
        linked=links.of_account(account.id) is not None,
        **_factors(account.id),
    )


@blueprint.post("/sign-ins/others/end")
@signed_in
def end_others() -> ResponseReturnValue:
    """Sign out everywhere else."""
    ended = own.end_other_sessions(account=own_account_to_change())
    flash(f"{ended} other sign-in{'s have' if ended != 1 else ' has'} ended.", "success")
    return _to_sign_ins()


@blueprint.post("/sign-ins/<uuid:session_id>/end")
@signed_in
def end_one(session_id: UUID) -> ResponseReturnValue:
    """Sign out one other browser."""
    account, row = own_account_to_change(), own_session(session_id)
    own.end_session(account=account, session=row)
    flash("That sign-in has ended.", "success")
    return _to_sign_ins()


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """Change one's own password."""
    account, form = own_account_to_change(), ChangePasswordForm()
    if form.validate_on_submit():
        present, new = form.password.data or "", form.new_password.data or ""
        try:
            own.change_password(account=account, present=present, new=new)
        except NOT_THIS_TIME as fault:
            return once_more("auth/sign_in/password.html", form, fault)
        flash("Your password has been changed. You are signed out everywhere else.", "success")
        return _to_sign_ins()
    return form_page("auth/sign_in/password.html", form)


@blueprint.route("/passkeys/new", methods=["GET", "POST"])
@signed_in
def new_passkey() -> ResponseReturnValue:
    """Add a passkey: name it, then the browser makes it."""
    account = own_account_to_change()
    form = PasskeyForm()
    if request.method == "GET":
        form.name.data = devices.described(request.headers.get("User-Agent", ""))
    if form.validate_on_submit():
        try:
            passkeys.add(account=account, name=form.name.data, answer=request.form.get("passkey", ""))
        except Refused as fault:
            return once_more("auth/sign_in/new_passkey.html", form, fault, offered=passkeys.is_offered())
        flash("The passkey has been added. You can sign in with it alone.", "success")
        return _to_sign_ins()
    return form_page("auth/sign_in/new_passkey.html", form, offered=passkeys.is_offered())


@blueprint.route("/passkeys/<uuid:passkey_id>/removal", methods=["GET", "POST"])
@signed_in
def passkey_removal(passkey_id: UUID) -> ResponseReturnValue:
    """Remove one of one's own passkeys."""
    account = own_account_to_change()
    passkey, form = passkeys.own(account, passkey_id), PlainForm()
    if form.validate_on_submit():
        try:
            passkeys.remove(account=account, passkey=passkey)
        except Refused as fault:
            form.form_errors = [fault.message]
            return make_response(render_template("auth/sign_in/passkey_removal.html", passkey=passkey, form=form), 422)
        flash("The passkey has been removed. You are signed out everywhere else.", "success")
        return _to_sign_ins()
    return form_page("auth/sign_in/passkey_removal.html", form, passkey=passkey)


@blueprint.route("/authenticator", methods=["GET", "POST"])
@signed_in
def authenticator() -> ResponseReturnValue:
    """Set up an authenticator app, in place of the present one if there is one. Its secret is made by the button of the
    first page: asking for a page makes none."""
    account, form = own_account_to_change(), CodeForm()
    if not service.wants_code(account):
        return _refusal_page(own.FIXED)
    begun = second_factor.begun_secret(account)
    if request.method == "POST" and (not begun or "begin" in request.form):
        second_factor.next_secret(account)
        return redirect(url_for("own.authenticator"), 303)
    if not begun:
        return form_page("auth/sign_in/authenticator.html", PlainForm(), secret="")
    if form.validate_on_submit():
        try:
            own.change_app(account=account, code=form.code.data)
        except NOT_THIS_TIME as fault:
            return once_more("auth/sign_in/authenticator.html", form, fault, **_shown_secret())
        flash("The app has been set up. You are signed out everywhere else.", "success")
        return _to_sign_ins()
    return form_page("auth/sign_in/authenticator.html", form, **_shown_secret())


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """How many recovery codes are left; new ones, shown this once."""
    account, form = own_account_to_change(), PlainForm()
    if form.validate_on_submit():
        try:
            made = own.make_recovery_codes(account=account)
        except Refused as fault:
            return _refusal_page(fault.message)
        return render_template("auth/sign_in/recovery_codes_made.html", codes=made)
    return form_page("auth/sign_in/recovery_codes.html", form, left=recovery.left(account.id))


def _factors(account_id: UUID) -> dict[str, object]:
    return {
        "passkeys": passkeys.of_account(account_id),
        "passkey_offered": passkeys.is_offered(),
        "app": second_factor.is_confirmed(account_id),
        "codes_left": recovery.left(account_id),
    }


def _shown_secret() -> dict[str, object]:
    account = own_account()
    return codes.to_be_shown(second_factor.begun_secret(account), account.email)


def _refusal_page(words: str) -> ResponseReturnValue:
    flash(words, "error")
    return _to_sign_ins()


def _to_sign_ins() -> ResponseReturnValue:
    return redirect(url_for("own.sign_ins"), 303)
