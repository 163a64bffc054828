"""What there is of keys: which one seals how many values, how old each is, and what still hangs on an older version."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import SEAL
from auth.encryption.models import DataKey, PanelKey
from auth.encryption.sealed import sealed_columns
from extensions import db

IN_USE, OLDER, RETIRED, DESTROYED = "in use", "older, not finished", "older, empty", "destroyed"


@dataclass(frozen=True)
class PanelKeyLine:
    """One version of a panel's key. ``values``: sealed cells under the data keys that hang on it."""

    panel: str
    purpose: str
    version: int
    made_at: datetime
    state: str
    wrapped_by: str
    data_keys: int
    values: int


@dataclass(frozen=True)
class KindLine:
    """Data keys of one kind (case, person …)."""

    kind: str
    keys: int
    destroyed: int
    oldest_at: datetime


def panel_key_lines() -> list[PanelKeyLine]:
    """Every version of every panel's keys, in order."""
    rows = list(db.session.scalars(sa.select(PanelKey).order_by(PanelKey.panel, PanelKey.purpose, PanelKey.version)))
    newest = {(row.panel, row.purpose): row.version for row in rows}
    keys, values = _data_keys(), _values()
    return [
        PanelKeyLine(
            panel=row.panel,
            purpose=row.purpose,
            version=row.version,
            made_at=row.created_at,
            state=_state(row, newest[row.panel, row.purpose], keys[row.id]),
            wrapped_by=row.wrapped_by or "",
            data_keys=keys[row.id],
            values=values[row.id],
        )
        for row in rows
    ]


def kind_lines() -> list[KindLine]:
    """The data keys by kind."""
    counted = sa.select(
        DataKey.kind, sa.func.count(), sa.func.count(DataKey.destroyed_at), sa.func.min(DataKey.created_at)
    )
    rows = db.session.execute(counted.group_by(DataKey.kind).order_by(DataKey.kind)).all()
    return [KindLine(*row) for row in rows]


def _state(row: PanelKey, newest: int, keys: int) -> str:
    if row.destroyed_at is not None:
        return DESTROYED
    if row.version == newest:
        return IN_USE
    return OLDER if keys and row.purpose == SEAL else RETIRED


def _data_keys() -> Counter[UUID]:
    live = sa.select(DataKey.panel_key_id, sa.func.count()).where(DataKey.destroyed_at.is_(None))
    rows = db.session.execute(live.group_by(DataKey.panel_key_id)).all()
    return Counter({row[0]: row[1] for row in rows})


def _values() -> Counter[UUID]:
    by_table: dict[str, list[str]] = {}
    for one in sealed_columns():
        by_table.setdefault(one.table, []).append(one.column)
    found: Counter[UUID] = Counter()
    for name, columns in by_table.items():
        table = db.metadata.tables[name]
        cells = [sa.func.count(table.c[column]) for column in dict.fromkeys(columns)]
        counted = sa.select(DataKey.panel_key_id, *cells).join(table, table.c.data_key_id == DataKey.id)
        for key_id, *numbers in db.session.execute(counted.group_by(DataKey.panel_key_id)):
            found[key_id] += sum(numbers)
    return found
