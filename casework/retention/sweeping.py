"""After a destruction: the sealed bytes, which nothing opens any more, are erased, and the disk is told to forget."""

import sqlalchemy as sa

from auth.encryption.models import DataKey
from auth.encryption.sealed import sealed_columns
from casework.retention.models import Destruction
from extensions import db, now, unit_of_work
from wall.binding import owners_connection


def sweep() -> str:
    """A job. Safe to stop anywhere: what was not noted as swept is swept again."""
    with unit_of_work():
        waiting = list(db.session.scalars(sa.select(Destruction).where(_UNSWEPT)))
        if waiting:
            for table_name in {one.table for one in sealed_columns()}:
                _empty(table_name)
        for row in waiting:
            row.swept_at = now()
        number = len(waiting)
    if number:
        scrub()
    return f"Destroyed records: {number} swept."


def scrub() -> None:
    """Let the database let go of old bytes. SQLite overwrites what it deletes (``secure_delete``); what stands in its
    write-ahead log goes when that is emptied. PostgreSQL frees the old rows for others to overwrite."""
    if db.engine.dialect.name == "postgresql":
        # It is the owner's to do. Without the owner's address the server warns, and its own vacuum comes by in time.
        with owners_connection() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM data_key")
        return
    plain = db.engine.raw_connection()
    try:
        plain.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        plain.close()


_UNSWEPT = sa.and_(Destruction.approved_at.is_not(None), Destruction.swept_at.is_(None))


def _empty(table_name: str) -> None:
    table = db.metadata.tables[table_name]
    cells = {one.column: None for one in sealed_columns() if one.table == table_name}
    gone = sa.select(DataKey.id).where(DataKey.destroyed_at.is_not(None))
    full = sa.or_(*(table.c[column].is_not(None) for column in cells))
    db.session.execute(sa.update(table).where(table.c.data_key_id.in_(gone), full).values(cells))
