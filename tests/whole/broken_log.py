"""The access log broken in five ways (security.md 4.3), each as the database itself breaks it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import repeat
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import SQLITE_CONNECTION, db, sqlite_module
from tests.conftest import APPLICATION
from tests.tables import KIND, past_the_wall

SOON = 0.05
"""Seconds that a page waits for the lock in the sweep; one test of its own waits as long as an installation does."""
JUNK = "junk"
NO_OBJECTS = "the table of what entries are about is gone"


def by_owner(*statements: str) -> None:
    """Change the tables as somebody whom no wall holds."""
    db.session.remove()
    with past_the_wall().begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@contextmanager
def missing(table: str) -> Iterator[None]:
    """One of the log's two tables is gone."""
    by_owner(f"ALTER TABLE {table} RENAME TO {table}_gone")
    try:
        yield
    finally:
        by_owner(f"ALTER TABLE {table}_gone RENAME TO {table}")


@contextmanager
def refused() -> Iterator[None]:
    """PostgreSQL: the application's role has lost its right to add; SQLite, which has no roles: a trigger refuses."""
    if KIND == "sqlite":
        said = "CREATE TRIGGER no_entry BEFORE INSERT ON access_entry BEGIN SELECT RAISE(ABORT, 'refused'); END"
        back = "DROP TRIGGER no_entry"
    else:
        said = f"REVOKE INSERT ON access_entry FROM {APPLICATION}"
        back = f"GRANT INSERT ON access_entry TO {APPLICATION}"
    by_owner(said)
    try:
        yield
    finally:
        by_owner(back)


@contextmanager
def read_only() -> Iterator[None]:
    """The whole database can only be read: SQLite's file is opened so, PostgreSQL's transactions are."""
    if KIND == "sqlite":
        with sqlite_opened("?mode=ro"):
            yield
        return
    with at_begin("SET TRANSACTION READ ONLY"):
        yield


@contextmanager
def full() -> Iterator[None]:
    """No room for one more entry. SQLite: the file may not grow, and what room was left in it is used up. PostgreSQL
    keeps its files where others are, and no disk is filled here: a trigger says what the server says then (53100)."""
    if KIND == "sqlite":
        most = filled_up()
        with sqlite_opened("", f"PRAGMA max_page_count = {most}"):
            yield
        by_owner(f"DELETE FROM access_entry WHERE event = '{JUNK}'")  # noqa: S608
        return
    says = "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'"
    by_owner(
        f"CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {says}; END $$",
        "CREATE TRIGGER disk_full BEFORE INSERT ON access_entry EXECUTE FUNCTION disk_full()",
    )
    try:
        yield
    finally:
        by_owner("DROP TRIGGER disk_full ON access_entry", "DROP FUNCTION disk_full()")


@contextmanager
def locked(app: Flask, wait: float | None = SOON) -> Iterator[None]:
    """Another process holds the lock: SQLite's one, or PostgreSQL's of the table. ``wait``: how long pages wait here;
    without it as long as an installation does."""
    settings = app.extensions["casework-settings"]
    if wait is not None:
        app.extensions["casework-settings"] = settings.model_copy(update={"lock_wait_seconds": wait})
    waiting = at_begin(f"SET LOCAL lock_timeout = {int(wait * 1000)}") if wait and KIND != "sqlite" else nothing()
    db.session.remove()
    with past_the_wall().connect() as other, waiting, other.begin():
        if KIND != "sqlite":
            other.exec_driver_sql("LOCK TABLE access_entry IN ACCESS EXCLUSIVE MODE")
        yield
    app.extensions["casework-settings"] = settings


def faults(app: Flask) -> dict[str, Callable[[], AbstractContextManager[None]]]:
    """The kinds of broken log by name."""
    return {
        "the table of entries is gone": lambda: missing("access_entry"),
        NO_OBJECTS: lambda: missing("accessed_object"),
        "entries are refused": refused,
        "the database can only be read": read_only,
        "the disk is full": full,
        "the lock is held": lambda: locked(app),
    }


@contextmanager
def nothing() -> Iterator[None]:
    yield


@contextmanager
def at_begin(statement: str) -> Iterator[None]:
    """Each transaction of the application begins with this."""

    def tell(connection: sa.Connection) -> None:
        connection.exec_driver_sql(statement)

    db.session.remove()
    sa.event.listen(db.engine, "begin", tell)
    try:
        yield
    finally:
        db.session.remove()
        sa.event.remove(db.engine, "begin", tell)


@contextmanager
def sqlite_opened(how: str, *settings: str) -> Iterator[None]:
    """The application's connections are opened in another way."""

    def connect(*_: Any) -> Any:
        address = f"file:{quote(db.engine.url.database or '')}{how}"
        made = sqlite_module().connect(address, uri=True, **SQLITE_CONNECTION)
        for setting in settings:
            made.execute(setting)
        return made

    db.session.remove()
    db.engine.dispose()
    sa.event.listen(db.engine, "do_connect", connect)
    try:
        yield
    finally:
        db.session.remove()
        sa.event.remove(db.engine, "do_connect", connect)
        db.engine.dispose()


def filled_up() -> int:
    """Use up the room that is left in SQLite's file; how many pages it has."""
    db.session.remove()
    made = sqlite_module().connect(db.engine.url.database, isolation_level=None)
    most = made.execute("PRAGMA page_count").fetchone()[0]
    made.execute(f"PRAGMA max_page_count = {most}")
    columns = "event, at, outcome, rule, rule_version, explanation, object_type, tiers, shown, request_id"
    for room in (3_000, 200, 0):
        row = (JUNK, "x" * room)
        with pytest.raises(sqlite_module().OperationalError, match="full"):
            made.executemany(
                f"INSERT INTO access_entry ({columns}) VALUES (?, '', '', '', 1, ?, '', '', 0, '')",  # noqa: S608
                repeat(row),
            )
    made.close()
    return int(most)
