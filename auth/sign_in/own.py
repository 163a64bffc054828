"""What people change about their own way of signing in. The pages ask for a fresh proof before any of it."""

from auth.models import Account, UserSession
from auth.refusals import Refused
from auth.sign_in import factors, notices, passwords, recovery, service, session_rules, sessions
from auth.sign_in.password_rules import fault_of
from extensions import now

FIXED = "This account belongs to the demonstration. Its password is fixed and it has no second factor"


def change_password(*, account: Account, present: str, new: str) -> None:
    """Take a new password in place of the present one.

    :raises TooManyTries: when a brake is on; the brakes are those of signing in. :raises TooBusy: as there.
    :raises Refused: the present one is not right, or the new one is not taken.
    """
    _not_of_the_demonstration(account)
    fault = fault_of(new, (account.name, account.email, account.agency.name, account.agency.short_name))
    if fault is None and new == present:
        fault = "Choose a password that is not the present one"
    if fault:
        raise Refused(fault, "new_password")
    try:
        proven = service.check_password(email=account.email, password=present)
    except Refused as wrong:
        raise Refused(service.NOT_RIGHT, "password") from wrong
    proven.password_hash = passwords.hash_password(new)
    changed = "you changed your password"
    factors.note_change(proven, what=notices.PASSWORD, event="password.change", explanation=changed)


def change_app(*, account: Account, code: str) -> None:
    """From now on the codes of the app that was just set up count, and no other's.

    :raises TooManyTries: when a brake is on. :raises Refused: it is not that app's code.
    """
    _not_of_the_demonstration(account)
    service.change_app(account=account, code=code)
    changed = "you set up your authenticator app"
    factors.note_change(account, what=notices.APP, event="second_factor.set_up", explanation=changed)


def make_recovery_codes(*, account: Account) -> list[str]:
    """Ten new recovery codes, to be shown once; older ones end.

    :raises Refused: the account has no second factor that they could stand in for.
    """
    _not_of_the_demonstration(account)
    codes = recovery.make(account)
    made = "you made new recovery codes"
    factors.note_change(account, what=notices.CODES_MADE, event="recovery_codes.make", explanation=made)
    return codes


def end_session(*, account: Account, session: UserSession) -> None:
    """Sign out one other browser of one's own. One that has ended stays as it was."""
    if session.ended_at is None:
        session.ended_at, session.ended_because = now(), session_rules.BY_OWNER
        service.write_own("session.end", account, "you ended a sign-in of yours")


def end_other_sessions(*, account: Account) -> int:
    """Sign out every other browser of one's own; returns how many there were."""
    others = sessions.live_of(account.id, but=sessions.present())
    sessions.end_all(account.id, because=session_rules.BY_OWNER, but=sessions.present())
    service.write_own("session.end", account, "you ended all other sign-ins of yours")
    return len(others)


def _not_of_the_demonstration(account: Account) -> None:
    if not service.wants_code(account):
        raise Refused(FIXED)
