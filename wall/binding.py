"""Puts the wall under an application: every transaction is told who stands behind it, at its beginning."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from click import ClickException
from flask import Flask, current_app, has_app_context
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from extensions import db, prepare_sqlite, present_settings, sqlite_module
from wall import postgresql
from wall.scopes import Wall
from wall.sqlite import SqliteGuard, SqliteWall
from wall.standing import begin_request, end_request, on_change, present

EXTENSION = "casework-wall"
ON_SQLITE = "casework-wall-on-sqlite"
TWO_ROLES = (
    "Set CASEWORK_OWNER_DATABASE_URL to the role that owns the tables and DATABASE_URL to another that owns nothing, "
    "then run: flask --app wsgi prepare (docs/operating.md, The second wall)."
)
OFF = (
    "The second wall is off (CASEWORK_WALL=off): the database shows every row to every query that forgot to ask. "
    "Unset CASEWORK_WALL and run: flask --app wsgi prepare (docs/operating.md, The second wall)."
)
MOST_NAMED = 3
"""Of tables without their policy."""


class WeakWall(ClickException):
    """The wall is on and does not hold, or cannot be raised. The message is one sentence of what is wrong and one of
    what to do; a command shows it and stops."""


def bind(app: Flask, engine: Engine, wall: Wall) -> None:
    """Tell every transaction of ``engine`` for whom it is, where the wall is on, and begin every request of ``app``
    with nobody.

    :raises WeakWall: in production, where the wall is on and does not hold.
    """
    app.extensions[EXTENSION] = wall
    app.before_request(begin_request)
    app.teardown_request(lambda _fault: end_request())
    if engine.dialect.name == "sqlite":
        _bind_to_sqlite(app, engine, wall)
    elif hides_rows():
        event.listen(engine, "begin", _tell_if_anybody)
    else:
        app.logger.warning(OFF)
    on_change(_tell_open_transaction)
    # A command may be the one that raises the wall; ``flask serve`` checks by itself.
    if present_settings().production and not by_command():
        try:
            check_wall()
        finally:
            engine.dispose()


def _bind_to_sqlite(app: Flask, engine: Engine, wall: Wall) -> None:
    if in_memory(engine):
        return
    if not present_settings().has_wall():
        SqliteGuard(engine)
        return
    on_sqlite = app.extensions[ON_SQLITE] = SqliteWall(engine, wall, db.metadata)
    event.listen(engine, "begin", lambda connection: on_sqlite.tell(connection, present()))


def in_memory(engine: Engine) -> bool:
    """SQLite without a file: gone with its only connection, which must make its tables too. It has no wall."""
    return engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:")


def _tell_if_anybody(connection: sa.Connection) -> None:
    standing = present()
    if standing is not None:
        postgresql.tell(connection.connection.driver_connection, standing)


def _tell_open_transaction() -> None:
    if not has_app_context():
        return
    on_sqlite: SqliteWall | None = current_app.extensions.get(ON_SQLITE)
    if on_sqlite is None and not hides_rows():
        return
    if db.session.registry.has() and db.session().in_transaction() and db.session().is_active:
        if on_sqlite is not None:
            on_sqlite.tell(db.session.connection(), present())
            return
        driver: Any = db.session.connection().connection.driver_connection
        # One that has failed can only be rolled back, and answers nothing any more.
        if not postgresql.has_failed(driver):
            postgresql.tell(driver, present())


def engine_past_the_wall(address: str) -> Engine:
    """SQLite: the file as whoever may change its tables. The wall is of a connection, and no connection here has it."""
    engine = sa.create_engine(address, poolclass=NullPool, module=sqlite_module())
    prepare_sqlite(engine)
    return engine


@contextmanager
def owners_connection() -> Iterator[sa.Connection]:
    """A connection as whoever owns the tables, with no transaction begun."""
    settings = present_settings()
    if db.engine.dialect.name == "sqlite" and not in_memory(db.engine):
        engine = engine_past_the_wall(settings.database())
    elif settings.owner_database() == settings.database():
        with db.engine.connect() as connection:
            yield connection
        return
    else:
        engine = sa.create_engine(settings.owner_database(), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def raise_wall(connection: sa.Connection) -> None:
    """Make the wall anew, as the owner of the tables, or take it down where it is off; the application's role is given
    what it needs either way."""
    if connection.dialect.name == "postgresql":
        wall: Wall = current_app.extensions[EXTENSION]
        postgresql.lower_wall(connection)
        if present_settings().has_wall():
            postgresql.raise_wall(connection, wall)
        postgresql.give(connection, sa.make_url(present_settings().database()).username, wall.erasures)


def lower_wall(connection: sa.Connection) -> None:
    """Take the wall down for a change of the schema; it is for the same transaction to raise it again."""
    if connection.dialect.name == "postgresql":
        postgresql.lower_wall(connection)


def hides_rows() -> bool:
    """Whether the wall is on: a row that is not found may be there and kept from who asks."""
    return present_settings().has_wall() and not in_memory(db.engine)


def make_tables() -> None:
    """Every table of the models, and the wall: for a database that is not made by migrations."""
    with owners_connection() as connection, connection.begin():
        db.metadata.create_all(connection)
        raise_wall(connection)


def by_command() -> bool:
    """Whether the application is made for a command, which may be the one that prepares the database."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def may_read(table: str) -> bool:
    """Whether the application's role has been given this table: a new role is given its rights by ``prepare``.

    :raises WeakWall: it has not, and the application is made to serve.
    """
    if db.engine.dialect.name != "postgresql" or db.session.scalar(
        sa.select(sa.func.has_table_privilege(table, "SELECT"))
    ):
        return True
    if by_command():
        return False
    raise WeakWall(f"The role of DATABASE_URL may not read the tables. {TWO_ROLES}")


def weakness() -> str | None:
    """On PostgreSQL: what keeps the wall from holding, and what to do. ``None``: nothing does. Of SQLite, whose wall is
    of each connection, nothing is said."""
    if db.engine.dialect.name != "postgresql":
        return None
    if not hides_rows():
        return OFF
    wall: Wall = current_app.extensions[EXTENSION]
    with db.engine.connect() as connection:
        fault = postgresql.too_strong(connection)
        bare = postgresql.unguarded(connection, wall)
    if fault:
        return f"The second wall does not hold the role of DATABASE_URL: it {fault}. {TWO_ROLES}"
    if bare:
        named = ", ".join(bare[:MOST_NAMED]) + (f" and {len(bare) - MOST_NAMED} more" if bare[MOST_NAMED:] else "")
        return f"Tables stand outside the second wall: {named}. Run: flask --app wsgi prepare"
    return None


def check_wall() -> None:
    """See that the wall holds, where it is on.

    :raises WeakWall: the application signs in as a role that the wall does not hold, or the wall is not up.
    """
    found = weakness() if hides_rows() else None
    if found:
        raise WeakWall(found)


def check_owner() -> None:
    """Before the schema is changed: see that whoever changes it may, and in production that it is not who serves.

    :raises WeakWall: one role is to do both, or the tables belong to another one.
    """
    settings = present_settings()
    if db.engine.dialect.name != "postgresql":
        return
    if settings.production and settings.has_wall() and settings.owner_database() == settings.database():
        raise WeakWall(f"The second wall needs two database roles, and one is set. {TWO_ROLES}")
    with owners_connection() as connection:
        others = postgresql.owners_beside(connection)
    if others:
        raise WeakWall(f"The tables belong to the database role {', '.join(others)}. {TWO_ROLES}")
