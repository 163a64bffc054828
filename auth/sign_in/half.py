"""A sign-in that has its password and still wants its code. Kept in the signed form cookie, for ten minutes.

It gives no right but to try a code. It dies when the password changes.
"""

import hashlib
from uuid import UUID

from flask import session

from auth.models import Account
from extensions import db, now

KEY = "half"
LASTS_SECONDS = 600


def begin(account: Account) -> None:
    """Remember in this browser that the password was right."""
    session[KEY] = {"account": str(account.id), "since": int(now().timestamp()), "mark": _mark(account)}


def account_of() -> Account | None:
    """The account whose password was given in this browser in the last ten minutes."""
    found = session.get(KEY)
    if not isinstance(found, dict) or not 0 <= int(now().timestamp()) - found["since"] < LASTS_SECONDS:
        return None
    account = db.session.get(Account, UUID(found["account"]))
    if account is None or not account.is_active or found["mark"] != _mark(account):
        return None
    return account


def _mark(account: Account) -> str:
    return hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:16]
