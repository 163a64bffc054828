"""When many requests begin: first a delay, then no more for a while. Only beginning is slowed, and only here.

Coming back, going on, sending and every other way in are never touched. There is no picture puzzle: those shut out
people who do not see well, and programs solve them. The page carries a signed time; when many requests begin, a form
sent sooner than the delay is asked to wait, and each page begins one request. It works without JavaScript.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from auth.sign_in import throttle
from casework.trigger import rules
from casework.trigger.models import ResidentRequest
from extensions import db, now

KIND = "resident-begin"


@dataclass(frozen=True)
class Place:
    """Where a form that wants to begin a request stands. ``full``: none may begin now. ``seconds``: how long it must
    wait, 0 if it need not. ``ticket``: the signed time that it is to carry next."""

    full: bool
    seconds: int
    ticket: str


def new_ticket() -> str:
    """The signed present time, with something that makes it the only one of its kind."""
    return _signer().dumps([secrets.token_hex(8), now().isoformat()])


def place_of(ticket: str) -> Place:
    """Where a form with this ticket stands."""
    here, everywhere = len(throttle.noted_here(KIND, rules.CROWD_SPAN)), _begun_everywhere()
    if rules.is_full(here=here, everywhere=everywhere):
        return Place(full=True, seconds=0, ticket="")
    opened = _opened_at(ticket)
    if opened is None or throttle.was_noted(KIND, ticket):
        ticket, opened = new_ticket(), now()
    slow = rules.is_crowded(here=here, everywhere=everywhere)
    return Place(full=False, seconds=rules.seconds_left(opened, now()) if slow else 0, ticket=ticket)


def spend(ticket: str) -> None:
    """Count a request that begins with this ticket: for this network, and against the ticket."""
    throttle.note(KIND, ticket)


def _begun_everywhere() -> int:
    lately = sa.select(sa.func.count(ResidentRequest.id)).where(ResidentRequest.created_at > now() - rules.CROWD_SPAN)
    return db.session.scalar(lately) or 0


def _opened_at(ticket: str) -> datetime | None:
    try:
        _, opened = _signer().loads(ticket)
        return datetime.fromisoformat(opened)
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=KIND)
