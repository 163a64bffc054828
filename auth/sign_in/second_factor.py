"""The second factor of an account: made, shown once to its owner, confirmed, used, taken away."""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import unlock_for_service
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.encryption.models import DataKey
from auth.models import Account, SecondFactor
from auth.sign_in import codes
from extensions import db, now

PURPOSE = "second factor"


def of_account(account_id: UUID) -> SecondFactor | None:
    """The account's second factor, confirmed or not, still sealed."""
    return db.session.scalars(sa.select(SecondFactor).where(SecondFactor.account_id == account_id)).one_or_none()


def is_confirmed(account_id: UUID) -> bool:
    """Whether the owner has shown that the app gives the right codes."""
    found = of_account(account_id)
    return found is not None and found.confirmed_at is not None


def prepare(account: Account) -> SecondFactor:
    """A new secret to be confirmed. One that is confirmed already is left alone and returned."""
    found = of_account(account.id)
    if found is not None and found.confirmed_at is not None:
        return found
    remove(account.id)
    key_id = new_data_key(panel=PARTNERSHIP, kind="second_factor")
    factor = SecondFactor(data_key_id=key_id, account_id=account.id, secret=codes.new_secret())
    db.session.add(factor)
    db.session.flush()
    return factor


def remove(account_id: UUID) -> None:
    """Take the second factor away and destroy its key."""
    found = of_account(account_id)
    if found is None:
        return
    key_id = found.data_key_id
    db.session.execute(sa.delete(SecondFactor).where(SecondFactor.id == found.id))
    db.session.expunge(found)
    db.session.execute(sa.delete(DataKey).where(DataKey.id == key_id))
    db.session.execute(sa.update(Account).where(Account.id == account_id).values(second_factor=False))


def secret_of(factor: SecondFactor) -> str:
    """The secret in base32."""
    unlock_for_service([factor.data_key_id], purpose=PURPOSE)
    return factor.secret or ""


def use_code(factor: SecondFactor, typed: str) -> bool:
    """Whether the code is right and was not used before. One statement decides: of two equal posts one is refused."""
    step = codes.matching_step(secret_of(factor), typed, now())
    if step is None:
        return False
    used = db.session.execute(
        sa.update(SecondFactor)
        .where(SecondFactor.id == factor.id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def begun_secret(account: Account) -> str:
    """The secret of the app that is being set up; empty when none is. It changes nothing."""
    factor = of_account(account.id)
    if factor is None:
        return ""
    unlock_for_service([factor.data_key_id], purpose=PURPOSE)
    return (factor.secret if factor.confirmed_at is None else factor.next_secret) or ""


def next_secret(account: Account) -> str:
    """The same, begun now if it was not; it stays the same until its first code is typed. The present app, if there is
    one, goes on until then."""
    begun = begun_secret(account)
    if begun:
        return begun
    factor = of_account(account.id) or prepare(account)
    secret = secret_of(factor)
    if factor.confirmed_at is not None:
        secret = factor.next_secret = codes.new_secret()
    return secret


def move_to_next(account: Account, typed: str) -> bool:
    """Whether ``typed`` is a right code of the app that is being set up; from now on its codes count and no other's."""
    secret, factor = begun_secret(account), of_account(account.id)
    step = codes.matching_step(secret, typed, now()) if secret else None
    if factor is None or step is None:
        return False
    factor.secret, factor.next_secret, factor.last_step = secret, None, step
    confirm(factor, account)
    return True


def confirm(factor: SecondFactor, account: Account) -> None:
    """From now on every sign-in of this account wants a code."""
    factor.confirmed_at = now()
    account.second_factor = True
