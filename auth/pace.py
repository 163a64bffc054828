"""How fast pages are read, and how much heavy work is done at once. Both are counted in each process by itself.

In production nobody is shown more pages in a minute than a person reads: a program in their browser stops there, and
the access log has it. What is sent by a form is never counted, so that nothing typed is lost. Heavy work (papers,
tables, files of the log) is done for one person once at a time and for few people at once, so that light pages are
answered meanwhile. A few wait for their turn: when a meeting begins, nine members open their papers in one minute.
"""

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Flask, Response, make_response, render_template, request

from auth.access_log.service import write_turned_away
from auth.current import current_actor
from auth.roles import Actor
from extensions import keep_despite_failure, now, present_settings

View = TypeVar("View", bound=Callable[..., Any])
MINUTE = timedelta(minutes=1)
AT_ONCE = 3
"""Heavy answers that one process makes at once; of one person never more than one."""
WAITING, PATIENCE = 3, 5.0
"""How many more wait for one of them to end, and for how many seconds. Each that waits keeps one of the eight threads
of the built-in server, so two are always left to light pages."""
SOON = 10
"""Seconds after which somebody who was told to wait may come again."""
RULE, WORDS = "pace", "pages were asked for faster than anybody reads"
_lock = threading.Lock()
_seen: dict[UUID, deque[datetime]] = {}
_ended = threading.Condition()
_running: Counter[UUID] = Counter()
_in_line: list[UUID] = []


class TooFast(Exception):
    """More pages in a minute than a person reads."""


class Busy(Exception):
    """As much heavy work is being done as this process does at once, or this person's own still is."""


def count(actor: Actor) -> None:
    """Count a page that is asked for.

    :raises TooFast: one too many in this minute; the first of them is kept in the access log.
    """
    settings = present_settings()
    if not settings.production or not settings.pages_a_minute or request.method != "GET":
        return
    over = _count(actor.account_id, now(), settings.pages_a_minute)
    if over == 1:
        keep_despite_failure(partial(write_turned_away, actor=actor, event=RULE, rule=RULE, words=WORDS))
    if over:
        raise TooFast


def heavy(view: View) -> View:
    """Mark a view whose answer is much work.

    :raises Busy: when it cannot be begun within :data:`PATIENCE`, or enough wait already.
    """

    @wraps(view)
    def _in_place(*args: Any, **kwargs: Any) -> Any:
        mine = current_actor().account_id
        _begin(mine)
        try:
            return view(*args, **kwargs)
        finally:
            _end(mine)

    return cast(View, _in_place)


def heavy_pieces(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """An answer that is made while it is sent, and is much work: its place is free when the last piece is made, or
    whoever sends them lets go of it. Nobody waits for one: the entry is written by then, and on SQLite the lock taken.

    :raises Busy: it cannot be begun now; no piece was made.
    """
    placed = _in_its_place(current_actor().account_id, pieces)
    next(placed)
    return placed


def _in_its_place(mine: UUID, pieces: Iterator[bytes]) -> Iterator[bytes]:
    _begin(mine, patient=False)
    try:
        yield b""
        yield from pieces
    finally:
        _end(mine)


def _end(mine: UUID) -> None:
    with _ended:
        del _running[mine]
        _ended.notify_all()


def _begin(mine: UUID, *, patient: bool = True) -> None:
    with _ended:
        if patient and _is_full(mine) and len(_in_line) < WAITING:
            _in_line.append(mine)
            _ended.wait_for(lambda: not _is_full(mine), PATIENCE)
            _in_line.remove(mine)
        if _is_full(mine):
            raise Busy
        _running[mine] += 1


def _is_full(mine: UUID) -> bool:
    return bool(_running[mine]) or _running.total() >= AT_ONCE


def bind(app: Flask) -> None:
    """Answer both with a page that says when to come again."""
    app.register_error_handler(TooFast, partial(_later, "errors/too_many.html", 60))
    app.register_error_handler(Busy, partial(_later, "errors/busy.html", SOON))


def _count(account_id: UUID, at: datetime, most: int) -> int:
    """How far over the limit this page is; a page that is refused counts too, until its minute is over."""
    with _lock:
        times = _seen.setdefault(account_id, deque(maxlen=2 * most))
        while times and at - times[0] >= MINUTE:
            times.popleft()
        times.append(at)
        return max(len(times) - most, 0)


def _later(template: str, seconds: int, _fault: Exception) -> Response:
    answer = make_response(render_template(template, retry_after=seconds), 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
