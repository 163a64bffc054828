"""Watches what is sent to the database, and by whom.

A statement is made of the models and compiled. One that somebody wrote as words stands in a place of ``WRITTEN``, or
the test during which it is sent fails; so does one that goes to the driver behind the back of the layer above it.
Words that a test itself sends are its own.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary, WeakSet

import sqlalchemy as sa
from sqlalchemy.sql import visitors

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = {
    ("auth/encryption/moving.py", "_store"): "PostgreSQL: two thousand keys in one statement",
    ("auth/encryption/moving.py", "_read"): "SQLite: wrapped keys, read without its lock",
    ("auth/encryption/moving.py", "_exchange"): "SQLite: each of them, if it is still what was read",
    ("auth/ledger/reading.py", "ask"): "the access log, whose statements are made of the models and go to the driver",
    ("auth/ledger/sealing.py", "writers"): "PostgreSQL: who is writing to the log at this moment",
    ("casework/retention/sweeping.py", "scrub"): "the disk is told to forget",
    ("extensions.py", "_connect"): "settings of a connection",
    ("extensions.py", "_begin"): "SQLite: the lock is taken at the beginning",
    ("wall/sqlite.py", "tell"): "who is shut out of which case, at the beginning of a transaction",
    ("wall/sqlite.py", "_checked_out"): "whether the schema is the one that the views were made for",
    ("wall/sqlite.py", "_raise"): "the views and triggers of a connection",
    ("migrations/env.py", "check_references"): "SQLite: references after a migration",
    ("migrations/env.py", "references_unwatched"): "SQLite: references during a migration",
    ("wall/postgresql.py", "_owner"): "the second wall: who owns the tables",
    ("wall/postgresql.py", "give"): "the second wall: what the application's role may",
    ("wall/postgresql.py", "lower_wall"): "the second wall: policies",
    ("wall/postgresql.py", "owners_beside"): "the second wall: whose the tables are",
    ("wall/postgresql.py", "raise_wall"): "the second wall: policies",
    ("wall/postgresql.py", "tell"): "the second wall: who stands behind a transaction",
    ("wall/postgresql.py", "too_strong"): "the second wall: what the role could do",
    ("wall/postgresql.py", "unguarded"): "the second wall: tables without a policy",
}
"""File and function, kept by hand: what sends words of its own to the database, and what for."""
OWN_WORDS = {"*", "1"}
"""What the layer itself writes for ``count(*)`` and ``EXISTS``."""
BETWEEN = {"BEGIN", "COMMIT", "ROLLBACK", ";"}
"""What the layer sends by the driver itself: around a transaction, and to see whether the server is there."""
OURS = f"{ROOT}/"
NOT_OURS = tuple(f"{ROOT}/{folder}/" for folder in (".venv", "node_modules"))
OF_TESTS = ("tests/", "benchmarks/")


def place_of(frame: FrameType | None) -> tuple[str, str]:
    """The nearest function of our own source from which ``frame`` was called."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(OURS) and not name.startswith(NOT_OURS) and name != __file__:
            return name.removeprefix(OURS), frame.f_code.co_name
        frame = frame.f_back
    return "nobody", ""


def is_words(clause: Any) -> bool:
    """Whether somebody wrote a piece of this statement as words."""
    return any(
        isinstance(part, (sa.TextClause, sa.DDL))
        or (getattr(part, "is_literal", False) and getattr(part, "name", "") not in OWN_WORDS)
        for part in visitors.iterate(clause)
    )


class Watcher:
    """Listens to one engine and to its driver. ``strays``: words from a place that is not on the list."""

    def __init__(self) -> None:
        self.strays: list[str] = []
        self.seen = 0
        self._known: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()
        self._connections: WeakSet[Any] = WeakSet()
        self._here = threading.local()

    def listen(self, engine: sa.Engine) -> None:
        """From now on, for as long as the engine is there."""
        sa.event.listen(engine, "before_cursor_execute", self._before)
        sa.event.listen(engine, "after_cursor_execute", self._after)
        sa.event.listen(engine, "handle_error", self._after)
        # A connection that is there already tells nothing; the pool makes new ones.
        engine.dispose()
        sa.event.listen(engine, "connect", self._connected)

    @contextmanager
    def listen_to_psycopg(self) -> Iterator[None]:
        """PostgreSQL's driver tells nothing by itself: the cursors of the engine's connections are watched."""
        import psycopg

        real = psycopg.Cursor.execute

        def execute(cursor: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
            if cursor.connection in self._connections:
                self._sent(str(query))
            return real(cursor, query, *args, **kwargs)

        with patch.object(psycopg.Cursor, "execute", execute):
            yield

    def take(self) -> list[str]:
        """The strays since the last taking."""
        found, self.strays = self.strays, []
        return found

    def _connected(self, driver: Any, _record: Any) -> None:
        if hasattr(driver, "set_trace_callback"):
            driver.set_trace_callback(self._sent)
        else:
            self._connections.add(driver)

    def _before(self, _connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        self._here.announced = True
        self.seen += 1
        if context is None or self._are_words(context.compiled):
            self._judge(statement)

    def _after(self, *_told: Any) -> None:
        self._here.announced = False

    def _are_words(self, compiled: Any) -> bool:
        if compiled is None:
            return True
        if compiled not in self._known:
            self._known[compiled] = is_words(compiled.statement)
        return self._known[compiled]

    def _sent(self, statement: str) -> None:
        """The driver sends it. What the layer above announced was judged there."""
        if not getattr(self._here, "announced", False) and statement not in BETWEEN:
            self._judge(statement)

    def _judge(self, statement: str) -> None:
        place = place_of(sys._getframe(1))
        if place not in WRITTEN and place[0] != "nobody" and not place[0].startswith(OF_TESTS):
            self.strays.append(f"{place[0]} {place[1]}: {statement[:80]}")
