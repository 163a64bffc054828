"""The PIN of a request: a key of the installation is mixed in (HMAC), then Argon2id.

Six digits alone are soon guessed by whoever holds the database; without the key nothing can be tried.
"""

import hmac
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from auth.encryption.keyring import PARTNERSHIP, SEARCH, keyring
from auth.sign_in.passwords import hash_password, verify_password
from casework.trigger.models import ResidentRequest, ResidentTry
from casework.trigger.rules import MOST_TRIES
from extensions import db
from wording.dates import today


def set_pin(request: ResidentRequest, pin: str) -> None:
    """Keep a new PIN."""
    key_id, key = keyring().newest(PARTNERSHIP, SEARCH)
    request.pin_hash, request.pin_key_id = hash_password(_mixed(key, request.number, pin)), key_id


def fits(number: str, pin: str) -> ResidentRequest | None:
    """The request with this number if the PIN is right. Any other number takes the same work."""
    wanted = sa.select(ResidentRequest).where(ResidentRequest.number == number)
    found = db.session.scalars(wanted).one_or_none()
    key_id: UUID | None = found.pin_key_id if found else None
    key = keyring().by_id(key_id) if key_id else keyring().newest(PARTNERSHIP, SEARCH)[1]
    right = verify_password(found.pin_hash if found else None, _mixed(key, number, pin))
    return found if right else None


def count_try(number: str) -> bool:
    """Count a try before it is looked at; ``False`` when there were too many today. Known and unknown numbers alike."""
    which = (ResidentTry.day == today(), ResidentTry.number_hash == _number_hash(number))
    try:
        with db.session.begin_nested():
            db.session.add(ResidentTry(day=today(), number_hash=_number_hash(number), count=0))
    except IntegrityError:
        pass  # tried before today
    more = sa.update(ResidentTry).where(*which).values(count=ResidentTry.count + 1)
    db.session.execute(more.execution_options(synchronize_session=False))
    return (db.session.scalar(sa.select(ResidentTry.count).where(*which)) or 0) <= MOST_TRIES


def forget_tries(number: str) -> None:
    """Begin to count anew, once the right PIN was given."""
    which = (ResidentTry.day == today(), ResidentTry.number_hash == _number_hash(number))
    db.session.execute(sa.delete(ResidentTry).where(*which).execution_options(synchronize_session=False))


def _mixed(key: bytes, number: str, pin: str) -> str:
    return hmac.digest(key, f"resident-pin|{number}|{pin}".encode(), "sha256").hex()


def _number_hash(number: str) -> bytes:
    _, key = keyring().newest(PARTNERSHIP, SEARCH)
    return hmac.digest(key, b"resident-try|" + number.encode(), "sha256")
