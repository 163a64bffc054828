"""For whom and for what the database is asked now. A transaction that nobody stands behind sees no row of content.

A request begins with nobody; its session brings the person, or the resident. Work outside a request says its purpose.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from flask import g, has_app_context

PERSON = "person"
RESIDENT = "resident"
SERVICE = "service"
"""What time brings about, commands, and the demonstration's story: these see every row."""
ACCOUNTS = "accounts"
"""Commands and jobs that have to do with accounts, keys and mail, and with no record: these see no row of content."""

_NAME = "standing"


@dataclass(frozen=True, slots=True)
class Standing:
    """``panels``: where the person holds a role today. ``duties``: those in the partnership. ``request``: the referral
    that a resident began or came back to. ``covered``: panel and account of each colleague for whom the person
    covers."""

    purpose: str
    account: UUID | None = None
    agency: UUID | None = None
    panels: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    request: UUID | None = None
    covered: tuple[tuple[str, UUID], ...] = ()


_outside: ContextVar[Standing | None] = ContextVar("standing_outside_requests", default=None)
_told: list[Callable[[], None]] = []


def present() -> Standing | None:
    """Who stands behind what is asked now; ``None`` for nobody."""
    if has_app_context() and _NAME in g:
        found: Standing | None = g.get(_NAME)
        return found
    return _outside.get()


def begin_request() -> None:
    """Nobody stands behind a request until its session is known."""
    g.standing = None


def end_request() -> None:
    """What was said of a request says nothing of what follows in the same context."""
    g.pop(_NAME, None)


def stand(standing: Standing | None) -> None:
    """Say who it is, for the rest of the request; an open transaction is told at once. Outside a request this says
    nothing: there :func:`standing_as` does."""
    if has_app_context() and _NAME in g:
        g.standing = standing
        _tell()


@contextmanager
def standing_as(standing: Standing) -> Iterator[None]:
    """Say it for a piece of work: outside a request, or a piece of the service's within one."""
    in_request = has_app_context() and _NAME in g
    held = g.pop(_NAME) if in_request else None
    token = _outside.set(standing)
    _tell()
    try:
        yield
    finally:
        _outside.reset(token)
        if in_request:
            g.standing = held
        _tell()


@contextmanager
def as_service() -> Iterator[None]:
    """The service does this piece of work, whoever asks for it. For what must find every row to be right (what ends
    with an account, who else needs a record, a count), after a door has let the person in; also as a decorator."""
    with standing_as(Standing(SERVICE)):
        yield


@contextmanager
def standing_for(purpose: str | None) -> Iterator[None]:
    """Say the purpose of a piece of work; without one, that of the service where nothing was said yet."""
    if purpose is None and present() is not None:
        yield
        return
    with standing_as(Standing(purpose or SERVICE)):
        yield


def on_change(tell: Callable[[], None]) -> None:
    """Have ``tell`` called whenever somebody else stands behind what is asked."""
    if tell not in _told:
        _told.append(tell)


def _tell() -> None:
    for tell in _told:
        tell()
