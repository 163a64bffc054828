"""The statements by which entries of the log are read, made of the models, and new leaves stored."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

import sqlalchemy as sa

from auth.access_log.models import AccessedObject, AccessEntry
from auth.ledger.leaves import COLUMNS, PARTS, Object, Sealed
from auth.ledger.models import SALT, AccessLeaf, AccessTile
from auth.ledger.reading import Address, Reader, Statement
from extensions import db

_ENTRIES, _OBJECTS, _LEAVES, _TILES = (
    db.metadata.tables[model.__tablename__] for model in (AccessEntry, AccessedObject, AccessLeaf, AccessTile)
)
CHUNK = 1000
AS_SQLITE_WRITES = "YYYY-MM-DD HH24:MI:SS.US"
_NEW = ("position", "entry_number", *(f"{part}_salt" for part in PARTS))


def reader() -> Reader:
    """Over the connection of the present transaction: it sees what is not committed yet."""
    db.session.flush()
    return Reader(db.session.connection().connection.driver_connection, statements(db.engine.dialect.name))


def address() -> Address:
    """Where a process of its own finds the database."""
    driver, url = db.engine.dialect.loaded_dbapi.__name__, db.engine.url
    if db.engine.dialect.name == "postgresql":
        return Address(driver, db.engine.dialect.create_connect_args(url)[1])
    return Address(driver, {"database": url.database or ""})


def own_statements() -> Mapping[str, Statement]:
    """The statements for the present database."""
    return statements(db.engine.dialect.name)


@cache
def statements(kind: str) -> dict[str, Statement]:
    """The statements by name, as words for the driver of this kind of database."""
    first, last = sa.bindparam("first", type_=sa.BigInteger), sa.bindparam("last", type_=sa.BigInteger)
    entry = [_plain(_ENTRIES.c[name], kind) for name in COLUMNS]
    leaf = [*(_LEAVES.c[name] for name in _NEW), _plain(_LEAVES.c.erased, kind)]
    about = (_OBJECTS.c.entry_number, _OBJECTS.c.object_type, _plain(_OBJECTS.c.object_id, kind))
    between = sa.and_(_LEAVES.c.position >= first, _LEAVES.c.position < last)
    has_leaf = sa.select(_LEAVES.c.position).where(_LEAVES.c.entry_number == _ENTRIES.c.number).exists()
    made = {
        "rows": sa.select(*leaf, *entry)
        .outerjoin_from(_LEAVES, _ENTRIES, _ENTRIES.c.number == _LEAVES.c.entry_number)
        .where(between)
        .order_by(_LEAVES.c.position),
        "objects": sa.select(*about)
        .join_from(_LEAVES, _OBJECTS, _OBJECTS.c.entry_number == _LEAVES.c.entry_number)
        .where(between),
        "tiles": sa.select(_TILES.c.place, _TILES.c.filled, _TILES.c.hashes)
        .where(_TILES.c.level == 0, _TILES.c.place >= first, _TILES.c.place < last)
        .order_by(_TILES.c.place),
        "unsealed": sa.select(*entry)
        .where(_ENTRIES.c.number > sa.bindparam("after", type_=sa.BigInteger), ~has_leaf)
        .order_by(_ENTRIES.c.number)
        .limit(sa.bindparam("most", type_=sa.BigInteger)),
        "objects_of": sa.select(*about).where(_OBJECTS.c.entry_number >= first, _OBJECTS.c.entry_number <= last),
    }
    return {name: _words(one, kind) for name, one in made.items()}


def _plain(column: sa.ColumnElement[Any], kind: str) -> sa.ColumnElement[Any]:
    """A column as text of the form that SQLite keeps: making an object of each took a fifth of the time of a check."""
    if kind != "postgresql":
        return column
    if isinstance(column.type, (sa.Uuid, sa.JSON)):
        return sa.cast(column, sa.Text)
    return sa.func.to_char(sa.func.timezone("UTC", column), AS_SQLITE_WRITES) if _is_moment(column) else column


def _is_moment(column: sa.ColumnElement[Any]) -> bool:
    return isinstance(column.type, sa.TypeDecorator) and isinstance(column.type.impl, sa.DateTime)


def _words(statement: sa.Select[Any], kind: str) -> Statement:
    compiled = statement.compile(dialect=db.engine.dialect)
    order = None if kind == "postgresql" else tuple(compiled.positiontup or ())
    values = {name: value for name, value in compiled.params.items() if value is not None}
    return Statement(str(compiled), values, order)


def unsealed(after: int, most: int) -> list[Sequence[Any]]:
    """Entries with a number above ``after`` that have no leaf, the lowest first: the values of
    :data:`~auth.ledger.leaves.COLUMNS`."""
    return reader().ask("unsealed", after=after, most=most)


def objects_of(numbers: Sequence[int]) -> dict[int, list[Object]]:
    """What the entries with these numbers are about; the numbers in rising order."""
    if not numbers:
        return {}
    if numbers[-1] - numbers[0] < 4 * len(numbers):
        return reader().objects("objects_of", numbers[0], numbers[-1])
    found: dict[int, list[Object]] = {}
    for number in numbers:  # one that committed late, far behind the others
        found |= reader().objects("objects_of", number, number)
    return found


def sealed_between(first: int, last: int) -> Iterator[Sealed | int]:
    """What stands in the tables for the positions from ``first`` to before ``last``, in order; of a position whose leaf
    or entry is gone, the position alone."""
    for start in range(first, last, CHUNK):
        yield from reader().sealed(start, min(start + CHUNK, last))


def add_leaves(first: int, numbers: Sequence[int], salts: bytes) -> None:
    """Store new leaves from the position ``first`` on: of the entries with these numbers, whose salts follow one
    another, :data:`~auth.ledger.models.SALT` bytes for each part."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(_AT_ONCE, {"first": first, "numbers": [*numbers], "salts": salts})
        return
    each = [salts[at : at + SALT] for at in range(0, len(salts), SALT)]
    rows = [
        (position, number, *each[place : place + len(PARTS)])
        for position, (number, place) in enumerate(zip(numbers, count(0, len(PARTS)), strict=False), first)
    ]
    db.session.execute(_INSERT, [dict(zip(_NEW, row, strict=True)) for row in rows])


def _at_once() -> sa.Insert:
    """All of them as one statement with three values. A statement a row cost a third of a pass, a list for each column,
    whose every value is made text, still a fifth."""
    given = sa.func.unnest(sa.bindparam("numbers", type_=sa.ARRAY(sa.BigInteger)))
    row = given.table_valued("number", with_ordinality="place").render_derived()
    whole, before = sa.bindparam("salts", type_=sa.LargeBinary), sa.cast(row.c.place - 1, sa.Integer)
    salts = [
        sa.func.substring(whole, (before * len(PARTS) + place) * SALT + 1, SALT, type_=sa.LargeBinary)
        for place in range(len(PARTS))
    ]
    position = sa.bindparam("first", type_=sa.BigInteger) + row.c.place - 1
    return sa.insert(_LEAVES).from_select(list(_NEW), sa.select(position, row.c.number, *salts))


_INSERT = sa.insert(_LEAVES)
_AT_ONCE = _at_once()


def highest() -> int:
    """The highest number of an entry that has a leaf; 0 when none has."""
    found: int | None = db.session.scalar(sa.select(sa.func.max(_LEAVES.c.entry_number)))
    return found or 0


def without_leaf(up_to: int) -> int | None:
    """The lowest number of an entry that should have its leaf and has none; ``None`` when there is no such entry."""
    has_leaf = sa.select(_LEAVES.c.position).where(_LEAVES.c.entry_number == _ENTRIES.c.number).exists()
    found = sa.select(sa.func.min(_ENTRIES.c.number)).where(_ENTRIES.c.number <= up_to, ~has_leaf)
    number: int | None = db.session.scalar(found)
    return number
