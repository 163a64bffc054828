"""Pages of signing in and out."""

from datetime import timedelta
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from auth.current import current_actor, public, signed_in, signed_in_account
from auth.models import Account, KeptForm
from auth.refusals import Refused
from auth.sign_in import again as proving
from auth.sign_in import codes, half, invitations, kept_forms, second_factor, service, session_rules, sessions
from auth.sign_in.forms import CodeForm, InvitationForm, PlainForm, SignInForm
from auth.sign_in.passwords import TooBusy
from auth.sign_in.way_back import safe_path
from extensions import now
from inputs import PageForm
from wording.dates import uk_date, uk_time

blueprint = Blueprint("sign_in", __name__)
NEXT = "next"
NOT_THIS_TIME = (Refused, service.TooManyTries, TooBusy)
SECONDS_WHEN_BUSY = 5


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
            return _again("auth/sign_in/sign_in.html", form, fault, kept=False)
        return _after_password(account)
    return _form_page("auth/sign_in/sign_in.html", form, kept=kept_forms.KEPT in session)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """The code of the second factor."""
    account = half.account_of()
    if account is None:
        return redirect(url_for("sign_in.sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            service.check_code(account=account, code=form.code.data)
        except NOT_THIS_TIME as fault:
            return _again("auth/sign_in/code.html", form, fault)
        return _finish(account, service.PASSWORD_AND_CODE)
    return _form_page("auth/sign_in/code.html", form)


@blueprint.route("/sign-in/set-up", methods=["GET", "POST"])
@public
def set_up() -> ResponseReturnValue:
    """Set up the second factor: the square code, the secret in letters, and the first code."""
    account = half.account_of()
    factor = second_factor.of_account(account.id) if account else None
    if account is None or factor is None or factor.confirmed_at is not None:
        return redirect(url_for("sign_in.sign_in"), 303)
    form = CodeForm()
    secret = second_factor.secret_of(factor)
    address = codes.address_of(secret, email=account.email, issuer="Risk panels")
    width, dark = codes.square(address)
    facts = {"secret": codes.in_fours(secret), "width": width, "dark": dark}
    if form.validate_on_submit():
        try:
            service.confirm_second_factor(account=account, code=form.code.data)
        except NOT_THIS_TIME as fault:
            return _again("auth/sign_in/set_up.html", form, fault, **facts)
        return _finish(account, service.PASSWORD_AND_CODE)
    return _form_page("auth/sign_in/set_up.html", form, **facts)


@blueprint.route("/invitation", methods=["GET", "POST"])
@public
def invitation() -> ResponseReturnValue:
    """Choose a password with the one-time code that the administrator gave over the telephone."""
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            account = invitations.accept(email=form.email.data, code=form.code.data, password=form.password.data or "")
        except NOT_THIS_TIME as fault:
            return _again("auth/sign_in/invitation.html", form, fault)
        return _after_password(account)
    return _form_page("auth/sign_in/invitation.html", form)


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session on the server and clear what the browser stored."""
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
    if form.validate_on_submit():
        try:
            return proving.take_proof(account, form)
        except NOT_THIS_TIME as fault:
            return _again(proving.TEMPLATE, form, fault, **proving.page_facts())
    return _form_page(proving.TEMPLATE, form, **proving.page_facts())


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


def _after_password(account: Account) -> ResponseReturnValue:
    if not service.wants_code(account):
        return _finish(account, service.PASSWORD_ONLY)
    half.begin(account)
    if second_factor.is_confirmed(account.id):
        return redirect(url_for("sign_in.code"), 303)
    second_factor.prepare(account)
    return redirect(url_for("sign_in.set_up"), 303)


def _finish(account: Account, factors: str) -> ResponseReturnValue:
    wanted = safe_path(session.get(NEXT, ""))
    service.finish(account=account, factors=factors)
    kept_id = kept_forms.newest_id(account.id)
    if kept_id is not None:
        return redirect(url_for("sign_in.kept", kept_id=kept_id), 303)
    return redirect(wanted or "/home", 303)


def _form_page(template: str, form: PageForm, **facts: object) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return make_response(render_template(template, form=form, **facts), status)


def _again(
    template: str, form: PageForm, fault: Refused | service.TooManyTries | TooBusy, **facts: object
) -> ResponseReturnValue:
    field = next(form[name] for name in ("email", "password", "code") if name in form)
    if isinstance(fault, Refused):
        field = form[fault.field or field.name]
        field.errors = [fault.message]
        return make_response(render_template(template, form=form, **facts), 422)
    if isinstance(fault, TooBusy):
        field.errors = ["Many people are signing in just now. Wait a few seconds, then try again"]
        return _later(make_response(render_template(template, form=form, **facts), 503), SECONDS_WHEN_BUSY)
    shown = fault.until + timedelta(seconds=59)
    day = "" if uk_date(shown) == uk_date(now()) else f" on {uk_date(shown)}"
    field.errors = [f"There were too many tries. You can try again at {uk_time(shown)}{day}"]
    answer = make_response(render_template(template, form=form, **facts), 429)
    return _later(answer, max(1, round((fault.until - now()).total_seconds())))


def _later(answer: Response, seconds: int) -> Response:
    answer.headers["Retry-After"] = str(seconds)
    return answer
