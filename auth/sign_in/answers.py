"""What the pages of signing in answer with: the next page, the same page with what was not right, a later time.

:func:`finish` is the one way to a session: every page that begins one ends here (a test holds the list of them).
"""

from datetime import timedelta

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from auth.models import Account
from auth.refusals import Refused
from auth.sign_in import factors, half, kept_forms, second_factor, service
from auth.sign_in.passwords import TooBusy
from auth.sign_in.way_back import safe_path
from extensions import now
from inputs import PageForm
from wording.dates import uk_date, uk_time

NEXT = "next"
NOT_THIS_TIME = (Refused, service.TooManyTries, TooBusy)
SECONDS_WHEN_BUSY = 5
NOT_TWO = (
    "Your organisation did not confirm two factors, and your account has no second factor of its own here, so nothing "
    "was opened. Ask your administrator for a one-time code"
)


def after_password(account: Account) -> ResponseReturnValue:
    """The password was right. A session begins only where no second factor is wanted. One is set up here only while the
    account has none of any kind: otherwise a password alone would be enough to add another."""
    if not service.wants_code(account):
        return finish(account, service.PASSWORD_ONLY)
    half.begin(account)
    return _to_second_factor(account)


def after_provider(account: Account, *, two_factors: bool, anew: bool = False) -> ResponseReturnValue:
    """The person's organisation said who it is. Unless that counts as two factors, the account's own follows. ``anew``:
    the person gave a one-time code on the way.

    :raises Refused: the account has none, and one factor there is not enough to set one up (:func:`half.may_set_up`).
    """
    if two_factors or not service.wants_code(account):
        return finish(account, service.PROVIDER)
    half.begin(account, by=half.PROVIDER, anew=anew)
    if not factors.has_any(account) and not half.may_set_up(account):
        half.forget()
        service.log_failure("organisation's word on two factors", account.id)
        raise Refused(NOT_TWO)
    return _to_second_factor(account)


def finish(account: Account, given: str) -> ResponseReturnValue:
    """Begin the session, and lead to what was being sent, else to where the person wanted to go."""
    wanted = safe_path(session.get(NEXT, ""))
    service.finish(account=account, factors=half.all_given(given))
    kept_id = kept_forms.newest_id(account.id)
    if kept_id is not None:
        return redirect(url_for("sign_in.kept", kept_id=kept_id), 303)
    return redirect(wanted or "/home", 303)


def form_page(template: str, form: PageForm, **facts: object) -> ResponseReturnValue:
    """The page with its form; with what was not right in it after a post."""
    status = 422 if request.method == "POST" else 200
    return make_response(render_template(template, form=form, **facts), status)


def again(
    template: str, form: PageForm, fault: Refused | service.TooManyTries | TooBusy, **facts: object
) -> ResponseReturnValue:
    """The page once more: the refusal at its box, or when the next try will be looked at."""
    field = next(
        form[name] for name in ("email", "password", "code", "recovery_code", "name", "issuer") if name in form
    )
    if isinstance(fault, Refused):
        field = form[fault.field] if fault.field and fault.field in form else field
        field.errors = [fault.message]
        return make_response(render_template(template, form=form, **facts), 422)
    if isinstance(fault, TooBusy):
        field.errors = ["Many people are signing in just now. Wait a few seconds, then try again"]
        return _later(make_response(render_template(template, form=form, **facts), 503), SECONDS_WHEN_BUSY)
    field.errors = [when_again(fault)]
    answer = make_response(render_template(template, form=form, **facts), 429)
    return _later(answer, max(1, round((fault.until - now()).total_seconds())))


def when_again(fault: service.TooManyTries) -> str:
    """When the next try will be looked at, in words."""
    shown = fault.until + timedelta(seconds=59)
    day = "" if uk_date(shown) == uk_date(now()) else f" on {uk_date(shown)}"
    return f"There were too many tries. You can try again at {uk_time(shown)}{day}"


def _to_second_factor(account: Account) -> ResponseReturnValue:
    if factors.has_any(account):
        return redirect(url_for("sign_in.code"), 303)
    second_factor.prepare(account)
    return redirect(url_for("sign_in.set_up"), 303)


def _later(answer: Response, seconds: int) -> Response:
    answer.headers["Retry-After"] = str(seconds)
    return answer
