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
from auth.sign_in import known_devices, notices, recovery, second_factor, session_rules, sessions, throttle
from auth.sign_in.passwords import hash_password, turn, verify_password, wants_new_hash
from extensions import db, keep_despite_failure, now, present_settings

WRONG = "The e-mail address and password do not fit together. Check both and try again"
NOT_RIGHT = "The password is not right. Check it and try again"
WRONG_CODE = "The code is wrong or was used before. Wait for the next one and type that"
PASSWORD_ONLY, PASSWORD_AND_CODE = "password", "password+code"
PASSKEY, PASSWORD_AND_PASSKEY, PASSWORD_AND_RECOVERY = "passkey", "password+passkey", "password+recovery"
PROVIDER, PROVIDER_AND_CODE = "provider", "provider+code"
PROVIDER_AND_PASSKEY, PROVIDER_AND_RECOVERY = "provider+passkey", "provider+recovery"
GIVEN = {
    PASSWORD_ONLY: "you gave your password",
    PASSWORD_AND_CODE: "you gave your password and code",
    PASSKEY: "you used a passkey",
    PASSWORD_AND_PASSKEY: "you gave your password and added a passkey",
    PASSWORD_AND_RECOVERY: "you gave your password and a recovery code",
    PROVIDER: "you signed in at your organisation",
    PROVIDER_AND_CODE: "you signed in at your organisation and gave a code",
    PROVIDER_AND_PASSKEY: "you signed in at your organisation and added a passkey",
    PROVIDER_AND_RECOVERY: "you signed in at your organisation and gave a recovery code",
}
WRONG_RECOVERY = "The recovery code is wrong or was used before. Check it, or try another one"
MOST_SESSIONS = 2


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
        log_failure("password", account_id, trier)
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
        log_failure("code", account_id, trier)
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
    notices.tell(account, notices.APP)
    write_own("second_factor.set_up", account, "you set up your second factor")


def change_app(*, account: Account, code: str) -> None:
    """Let the codes of the app that was just set up count in place of the present app's, or as the first app's.

    :raises TooManyTries: when a brake is on.
    :raises Refused: it is not that app's code.
    """
    account_id, email = account.id, account.email
    trier = count_try(throttle.CODE, email)
    if not second_factor.move_to_next(account, code):
        log_failure("code", account_id, trier)
        raise Refused(WRONG_CODE, "code")
    throttle.take_back(trier)


def check_recovery_code(*, account: Account, code: str) -> None:
    """Let one of the account's recovery codes count in place of its second factor, once. Its owner is told.

    :raises TooManyTries: when a brake is on.
    :raises Refused: wrong, or used before.
    """
    account_id, email = account.id, account.email
    trier = count_try(throttle.RECOVERY, email)
    if not recovery.use(account_id, code):
        log_failure("recovery code", account_id, trier)
        raise Refused(WRONG_RECOVERY, "recovery_code")
    throttle.take_back(trier)
    notices.tell(account, notices.CODE_USED)
    write_own("recovery_code.use", account, "you used a recovery code")


def finish(*, account: Account, factors: str) -> None:
    """Begin the session and write the entry of a good sign-in. The owner is told of one on a device that was not used
    before, or beside another session; of more than two sessions the one longest unused ends."""
    is_new = not known_devices.device_of(account.email) and account.signed_in_at is not None
    session = sessions.start(account=account, factors=factors)
    session.has_notice = notices.unseen(account.id)
    if is_new or sessions.live_of(account.id, but=session):
        notices.tell(account, notices.ELSEWHERE, by_mail=is_new)
    if not account.is_demo:
        sessions.end_beyond(MOST_SESSIONS, account.id, because=session_rules.TOO_MANY)
    known_devices.remember(account.email)
    account.signed_in_at = session.created_at
    write_own("sign_in", account, GIVEN[factors])


def give_proof(*, account: Account, password: str, code: str, recovery_code: str = "") -> None:
    """Show again who it is: password, and the code of the second factor where the account has one, or a recovery code.

    The present session counts as proven from now on, for as long as the installation sets, under a new token.
    :raises TooManyTries: when a brake is on; the brakes are those of signing in.
    :raises Refused: not right; the refusal is kept in the access log.
    """
    account_id, email = account.id, account.email
    try:
        proven = check_password(email=email, password=password)
    except Refused as fault:
        raise Refused(NOT_RIGHT, "password") from fault
    given = second_proof(proven, code, recovery_code)
    if given:
        # Counting the code's try began a new transaction, in which the password's still stood.
        throttle.take_back(throttle.trier(throttle.PASSWORD, email))
    note_proof(account_id, "you gave your password again" + given)


def second_proof(account: Account, code: str, recovery_code: str) -> str:
    """Let a code or a recovery code count beside the first factor. Returns what was given, in words; nothing where the
    account has no second factor to give.

    :raises TooManyTries: when a brake is on. :raises Refused: not right.
    """
    if recovery_code and wants_code(account):
        check_recovery_code(account=account, code=recovery_code)
        return " and a recovery code"
    if second_factor.is_confirmed(account.id):
        check_code(account=account, code=code)
        return " and a code"
    if wants_code(account):
        raise Refused("Use your passkey or a recovery code", "recovery_code")
    return ""


def note_proof(account_id: UUID, explanation: str) -> None:
    """The present session counts as proven from now on, under a new token.

    :raises Refused: it is not a session of this account.
    """
    present = sessions.present()
    if present is None or present.account_id != account_id:
        raise Refused(NOT_RIGHT, "password")
    present.stepped_up_at = now()
    sessions.renew(present)
    write_own("step_up", present.account, explanation)


def wants_code(account: Account) -> bool:
    """Whether a second factor is wanted: always, but for the demo's accounts in demo mode."""
    return not (account.is_demo and present_settings().demo)


def may_sign_in(account: Account) -> bool:
    """Whether the account may be used here. The demo's accounts have public passwords and work in demo mode alone."""
    return account.is_active and (not account.is_demo or present_settings().demo)


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


def log_failure(what: str, account_id: UUID | None, trier: throttle.Trier | None = None) -> None:
    """Keep an entry of a failed sign-in though its request fails. No e-mail address stands in it. It says whether the
    brake is on from now: tries that the brake then stops leave none, or whoever is braked would fill the log."""
    braked = trier is not None and throttle.wait_for(trier)
    looked = Looked(
        event="sign_in_failed",
        outcome=REFUSED,
        object_type="account",
        object_ids=(account_id,) if account_id else (),
        panel=None,
        rule="credentials",
        rule_version=1,
        explanation=f"the {what} was not right{', and the next try has to wait' if braked else ''}",
    )
    keep_despite_failure(partial(write_entry, actor=None, looked=looked))


def write_own(event: str, account: Account, explanation: str) -> None:
    """An entry of what somebody did to their own account."""
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
