"""All of an account's factors together: which there are, and what follows when one of them changes."""

import sqlalchemy as sa

from auth.models import Account
from auth.providers import links
from auth.sign_in import notices, recovery, second_factor, service, session_rules, sessions
from auth.sign_in.models import Passkey
from auth.sign_in.relying_party import relying_party
from extensions import db


def live_passkeys(account: Account) -> list[Passkey]:
    """The passkeys that open the account, the oldest first."""
    wanted = sa.select(Passkey).where(Passkey.account_id == account.id, Passkey.stopped_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Passkey.added_at)))


def has_any(account: Account) -> bool:
    """Whether the account was ever given a second factor that was not taken away. Where it has none, one is set up at
    the next sign-in, after the password alone: so a passkey that was stopped counts here."""
    wanted = sa.select(Passkey.id).where(Passkey.account_id == account.id).limit(1)
    return second_factor.is_confirmed(account.id) or db.session.scalars(wanted).first() is not None


def open_passkeys(account: Account) -> list[Passkey]:
    """The passkeys with which the person can sign in here now: none where no browser uses them at our address."""
    return live_passkeys(account) if relying_party() is not None else []


def remove_all(account: Account) -> None:
    """Take every factor but the password away, and the link to an organisation: for an account that begins anew."""
    second_factor.remove(account.id)
    recovery.erase(account.id)
    links.remove(account.id)
    db.session.execute(sa.delete(Passkey).where(Passkey.account_id == account.id))


def note_change(account: Account, *, what: str, event: str, explanation: str) -> None:
    """After a change of password or factors: every other session ends, this one goes on under a new token, the owner
    is told, and an entry is written (OWASP ASVS 5.0, 7.4.3 and 6.3.7)."""
    present = sessions.present()
    sessions.end_all(account.id, because=session_rules.CHANGED, but=present)
    if present is not None:
        sessions.renew(present)
    notices.tell(account, what)
    service.write_own(event, account, explanation)


def lock(account: Account) -> None:
    """Let two changes of one account's factors come one after the other. (SQLite lets one writer in at a time.)"""
    db.session.execute(sa.select(Account.id).where(Account.id == account.id).with_for_update())
