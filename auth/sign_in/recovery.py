"""Recovery codes: ten, shown once, each good for one sign-in beside the password.

A code has 76 random bits. Stored is its HMAC under a key of the keyring, which the root key wraps and which is not in
the database: a stolen database gives nothing to try guesses at (the spirit of ADR 17).
"""

import hmac
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import PARTNERSHIP, SEARCH, keyring
from auth.models import Account
from auth.sign_in.models import RecoveryCode
from auth.sign_in.spoken_codes import in_groups, new_code, plain
from extensions import db, now

HOW_MANY = 10


def make(account: Account) -> list[str]:
    """Ten new codes, in groups of four; the old ones end. They are never shown again."""
    erase(account.id)
    key_id, key = keyring().newest(PARTNERSHIP, SEARCH)
    codes = [new_code() for _ in range(HOW_MANY)]
    for code in codes:
        db.session.add(RecoveryCode(account_id=account.id, key_id=key_id, code_hash=_hash(key, account.id, code)))
    db.session.flush()
    return [in_groups(code) for code in codes]


def use(account_id: UUID, typed: str) -> bool:
    """Whether this is a code that was not used before; it is used now. One statement decides."""
    code = plain(typed)
    theirs = (RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    keys = db.session.scalars(sa.select(RecoveryCode.key_id).where(*theirs).distinct())
    hashes = [_hash(keyring().by_id(key_id), account_id, code) for key_id in keys]
    used = sa.update(RecoveryCode).where(*theirs, RecoveryCode.code_hash.in_(hashes)).values(used_at=now())
    done = db.session.execute(used.execution_options(synchronize_session=False))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def left(account_id: UUID) -> int:
    """How many codes can still be used."""
    wanted = sa.select(sa.func.count()).select_from(RecoveryCode)
    return db.session.scalar(wanted.where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))) or 0


def erase(account_id: UUID) -> None:
    """No code of the account works any more."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def _hash(key: bytes, account_id: UUID, code: str) -> bytes:
    return hmac.digest(key, b"recovery-code|" + account_id.bytes + code.encode(errors="replace"), "sha256")
