"""Runs the migrations against the application's own engine, on SQLite and PostgreSQL alike."""

from typing import Any

from alembic import context
from flask import current_app

from extensions import Moment

database = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args


def plain_types(kind: str, item: Any, _context: Any) -> Any:
    """A migration names only the database's own types, so that it still runs when our code has moved."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


options = {**options, "render_item": plain_types}


def migrate_online() -> None:
    """Bring the connected database to the wanted revision in one transaction."""
    with database.engine.connect() as connection:
        # SQLite checks foreign keys while a table is rebuilt in batch mode; they are checked again at the end.
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        context.configure(connection=connection, target_metadata=database.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def migrate_offline() -> None:
    """Print the SQL instead of running it."""
    context.configure(url=str(database.engine.url), target_metadata=database.metadata, literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    migrate_offline()
else:
    migrate_online()
