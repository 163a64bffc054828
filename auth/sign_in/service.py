"""Signing in: password, then the code of the second factor, then a session.

An unknown account, a wrong password, a suspended account and an account without a password get the same words after the
same work.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from auth.accounts.finding import account_by_email
from auth.current import actor_of
from auth.models import Account
from auth.refusals import Refused
from auth.sign_in import known_devices, second_factor, sessions, throttle
from auth.sign_in.passwords import hash_password, turn, verify_password, wants_new_hash
from extensions import db, keep_despite_failure, now, present_settings

WRONG = "The e-mail address and password do not fit together. Check both and try again"
NOT_RIGHT = "The password is not right. Check it and try again"
WRONG_CODE = "The code is wrong or was used before. Wait for the next one and type that"
PASSWORD_ONLY, PASSWORD_AND_CODE = "password", "password+code"


@dataclass
class TooManyTries(Exception):
    """The try was not looked at. ``until`` is when the next one will be."""

    until: datetime


def check_password(*, email: str, password: str) -> Account:
    """The account with this address and password.

    :raises TooManyTries: when a brake is on.
    :raises TooBusy: when too many others are being looked at; such a try is not counted.
    :raises Refused: for every other reason, in the same words; the refusal is kept in the access log.
    """
    with turn():
        trier = count_try(throttle.PASSWORD, email)
        found = account_by_email(email)
        account_id, stored = (found.id, found.password_hash) if found else (None, None)
        # The hash takes a tenth of a second: no database lock is held meanwhile.
        db.session.rollback()
        right = verify_password(stored, password)
    account = db.session.get(Account, account_id) if right and account_id else None
    if account is None or not may_sign_in(account) or account.password_hash != stored:
        log_failure("password", account_id)
        raise Refused(WRONG, "email")
    throttle.take_back(trier)
    if wants_new_hash(stored or ""):
        account.password_hash = hash_password(password)
    return account


def check_code(*, account: Account, code: str) -> None:
    """Let the code of the account's second factor count once.

    :raises TooManyTries: when a brake is on.
    :raises Refused: wrong, out of date or used before.
    """
    account_id, email = account.id, account.email
    trier = count_try(throttle.CODE, email)
    factor = second_factor.of_account(account_id)
    if factor is None or not second_factor.use_code(factor, code):
        log_failure("code", account_id)
        raise Refused(WRONG_CODE, "code")
    throttle.take_back(trier)


def confirm_second_factor(*, account: Account, code: str) -> None:
    """The first code of a new second factor, which shows that the app was set up.

    :raises Refused: as :func:`check_code`.
    """
    check_code(account=account, code=code)
    factor = second_factor.of_account(account.id)
    if factor is None:
        raise Refused(WRONG_CODE, "code")
    second_factor.confirm(factor, account)
    _write("second_factor.set_up", account, "you set up your second factor")


def finish(*, account: Account, factors: str) -> None:
    """Begin the session and write the entry of a good sign-in."""
    session = sessions.start(account=account, factors=factors)
    known_devices.remember(account.email)
    account.signed_in_at = session.created_at
    _write("sign_in", account, "you gave your password" + (" and code" if factors == PASSWORD_AND_CODE else ""))


def give_proof(*, account: Account, password: str, code: str) -> None:
    """Show again who it is: password, and the code of the second factor where the account has one.

    The present session counts as proven from now on, for as long as the installation sets, under a new token.
    :raises TooManyTries: when a brake is on; the brakes are those of signing in.
    :raises Refused: not right; the refusal is kept in the access log.
    """
    account_id, email = account.id, account.email
    try:
        proven = check_password(email=email, password=password)
    except Refused as fault:
        raise Refused(NOT_RIGHT, "password") from fault
    has_code = second_factor.is_confirmed(account_id)
    if has_code:
        check_code(account=proven, code=code)
        # Counting the code's try began a new transaction, in which the password's still stood.
        throttle.take_back(throttle.trier(throttle.PASSWORD, email))
    present = sessions.present()
    if present is None or present.account_id != account_id:
        raise Refused(NOT_RIGHT, "password")
    present.stepped_up_at = now()
    sessions.renew(present)
    _write("step_up", proven, "you gave your password again" + (" and a code" if has_code else ""))


def wants_code(account: Account) -> bool:
    """Whether a second factor is wanted: always, but for the demo's accounts in demo mode."""
    return not (account.is_demo and present_settings().demo)


def may_sign_in(account: Account) -> bool:
    """Whether the account may be used here. The demo's accounts have public passwords and work in demo mode alone."""
    return account.suspended_at is None and (not account.is_demo or present_settings().demo)


def count_try(kind: str, email: str) -> throttle.Trier:
    """Count a try before it is looked at.

    :raises TooManyTries: when a brake is on; such a try is not counted.
    """
    trier = throttle.trier(kind, email)
    wait = throttle.wait_for(trier)
    if wait:
        raise TooManyTries(now() + wait)
    throttle.count(trier)
    return trier


def log_failure(what: str, account_id: UUID | None) -> None:
    """Keep an entry of a failed sign-in though its request fails. No e-mail address stands in it."""
    looked = Looked(
        event="sign_in_failed",
        outcome=REFUSED,
        object_type="account",
        object_ids=(account_id,) if account_id else (),
        panel=None,
        rule="credentials",
        rule_version=1,
        explanation=f"the {what} was not right",
    )
    keep_despite_failure(partial(write_entry, actor=None, looked=looked))


def _write(event: str, account: Account, explanation: str) -> None:
    looked = Looked(
        event=event,
        outcome=ALLOWED,
        object_type="account",
        object_ids=(account.id,),
        panel=None,
        rule="credentials",
        rule_version=1,
        explanation=explanation,
    )
    write_entry(actor=actor_of(account, sessions.present()), looked=looked)
