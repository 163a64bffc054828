"""The PIN of a request: a key of the installation is mixed in (HMAC), then Argon2id.

Six digits alone are soon guessed by whoever holds the database; without the key nothing can be tried.
"""

import hmac

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from auth.encryption.keyring import PARTNERSHIP, SEARCH, keyring
from auth.sign_in.passwords import hash_password, turn, verify_password
from casework.trigger.models import ResidentRequest, ResidentTry
from casework.trigger.rules import MOST_TRIES
from extensions import db
from wording.dates import today


class TooManyToday(Exception):
    """A number was tried so often today that no PIN is looked at any more, the right one neither."""


def set_pin(request: ResidentRequest, pin: str) -> None:
    """Keep a new PIN."""
    key_id, key = keyring().newest(PARTNERSHIP, SEARCH)
    request.pin_hash, request.pin_key_id = hash_password(_mixed(key, request.number, pin)), key_id


def fits(number: str, pin: str) -> ResidentRequest | None:
    """The request with this number if the PIN is right: one try. Any other number takes the same work.

    The hash takes a tenth of a second, so no database lock is held meanwhile: whatever the request's own transaction
    held is rolled back. The try is counted after it and before anything is told, so of tries that come at once no more
    are answered than of tries that come one by one.
    :raises TooManyToday: this number was tried too often today, whatever was found.
    :raises TooBusy: too many others are being looked at; such a try is not counted.
    """
    if _tries_today(number) >= MOST_TRIES:
        raise TooManyToday
    stored, key = _kept_of(number)
    db.session.rollback()
    with turn():
        right = verify_password(stored, _mixed(key, number, pin))
    if _count_try(number) > MOST_TRIES:
        raise TooManyToday
    if not right:
        return None
    forget_tries(number)
    same = sa.select(ResidentRequest).where(ResidentRequest.number == number, ResidentRequest.pin_hash == stored)
    return db.session.scalars(same).one_or_none()


def _kept_of(number: str) -> tuple[str | None, bytes]:
    """The stored hash and the key that was mixed in; for a number that there is not, no hash and the newest key."""
    wanted = sa.select(ResidentRequest.pin_hash, ResidentRequest.pin_key_id).where(ResidentRequest.number == number)
    stored, key_id = db.session.execute(wanted).one_or_none() or (None, None)
    return stored, keyring().by_id(key_id) if key_id else keyring().newest(PARTNERSHIP, SEARCH)[1]


def _tries_today(number: str) -> int:
    return db.session.scalar(sa.select(ResidentTry.count).where(*_today(number))) or 0


def _count_try(number: str) -> int:
    """Count a try; how many there are today with it. Known and unknown numbers alike."""
    try:
        with db.session.begin_nested():
            db.session.add(ResidentTry(day=today(), number_hash=_number_hash(number), count=0))
    except IntegrityError:
        pass  # tried before today
    more = sa.update(ResidentTry).where(*_today(number)).values(count=ResidentTry.count + 1)
    db.session.execute(more.execution_options(synchronize_session=False))
    return _tries_today(number)


def forget_tries(number: str) -> None:
    """Begin to count anew, once the right PIN was given."""
    gone = sa.delete(ResidentTry).where(*_today(number))
    db.session.execute(gone.execution_options(synchronize_session=False))


def _today(number: str) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return ResidentTry.day == today(), ResidentTry.number_hash == _number_hash(number)


def _mixed(key: bytes, number: str, pin: str) -> str:
    return hmac.digest(key, f"resident-pin|{number}|{pin}".encode(), "sha256").hex()


def _number_hash(number: str) -> bytes:
    _, key = keyring().newest(PARTNERSHIP, SEARCH)
    return hmac.digest(key, b"resident-try|" + number.encode(), "sha256")
