"""Pages of signing in and out."""

from uuid import UUID

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, public, signed_in, signed_in_account
from auth.models import Account, KeptForm
from auth.sign_in import again as proving
from auth.sign_in import (
    codes,
    factors,
    half,
    invitations,
    kept_forms,
    passkeys,
    recovery,
    second_factor,
    service,
    session_rules,
    sessions,
)
from auth.sign_in.answers import NEXT, NOT_THIS_TIME, after_password, finish, form_page
from auth.sign_in.answers import again as once_more
from auth.sign_in.forms import CodeForm, InvitationForm, PlainForm, RecoveryForm, SignInForm
from auth.sign_in.way_back import safe_path
from extensions import now

blueprint = Blueprint("sign_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """E-mail address and password; where a second factor is wanted, its page comes next."""
    form = SignInForm()
    if request.method == "GET":
        session[NEXT] = safe_path(request.args.get(NEXT, ""))
        if signed_in_account():
            return redirect(session[NEXT] or "/home", 303)
    if form.validate_on_submit():
        try:
            account = service.check_password(email=form.email.data, password=form.password.data or "")
        except NOT_THIS_TIME as fault:
            return once_more(
                "auth/sign_in/sign_in.html", form, fault, kept=False, passkey_offered=passkeys.is_offered()
            )
        return after_password(account)
    return form_page(
        "auth/sign_in/sign_in.html", form, kept=kept_forms.KEPT in session, passkey_offered=passkeys.is_offered()
    )


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """The code of the second factor."""
    account = half.account_of()
    if account is None or not factors.has_any(account):
        return redirect(url_for("sign_in.sign_in"), 303)
    form = CodeForm()
    if not second_factor.is_confirmed(account.id):
        del form.code
    if "code" in form and form.validate_on_submit():
        try:
            service.check_code(account=account, code=form.code.data)
        except NOT_THIS_TIME as fault:
            return once_more("auth/sign_in/code.html", form, fault, **_other_ways(account))
        return finish(account, service.PASSWORD_AND_CODE)
    return form_page("auth/sign_in/code.html", form, **_other_ways(account))


@blueprint.route("/sign-in/recovery-code", methods=["GET", "POST"])
@public
def recovery_code() -> ResponseReturnValue:
    """A recovery code in place of the second factor that is lost."""
    account = half.account_of()
    if account is None or not factors.has_any(account):
        return redirect(url_for("sign_in.sign_in"), 303)
    form = RecoveryForm()
    if form.validate_on_submit():
        try:
            service.check_recovery_code(account=account, code=form.recovery_code.data)
        except NOT_THIS_TIME as fault:
            return once_more("auth/sign_in/recovery_code.html", form, fault)
        return finish(account, service.PASSWORD_AND_RECOVERY)
    return form_page("auth/sign_in/recovery_code.html", form)


@blueprint.route("/sign-in/set-up", methods=["GET", "POST"])
@public
def set_up() -> ResponseReturnValue:
    """Set up the second factor: the square code, the secret in letters, and the first code."""
    account = half.account_of()
    factor = second_factor.of_account(account.id) if account else None
    if account is None or factor is None or factors.has_any(account) or not half.may_set_up(account):
        return redirect(url_for("sign_in.sign_in"), 303)
    form = CodeForm()
    facts = {
        **codes.to_be_shown(second_factor.secret_of(factor), account.email),
        "passkey_offered": passkeys.is_offered(),
    }
    if form.validate_on_submit():
        try:
            service.confirm_second_factor(account=account, code=form.code.data)
        except NOT_THIS_TIME as fault:
            return once_more("auth/sign_in/set_up.html", form, fault, **facts)
        return finish(account, service.PASSWORD_AND_CODE)
    return form_page("auth/sign_in/set_up.html", form, **facts)


@blueprint.route("/invitation", methods=["GET", "POST"])
@public
def invitation() -> ResponseReturnValue:
    """Choose a password with the one-time code that the administrator gave over the telephone."""
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            account = invitations.accept(email=form.email.data, code=form.code.data, password=form.password.data or "")
        except NOT_THIS_TIME as fault:
            return once_more("auth/sign_in/invitation.html", form, fault)
        return after_password(account)
    return form_page("auth/sign_in/invitation.html", form)


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session on the server and clear what the browser stored."""
    present = sessions.present()
    if present is not None:
        service.write_own("sign_out", present.account, "you signed out")
    sessions.end_present(because=session_rules.SIGNED_OUT)
    answer = redirect(url_for("sign_in.signed_out"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.get("/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    """Says that nobody is signed in here any more."""
    return render_template("auth/sign_in/signed_out.html")


@blueprint.post("/stay-signed-in")
@signed_in
def stay() -> ResponseReturnValue:
    """The answer to the warning before an idle session ends. The script gets a form token, a plain form a page."""
    present = sessions.present()
    if present is not None:
        present.last_seen_at = now()
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(signed_in=True, csrf_token=sessions.form_token()))
    return redirect("/home", 303)


@blueprint.route("/sign-in/again", methods=["GET", "POST"])
@signed_in
def again() -> ResponseReturnValue:
    """A fresh proof of who it is, for records that want one; then back to where the person was going."""
    account = signed_in_account()
    if account is None:
        return redirect(url_for("sign_in.sign_in"), 303)
    form = proving.proof_form(account)
    if "password" in form and form.validate_on_submit():
        try:
            return proving.take_proof(account, form)
        except NOT_THIS_TIME as fault:
            return once_more(proving.TEMPLATE, form, fault, **proving.page_facts(account))
    return form_page(proving.TEMPLATE, form, **proving.page_facts(account))


@blueprint.get("/kept/<uuid:kept_id>")
@signed_in
def kept(kept_id: UUID) -> ResponseReturnValue:
    """What was typed before the session ended, ready to be sent again. Its owner alone sees it."""
    found = kept_forms.kept_for(current_actor().account_id, kept_id)
    return render_template("auth/sign_in/kept.html", kept=found, form=PlainForm())


@blueprint.post("/kept/<uuid:kept_id>/removal")
@signed_in
def kept_removal(kept_id: UUID) -> ResponseReturnValue:
    """Throw away what was kept."""
    found = kept_forms.kept_for(current_actor().account_id, kept_id)
    kept_forms.erase(KeptForm.id == found.id)
    flash("What you had typed has been thrown away.", "success")
    return redirect("/home", 303)


def _other_ways(account: Account) -> dict[str, object]:
    """What the page of the second factor offers beside the code."""
    return {
        "passkeys": passkeys.is_offered() and bool(factors.live_passkeys(account)),
        "recovery": recovery.left(account.id) > 0,
    }
