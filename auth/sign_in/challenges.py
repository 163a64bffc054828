"""What a browser is asked to sign with a passkey: made and kept on the server, answered once, within five minutes.

Only the challenge's number stands in this browser's signed form cookie, so an answer from another browser finds none.
"""

import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import session

from auth.sign_in import throttle
from auth.sign_in.models import PasskeyChallenge
from extensions import db, now

KEY = "passkey"
BYTES = 32
LASTS = timedelta(minutes=5)
SIGN_IN, SET_UP, PROOF, ADDING = "sign in", "set up", "proof", "adding"
# A challenge costs a row, and needs no account: so many a network gets. An office of hundreds comes through.
NETWORK_MOST, NETWORK_SPAN = 300, timedelta(minutes=10)
COUNTED_AS = "passkey challenge"


class TooMany(Exception):
    """This network asked for more challenges than it gets. Password and code are there."""


def issue(purpose: str, account_id: UUID | None) -> bytes:
    """A new challenge for this browser; the one before it is worth nothing any more.

    :raises TooMany: the network has had its share.
    """
    if account_id is None:
        if len(throttle.noted_here(COUNTED_AS, NETWORK_SPAN)) >= NETWORK_MOST:
            raise TooMany
        throttle.note(COUNTED_AS, "")
    db.session.execute(sa.delete(PasskeyChallenge).where(PasskeyChallenge.made_at <= now() - LASTS))
    row = PasskeyChallenge(purpose=purpose, account_id=account_id, challenge=secrets.token_bytes(BYTES), made_at=now())
    db.session.add(row)
    db.session.flush()
    session[KEY] = str(row.id)
    return row.challenge


def take(purpose: str, account_id: UUID | None) -> bytes | None:
    """This browser's challenge, used up at once and for good whatever comes of it; ``None`` if there is none for this
    purpose and this account, or it is too old. The request's own transaction must not hold any work yet."""
    number = session.pop(KEY, None)
    db.session.rollback()
    if number is None:
        return None
    gone = sa.delete(PasskeyChallenge).where(PasskeyChallenge.id == UUID(number))
    wanted = gone.returning(
        PasskeyChallenge.purpose, PasskeyChallenge.account_id, PasskeyChallenge.challenge, PasskeyChallenge.made_at
    )
    with db.engine.begin() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None or (row.purpose, row.account_id) != (purpose, account_id) or row.made_at <= now() - LASTS:
        return None
    return bytes(row.challenge)
