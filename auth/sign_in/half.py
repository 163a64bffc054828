"""A sign-in that has its first factor and still wants its code. Kept in the signed form cookie, for ten minutes.

It gives no right but to try a code. It dies when the password changes, or the link by which a provider opens the
account.
"""

import hashlib
from uuid import UUID

from flask import session

from auth.models import Account
from auth.providers import links
from extensions import db, now

KEY = "half"
PASSWORD, PROVIDER = "password", "provider"
LASTS_SECONDS = 600


def begin(account: Account, *, by: str = PASSWORD, anew: bool = False) -> None:
    """Remember in this browser that the first factor was right: the password, or a sign-in at the organisation.

    ``anew``: a one-time code was given on the way, with which the account begins anew."""
    since, mark = int(now().timestamp()), _mark(account, by)
    session[KEY] = {"account": str(account.id), "since": since, "mark": mark, "by": by, "anew": anew}


def forget() -> None:
    """Give up the half sign-in of this browser."""
    session.pop(KEY, None)


def all_given(given: str) -> str:
    """The factors of a sign-in that ends, where its first was perhaps not the password."""
    found = session.get(KEY)
    by_provider = isinstance(found, dict) and found.get("by") == PROVIDER
    return given.replace(f"{PASSWORD}+", f"{PROVIDER}+", 1) if by_provider else given


def may_set_up(account: Account) -> bool:
    """Whether the first second factor may be set up in this half sign-in, by an account that has none.

    An account that an organisation's word opened as two factors never needs one here. So that word as one factor must
    not add one: it may where the person gave a one-time code on the way, or was never signed in.
    """
    found = session.get(KEY)
    if not isinstance(found, dict):
        return False
    return found.get("by") != PROVIDER or found.get("anew") is True or account.signed_in_at is None


def account_of() -> Account | None:
    """The account whose first factor was given in this browser in the last ten minutes."""
    found = session.get(KEY)
    if not isinstance(found, dict) or not 0 <= int(now().timestamp()) - found["since"] < LASTS_SECONDS:
        return None
    account = db.session.get(Account, UUID(found["account"]))
    if account is None or not account.is_active:
        return None
    return account if found["mark"] == _mark(account, found.get("by", PASSWORD)) else None


def _mark(account: Account, by: str) -> str:
    link = links.of_account(account.id) if by == PROVIDER else None
    opened_by = f"{account.password_hash or ''}|{link.id if link else ''}"
    return hashlib.sha256(opened_by.encode()).hexdigest()[:16]
