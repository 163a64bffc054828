"""Runs the migrations against the application's own engine, on SQLite and PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from extensions import Moment
from wall.binding import lower_wall, owners_connection, raise_wall

database = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args


def plain_types(kind: str, item: Any, _context: Any) -> Any:
    """A migration names only the database's own types, so that it still runs when our code has moved."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


options = {**options, "render_item": plain_types}


class BrokenReference(RuntimeError):
    """After the migrations a row points at a row that is not there; nothing of them was stored."""


@contextmanager
def references_unwatched(connection: sa.Connection) -> Iterator[None]:
    """On SQLite batch mode drops and renames tables: rows that point at them would go with them, or stop the drop."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # The database ignores this setting inside a transaction, and SQLAlchemy begins one with its first statement.
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def check_references(connection: sa.Connection) -> None:
    """What was not watched on the way is checked before anything is stored; PostgreSQL has watched all along."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if connection.dialect.name == "sqlite" else []
    if broken:
        raise BrokenReference(f"{len(broken)} rows, the first in table {broken[0][0]}")


def migrate_online() -> None:
    """Bring the connected database to the wanted revision in one transaction: all of it is stored, or nothing."""
    with owners_connection() as connection, references_unwatched(connection), connection.begin():
        lower_wall(connection)
        context.configure(connection=connection, target_metadata=database.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
        check_references(connection)
        # An older schema is for an older application, which knows of no wall.
        if context.get_context().get_current_heads() == tuple(context.script.get_heads()):
            raise_wall(connection)


def migrate_offline() -> None:
    """Print the SQL instead of running it."""
    context.configure(url=str(database.engine.url), target_metadata=database.metadata, literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    migrate_offline()
else:
    migrate_online()
