"""Accounts that nobody signs in with: warned of, suspended, closed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auth.accounts import told
from auth.accounts.leaving import leave_by_itself
from auth.accounts.online_form import ADDRESS
from auth.accounts.unused_rules import CLOSED, SUSPENDED, WARNED, step_for
from auth.accounts.written import ACCOUNT, log_by_itself
from auth.models import Account
from auth.sign_in import session_rules, sessions
from auth.telling import ADMINISTRATION, administrators, tell
from extensions import db, now, unit_of_work
from wording.dates import as_date, today

UNUSED = "unused"
BECAUSE = "nobody has signed in with it for so many days"


@dataclass(frozen=True, slots=True)
class Unused:
    """An account that goes unused: how long, and what has come of it."""

    account: Account
    days: int
    step: str


def unused_accounts() -> list[Unused]:
    """Those that are unused for thirty days or more and have not ended, the longest unused first."""
    found = [Unused(one, (now() - last_used(one)).days, step_for(last_used(one), now())) for one in _candidates()]
    return sorted((one for one in found if one.step), key=lambda one: (-one.days, one.account.name))


def last_used(account: Account) -> datetime:
    """From when its days without a sign-in are counted."""
    return max(moment for moment in (account.signed_in_at, account.unused_since, account.created_at) if moment)


def look_after_unused() -> str:
    """Warn at 30 days, suspend at 60 and close at 90; each once."""
    counts = dict.fromkeys((WARNED, SUSPENDED, CLOSED), 0)
    with unit_of_work():
        for one in unused_accounts():
            counts[one.step] += _STEPS[one.step](one.account)
        if any(counts.values()):
            tell(administrators(), "accounts_to_look_at", ADMINISTRATION)
    return f"Unused accounts: {counts[WARNED]} warned, {counts[SUSPENDED]} suspended, {counts[CLOSED]} closed."


def _candidates() -> list[Account]:
    """The demonstration's accounts are left out: they work nowhere else, and nobody owns them."""
    wanted = sa.select(Account).where(Account.left_at.is_(None), Account.email != ADDRESS, sa.not_(Account.is_demo))
    return list(db.session.scalars(wanted).unique())


def _warn(account: Account) -> bool:
    warned_since = account.warned_on is not None and account.warned_on > as_date(last_used(account))
    if warned_since or not account.is_active:
        return False
    account.warned_on = today()
    tell([account.id, account.manager_id], "account")
    return True


def _suspend(account: Account) -> bool:
    if account.suspended_at is not None:
        return False
    account.suspended_at, account.suspended_because = now(), UNUSED
    sessions.end_all(account.id, because=session_rules.SUSPENDED)
    log_by_itself("account.suspend", ACCOUNT, account.id, rule="time", because=BECAUSE)
    told.of_leaving(account)
    return True


def _close(account: Account) -> bool:
    leave_by_itself(account, because=BECAUSE)
    return True


_STEPS = {WARNED: _warn, SUSPENDED: _suspend, CLOSED: _close}
