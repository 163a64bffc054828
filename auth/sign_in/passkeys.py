"""Passkeys of an account: added, used to sign in or to prove who it is, removed.

A passkey is both factors: its device has made sure of its owner, and it answers at our address alone. So it can be
neither typed into another site nor read out over the telephone.
"""

import hashlib
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from auth.access_log.service import REFUSED, Looked, write_entry
from auth.alerts import tell_administrators
from auth.doors import NotAllowed
from auth.models import Account
from auth.providers import links
from auth.refusals import Refused
from auth.sign_in import ceremony, challenges, factors, notices, second_factor, service
from auth.sign_in.models import Passkey
from auth.sign_in.relying_party import RelyingParty, relying_party
from extensions import db, keep_despite_failure, now

NOT_TAKEN = "The passkey was not accepted. Try again, or use your password and code"
NOT_ADDED = "The passkey was not added. Try again"
LAST = "This is your only second factor. Set up your authenticator app or add another passkey first"
ONLY_WAY = "This is your only way to sign in. Ask your system administrator for a one-time code first"
MOST = 10


def is_offered() -> bool:
    """Whether this installation has an address at which browsers use passkeys."""
    return relying_party() is not None


def options_for(purpose: str, account: Account | None) -> str:
    """What the browser is to be asked, as JSON, with a challenge that is kept here.

    :raises Refused: passkeys are not offered. :raises TooMany: the network asked too often.
    """
    party = _party()
    challenge = challenges.issue(purpose, account.id if account else None)
    if purpose in (challenges.ADDING, challenges.SET_UP) and account is not None:
        return ceremony.adding_options(party, account, challenge)
    return ceremony.asking_options(party, challenge)


def add(*, account: Account, name: str, answer: str, purpose: str = challenges.ADDING) -> Passkey:
    """Keep a new passkey of ``account``.

    :raises Refused: it does not answer what was asked here, it is known already, or the account has ten.
    """
    account_id = account.id
    challenge = challenges.take(purpose, account_id)
    made = _made(answer, challenge)
    factors.lock(account)
    if len(of_account(account_id)) >= MOST:
        raise Refused(f"You have {MOST} passkeys. Remove one first", "name")
    row = Passkey(
        account_id=account_id,
        credential_hash=_hash(made.credential_id),
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Refused("This passkey has been added already", "name") from None
    account.second_factor = True
    factors.note_change(account, what=notices.PASSKEY_ADDED, event="passkey.add", explanation="you added a passkey")
    return row


def set_up(*, account: Account, name: str, answer: str) -> None:
    """A passkey as an account's first second factor; a secret that was shown for an app is thrown away.

    :raises Refused: as :func:`add`.
    """
    add(account=account, name=name, answer=answer, purpose=challenges.SET_UP)
    second_factor.remove(account.id)
    account.second_factor = True


def sign_in(answer: str) -> Account:
    """The account whose passkey answered.

    :raises Refused: for whatever reason it did not, in the same words; the refusal is kept in the access log.
    """
    found = _used(answer, challenges.take(challenges.SIGN_IN, None), None)
    account = db.session.get_one(Account, found)
    if not service.may_sign_in(account):
        service.log_failure("passkey", found)
        raise Refused(NOT_TAKEN)
    return account


def prove(*, account: Account, answer: str) -> None:
    """Show again who it is with one of the account's own passkeys.

    :raises Refused: as :func:`sign_in`, and of another account's passkey.
    """
    account_id = account.id
    _used(answer, challenges.take(challenges.PROOF, account_id), account_id)
    service.note_proof(account_id, "you used a passkey again")


def remove(*, account: Account, passkey: Passkey) -> None:
    """Take a passkey away; at once nothing opens with it.

    :raises Refused: it is the only second factor that is left, or nothing else would let the person in.
    """
    factors.lock(account)
    others = [one for one in factors.live_passkeys(account) if one.id != passkey.id]
    if service.wants_code(account) and not others and not second_factor.is_confirmed(account.id):
        raise Refused(LAST)
    if not others and account.password_hash is None and links.of_account(account.id) is None:
        raise Refused(ONLY_WAY)
    db.session.execute(sa.delete(Passkey).where(Passkey.id == passkey.id))
    removed = "you removed a passkey"
    factors.note_change(account, what=notices.PASSKEY_REMOVED, event="passkey.remove", explanation=removed)


def of_account(account_id: UUID) -> list[Passkey]:
    """Every passkey of the account, stopped ones too, the oldest first."""
    return list(
        db.session.scalars(sa.select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.added_at))
    )


def own(account: Account, passkey_id: UUID) -> Passkey:
    """One of the account's own passkeys.

    :raises NotAllowed: there is none, or it is another account's.
    """
    found = db.session.get(Passkey, passkey_id)
    if found is None or found.account_id != account.id:
        raise NotAllowed
    return found


def _used(answer: str, challenge: bytes | None, wanted: UUID | None) -> UUID:
    """Whose passkey it is that rightly answered ``challenge``; its count is carried on."""
    known: Passkey | None = None
    try:
        read = ceremony.read(answer)
        known = db.session.scalars(
            sa.select(Passkey).where(Passkey.credential_hash == _hash(read.raw_id))
        ).one_or_none()
        if challenge is None or known is None or known.stopped_at is not None:
            raise ceremony.NotProven
        if known.account_id != (wanted or known.account_id) or read.response.user_handle != known.account_id.bytes:
            raise ceremony.NotProven
        count = ceremony.checked_count(_party(), read, challenge, known.public_key)
    except ceremony.NotProven:
        service.log_failure("passkey", known.account_id if known else wanted)
        raise Refused(NOT_TAKEN) from None
    account_id = known.account_id
    if not _count_on(known.id, count):
        keep_despite_failure(partial(_stop, known.id, account_id))
        raise Refused(NOT_TAKEN)
    return account_id


def _with_id(credential_id: bytes) -> Passkey | None:
    wanted = sa.select(Passkey).where(Passkey.credential_hash == _hash(credential_id))
    return db.session.scalars(wanted).one_or_none()


def _count_on(passkey_id: UUID, count: int) -> bool:
    """Whether the authenticator counted on since the last time. One that counts never goes back or stands still; one
    that does not count says 0 each time (W3C Web Authentication 6.1.1)."""
    goes_on = sa.or_(Passkey.sign_count < count, sa.and_(Passkey.sign_count == 0, sa.literal(count) == 0))
    used = sa.update(Passkey).where(Passkey.id == passkey_id, Passkey.stopped_at.is_(None), goes_on)
    done = db.session.execute(used.values(sign_count=count, last_used_at=now()))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def _stop(passkey_id: UUID, account_id: UUID) -> None:
    """Two devices hold it, and we cannot tell which is the owner's: it opens nothing from now on."""
    stopped = sa.update(Passkey).where(Passkey.id == passkey_id, Passkey.stopped_at.is_(None))
    db.session.execute(stopped.values(stopped_at=now()))
    explanation = "the passkey's count went back, as if there were a copy of it"
    looked = Looked("passkey.copied", REFUSED, "account", (account_id,), None, "credentials", 1, explanation)
    write_entry(actor=None, looked=looked)
    notices.tell(db.session.get_one(Account, account_id), notices.PASSKEY_COPIED)
    tell_administrators()


def _made(answer: str, challenge: bytes | None) -> ceremony.NewKey:
    if challenge is None:
        raise Refused(NOT_ADDED, "name")
    try:
        return ceremony.new_key(_party(), answer, challenge)
    except ceremony.NotProven:
        raise Refused(NOT_ADDED, "name") from None


def _party() -> RelyingParty:
    party = relying_party()
    if party is None:
        raise Refused(NOT_TAKEN)
    return party


def _hash(credential_id: bytes) -> bytes:
    return hashlib.sha256(credential_id).digest()
