"""The end of an account: what a person leaves behind ends in one step, and nothing of it is carried over.

From the day after the last one on every request is refused, whether or not the job has run; the job then ends what
hangs on the account. The floors above end what is theirs (ways into cases, deputies, packs that wait, open actions) by
functions that they hand in under :data:`HOOKS`.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from flask import current_app

from auth.accounts import granting, resets, told
from auth.accounts.written import ACCOUNT, log_by_itself, log_change, refuse_own
from auth.models import Account
from auth.refusals import Refused
from auth.roles import Actor
from auth.sign_in import factors, invitations, session_rules, sessions
from extensions import db, now, unit_of_work
from wall.standing import as_service
from wording.dates import today

Hook = Callable[[Account], None]
HOOKS = "casework-leaving"


def end_account(*, actor: Actor, account: Account, last_on: date | None = None) -> None:
    """Say which day is the person's last; without one, or with one that is over, everything ends now.

    :raises Refused: one's own, or it has ended already.
    """
    refuse_own(actor, account)
    if account.left_at is not None:
        raise Refused("This account has ended already")
    if last_on is not None and last_on >= today():
        account.ends_on = last_on
        log_change(actor, "account.end", ACCOUNT, account.id)
        told.of_leaving(account)
        return
    _leave(account)
    log_change(actor, "account.end", ACCOUNT, account.id)


def keep_account(*, actor: Actor, account: Account) -> None:
    """Take back a last day that has not come yet. :raises Refused: one's own, or there is none to take back."""
    refuse_own(actor, account)
    if account.ends_on is None or account.left_at is not None:
        raise Refused("There is no last day to take back")
    account.ends_on = None
    log_change(actor, "account.keep", ACCOUNT, account.id)


def leave_by_itself(account: Account, *, because: str) -> None:
    """End everything of an account for which time has come."""
    _leave(account)
    log_by_itself("account.end", ACCOUNT, account.id, rule="time", because=because)


def end_those_past() -> str:
    """End everything of those whose last day is over."""
    with unit_of_work():
        wanted = sa.select(Account).where(Account.ends_on < today(), Account.left_at.is_(None))
        past = list(db.session.scalars(wanted).unique())
        for account in past:
            leave_by_itself(account, because="the person's last day is over")
    return f"Accounts: {len(past)} ended."


def hand_over_everything(account: Account) -> None:
    """Let the floors above end what is theirs of an account that leaves its agency. The service does it: whoever keeps
    accounts sees no row of what ends here."""
    hooks: Sequence[Hook] = current_app.extensions.get(HOOKS, ())
    with as_service():
        for end_what_is_theirs in hooks:
            end_what_is_theirs(account)


def _leave(account: Account) -> None:
    """Everything at once. The hooks come last: they ask who is left, and this person is not any more."""
    account.left_at = now()
    account.suspended_at = account.suspended_at or now()
    account.ends_on = min(account.ends_on or date.max, today() - timedelta(days=1))
    account.password_hash = None
    sessions.end_all(account.id, because=session_rules.LEFT)
    factors.remove_all(account)
    granting.end_all_of(account)
    resets.end_all_of(account)
    invitations.end_codes(account.id)
    db.session.flush()
    db.session.expire(account, ["appointments"])
    hand_over_everything(account)
    told.of_leaving(account)
