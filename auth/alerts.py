"""Values that could not be opened, kept for the administrator: where they stand and when they were met, no content."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import g
from sqlalchemy.exc import IntegrityError

from auth import telling
from auth.access_log.service import REFUSED, Looked, write_entry
from auth.encryption.models import UnreadableValue
from extensions import db, now

EVENT = "value.unreadable"
SHOWN_FOR = timedelta(days=30)
MOST = 50
"""Values kept of one request: when a whole key is gone, that is enough to know."""

Place = tuple[str, str, UUID]


def keep(found: Sequence[Place]) -> None:
    """Count each value; of one met for the first time write an entry of the log and tell the administrators."""
    new = [place for place in found[:MOST] if not _counted(place) and _added(place)]
    for table in dict.fromkeys(place[0] for place in new):
        ids = tuple(dict.fromkeys(row_id for name, _, row_id in new if name == table))
        looked = Looked(EVENT, REFUSED, table[:30], ids, None, "none", 1, "a stored value could not be opened")
        write_entry(actor=g.get("actor"), looked=looked)
    if new:
        tell_administrators()


def recent() -> list[UnreadableValue]:
    """What was met in the last thirty days, the newest first."""
    since = now() - SHOWN_FOR
    wanted = sa.select(UnreadableValue).where(UnreadableValue.last_at >= since)
    return list(db.session.scalars(wanted.order_by(UnreadableValue.last_at.desc()).limit(MOST)))


def _counted(place: Place) -> bool:
    counted = sa.update(UnreadableValue).where(*_at(place)).values(times=UnreadableValue.times + 1, last_at=now())
    return db.session.execute(counted.returning(UnreadableValue.id)).first() is not None


def _added(place: Place) -> bool:
    """Whether this request is the first to meet it; of two at once the database lets one."""
    table, column, row_id = place
    try:
        with db.session.begin_nested():
            db.session.add(UnreadableValue(table_of=table, column_of=column, row_id=row_id))
    except IntegrityError:
        return False
    return True


def _at(place: Place) -> tuple[sa.ColumnElement[bool], ...]:
    table, column, row_id = place
    return (
        UnreadableValue.table_of == table,
        UnreadableValue.column_of == column,
        UnreadableValue.row_id == row_id,
    )


def tell_administrators() -> None:
    """Tell everybody who administers accounts that there is something to look at."""
    telling.tell(telling.administrators(), "alert", telling.ADMINISTRATION)
