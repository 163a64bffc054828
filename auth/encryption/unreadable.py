"""What stands in the place of a value that cannot be opened, and who is told.

A value that was cut, changed or moved must not take down the page that it stands on, and must not be passed over in
silence. A page that is only read (:func:`show_in_place`) shows :class:`Unshown` there. Everything else, above all what
writes, stops with :class:`~auth.encryption.cells.CannotOpen`: nothing may be decided by a value that nobody can read.
Either way the place (table, column, row; never content) is kept as an alert for the administrator.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Self
from uuid import UUID

from flask import Flask, current_app, g, request

from extensions import keep_despite_failure

WORDS = "cannot be shown"
GONE = "destroyed"
EXTENSION = "casework-unreadable"
_SHOWN, _FOUND = "unreadable_is_shown", "unreadable_found"
_log = logging.getLogger("casework.sealed")


class Unshown(str):
    """The words in place of a value that cannot be opened. Whatever is asked of it, the answer is the words again: a
    template that wants the year of a date or the name in a record gets them, and nothing of anybody else.

    It is no number: where one is wanted, the page says as a whole that a part of it cannot be shown.
    """

    __slots__ = ()
    __hash__ = str.__hash__

    def _same(self, *_args: Any, **_more: Any) -> Self:
        return self

    def _empty(self) -> tuple[()]:
        return ()

    def _no(self, _other: object) -> bool:
        return False

    def __getattr__(self, name: str) -> Self:
        # Never a name of the language: with an ``__html__`` a template would take the words for markup.
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator[str]:
        yield str(self)

    __call__ = __getitem__ = __format__ = __add__ = __radd__ = __sub__ = __rsub__ = __mod__ = _same
    __contains__ = __lt__ = __le__ = __gt__ = __ge__ = _no
    get = _same
    keys = items = values = _empty


@contextmanager
def shown_in_place() -> Iterator[None]:
    """For work that only reads, as the building of a pack: the words stand where a value cannot be opened."""
    before = g.get(_SHOWN, False)
    show_in_place()
    try:
        yield
    finally:
        setattr(g, _SHOWN, before)


def show_in_place() -> None:
    """For the rest of this request or job, which only reads."""
    setattr(g, _SHOWN, True)


def is_shown_in_place() -> bool:
    """Whether the words may stand in a value's place here."""
    return bool(g.get(_SHOWN, False))


def bind(app: Flask) -> None:
    """Requests that only read show the rest of their page."""

    @app.before_request
    def _reading() -> None:
        if request.method in ("GET", "HEAD"):
            show_in_place()


def found_any() -> bool:
    """Whether this request or job met a value that cannot be opened."""
    return bool(g.get(_FOUND))


def note(table: str, column: str, row_id: UUID) -> None:
    """Keep that this value could not be opened. It is stored even if the request's work is not."""
    found: dict[tuple[str, str, UUID], None] = g.setdefault(_FOUND, {})
    if not found:
        keep_despite_failure(partial(_tell, found))
    if (table, column, row_id) not in found:
        found[table, column, row_id] = None
        _log.error("A sealed value cannot be opened: %s.%s of row %s", table, column, row_id)


def _tell(found: dict[tuple[str, str, UUID], None]) -> None:
    keep = current_app.extensions.get(EXTENSION)
    if keep is not None:
        keep(list(found))
