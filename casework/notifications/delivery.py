"""Sending what stands in the outbox: one message to one person, tried again later, parked after five failures.

Each step has its own short unit of work: a try is on record before the mail server is asked, so that a crash in between
never sends without end.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from flask_mailman import EmailMessage

from auth.models import Account
from casework.notifications.models import OutgoingMessage
from casework.notifications.templates import body, message
from egress import declared
from extensions import db, mail, now, present_settings, unit_of_work

MOST_TRIES = 5
FIRST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one run."""

    sent: int = 0
    failed: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True)
class _Letter:
    id: UUID
    to: str
    subject: str
    text: str


def send_waiting(limit: int = 500) -> Sent:
    """Send what is due. Call outside of a unit of work: each message is committed by itself."""
    sent = failed = parked = 0
    for message_id in _due(limit):
        letter = _take(message_id)
        if letter is None:
            continue
        fault = _send(letter)
        if _note_outcome(message_id, fault):
            parked += 1
        sent += fault == ""
        failed += fault != ""
    return Sent(sent, failed, parked)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries: 5, 10, 20, 40 minutes."""
    return FIRST_WAIT * (1 << (tries - 1))


def _due(limit: int) -> list[UUID]:
    waiting = sa.select(OutgoingMessage.id).where(
        OutgoingMessage.sent_at.is_(None),
        OutgoingMessage.parked_at.is_(None),
        sa.or_(OutgoingMessage.next_try_at.is_(None), OutgoingMessage.next_try_at <= now()),
    )
    with unit_of_work():
        return list(db.session.scalars(waiting.order_by(OutgoingMessage.created_at).limit(limit)))


def _take(message_id: UUID) -> _Letter | None:
    """Count the try and push the next one away, unless another run took the message first."""
    with unit_of_work():
        row = db.session.get_one(OutgoingMessage, message_id)
        taken = (
            sa.update(OutgoingMessage)
            .where(
                OutgoingMessage.id == message_id,
                OutgoingMessage.tries == row.tries,
                OutgoingMessage.sent_at.is_(None),
            )
            .values(tries=row.tries + 1, next_try_at=now() + wait_after(row.tries + 1))
        )
        account = db.session.get_one(Account, row.account_id)
        if not account.is_active:
            row.parked_at, row.last_fault = now(), "account suspended"
            return None
        letter = _letter(row, account)
        found = db.session.execute(taken.returning(OutgoingMessage.id)).scalar_one_or_none()
        return letter if found else None


def _letter(row: OutgoingMessage, account: Account) -> _Letter:
    settings = present_settings()
    text = body(row.template, settings.public_url, row.path)
    return _Letter(row.id, account.email, message(row.template).subject, text)


def _send(letter: _Letter) -> str:
    """The fault's kind, or nothing. Never its words: a server's answer repeats addresses."""
    try:
        with declared(), mail.get_connection() as connection:
            EmailMessage(letter.subject, letter.text, to=[letter.to], connection=connection).send()
    except Exception as fault:
        current_app.logger.warning("A message was not sent: %s", type(fault).__name__)
        return type(fault).__name__
    return ""


def _note_outcome(message_id: UUID, fault: str) -> bool:
    with unit_of_work():
        row = db.session.get_one(OutgoingMessage, message_id)
        row.last_fault = fault[:80]
        if not fault:
            row.sent_at = now()
            return False
        if row.tries >= MOST_TRIES:
            row.parked_at = now()
        return row.parked_at is not None
