"""The tables of the run's one application: seen past the wall, emptied, and put back to how every test finds them."""

import os
from functools import cache
from typing import Any

import sqlalchemy as sa

from extensions import db
from wall.binding import engine_past_the_wall

KIND = os.environ.get("CASEWORK_TEST_DATABASE", "sqlite")
UNCHECKED = {
    "sqlite": "PRAGMA defer_foreign_keys = ON",
    "postgresql": "SET LOCAL session_replication_role = replica",
}
"""What lets one table be put back before the next that it points at."""
PUTTING_BACK = "putting_back"
"""Marks the connection that does so: what it writes is no test's."""


@cache
def _past_the_wall(address: str) -> sa.Engine:
    return engine_past_the_wall(address) if KIND == "sqlite" else sa.create_engine(address)


def past_the_wall() -> sa.Engine:
    """The application's database as somebody sees it whom no wall holds."""
    if KIND == "sqlite":
        return _past_the_wall(db.engine.url.render_as_string())
    return _past_the_wall(db.engine.url.set(username="postgres").render_as_string(hide_password=False))


def empty_all(connection: sa.Connection) -> None:
    """Delete every row of every table; on PostgreSQL in one message to the server."""
    statements = [f'DELETE FROM "{table.name}"' for table in reversed(db.metadata.sorted_tables)]  # noqa: S608
    for statement in statements if KIND == "sqlite" else ["; ".join(statements)]:
        connection.exec_driver_sql(statement)


def put_back(snapshot: dict[str, list[dict[str, Any]]], names: set[str]) -> list[Any]:
    """Give the tables of these names the rows of the snapshot. Where that cannot be, all tables get theirs, so that one
    test's rows are not the fault of all that follow; returns which rows stood in the way."""
    try:
        _put_back(snapshot, names)
    except sa.exc.IntegrityError:
        with past_the_wall().connect() as connection:
            plain = [table for table in db.metadata.sorted_tables if table.name not in names]
            there = {table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in plain}
        _put_back(snapshot, {*snapshot})
        return [(name, number) for name, number in there.items() if number != len(snapshot[name])]
    return []


def _put_back(snapshot: dict[str, list[dict[str, Any]]], names: set[str]) -> None:
    changed = [table for table in db.metadata.sorted_tables if table.name in names]
    with past_the_wall().connect().execution_options(**{PUTTING_BACK: True}) as connection, connection.begin():
        connection.exec_driver_sql(UNCHECKED[KIND])
        for table in reversed(changed):
            connection.execute(sa.delete(table))
        for table in changed:
            if snapshot[table.name]:
                connection.execute(sa.insert(table), snapshot[table.name])
