"""Entries of the log read over the bare driver, and a stretch of them checked: the work of one process.

Making objects of rows costs more than checking them, so the statements (made of the models, in :mod:`.rows`) go to the
driver as they are. Nothing here needs the application: a check of a long log runs this in processes of their own, each
with a connection that only reads. On SQLite it takes no lock that anybody waits for, and what it sees stands still.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Any, NamedTuple

from auth.ledger import leaves, tree
from auth.ledger.leaves import COLUMNS, EMPTY, OF_BOTH, OF_WHO, PARTS, Object, Sealed

HASH, WIDE = 32, 256
LEAF = 6
"""Columns of the leaf before those of the entry: position, number, three salts, what was erased."""
NUMBER, AT = LEAF + COLUMNS.index("number"), LEAF + COLUMNS.index("at")
ODD = (TypeError, ValueError, AttributeError, LookupError)
"""What a value that is none of its column's may end in: then the entry is not what was sealed."""
SERVERS = "psycopg"
Row = Sequence[Any]


class Statement(NamedTuple):
    """Words for the driver, the values that stand in them always, and the names of its marks where those have none."""

    words: str
    values: Mapping[str, Any]
    order: Sequence[str] | None


class Address(NamedTuple):
    """Which driver, and what it is told of where the database is."""

    driver: str
    place: Mapping[str, Any]


class Stop(NamedTuple):
    """A checkpoint: at how many entries, and the moments (as SQLite writes them) between which those since the one
    before are dated."""

    size: int
    earliest: str
    latest: str


class Gone(NamedTuple):
    """An entry of which parts are erased. ``empty``: nothing stands in their columns any more."""

    position: int
    number: int
    parts: tuple[str, ...]
    empty: bool


class Stretch(NamedTuple):
    """What came of the positions from one to before another. ``fault``: kind and position of what is wrong first.
    ``grown``: by size of each checkpoint in it the hashes of the full parts since its beginning, the largest first;
    ``parts`` the same at its end. ``odd``: the first position that is dated outside its checkpoints."""

    last: int
    fault: tuple[str, int] | None
    grown: dict[int, list[bytes]]
    parts: list[bytes]
    gone: list[Gone]
    odd: int | None


class Reader:
    """Asks one connection of the driver."""

    def __init__(self, driver: Any, statements: Mapping[str, Statement]) -> None:
        self._driver, self._statements = driver, statements
        self._binary = {"binary": True} if type(driver).__module__.startswith(SERVERS) else {}

    def ask(self, name: str, **given: Any) -> list[Row]:
        """The rows of a statement."""
        words, values, order = self._statements[name]
        values = {**values, **given}
        cursor = self._driver.cursor(**self._binary)
        cursor.execute(words, values if order is None else [values[one] for one in order])
        found: list[Row] = cursor.fetchall()
        cursor.close()
        return found

    def objects(self, name: str, first: int, last: int) -> dict[int, list[Object]]:
        """What entries are about, by their number."""
        found: dict[int, list[Object]] = {}
        for number, kind, object_id in self.ask(name, first=first, last=last):
            found.setdefault(number, []).append((kind, object_id))
        return found

    def leaves(self, first: int, last: int) -> bytes:
        """The hashes of the leaves from ``first`` to before ``last``, one after another; fewer where some are gone."""
        found, start = bytearray(), first // WIDE
        for place, filled, hashes in self.ask("tiles", first=start, last=-(-last // WIDE)):
            if place != start + len(found) // (WIDE * HASH):
                break
            found += bytes(hashes[: filled * HASH])
        return bytes(found[(first - start * WIDE) * HASH : (last - start * WIDE) * HASH])

    def sealed(self, first: int, last: int) -> Iterator[Sealed | int]:
        """What stands in the tables for the positions from ``first`` to before ``last``, in order; of a position whose
        leaf or entry is gone, the position alone."""
        rows, objects = {row[0]: row for row in self.ask("rows", first=first, last=last)}, self._about(first, last)
        for position in range(first, last):
            row = rows.get(position)
            if row is None or row[NUMBER] is None:
                yield position
            else:
                yield Sealed(position, texts(row, objects.get(row[1], ())), row[LEAF + OF_WHO + 1])

    def _about(self, first: int, last: int) -> dict[int, list[Object]]:
        return self.objects("objects", first, last)

    def check(self, first: int, last: int, stops: Sequence[Stop]) -> Stretch:
        """Each entry against its leaf. ``stops``: the checkpoints that hold these positions, in order."""
        rows, objects, stored = self.ask("rows", first=first, last=last), self._about(first, last), b""
        stored = self.leaves(first, last)
        growing, grown, gone = tree.Growing(), dict[int, list[bytes]](), list[Gone]()
        ahead, odd, position = iter((*stops, Stop(-1, "", "~"))), None, first
        stop = next(ahead)

        def ended(fault: tuple[str, int] | None) -> Stretch:
            return Stretch(position, fault, grown, growing.parts(), gone, odd)

        for row in rows:
            if row[0] != position or row[NUMBER] is None:
                return ended(("missing", position))
            about = objects.get(row[1], ())
            try:
                leaf = leaves.leaf_of(texts(row, about))
            except ODD:
                return ended(("altered", position))
            place = (position - first) * HASH
            if leaf != stored[place : place + HASH]:
                return ended(("altered", position))
            growing.add(leaf)
            if odd is None and not stop.earliest <= row[AT] <= stop.latest:
                odd = position
            if None in row[2:5]:
                gone.append(_gone(row, about))
            position += 1
            if position == stop.size:
                grown[position], stop = growing.parts(), next(ahead)
        return ended(None if position == last else ("missing", position))


def texts(row: Row, objects: Sequence[Object]) -> tuple[str, str, str]:
    """The texts of the three parts of one row of the statement ``rows``."""
    salts = row[2:5]
    erased = row[5] if None in salts else None
    return leaves.texts(row[LEAF:], objects, salts, json.loads(erased) if isinstance(erased, str) else erased)


def _gone(row: Row, objects: Sequence[Object]) -> Gone:
    parts = tuple(part for part, salt in zip(PARTS, row[2:5], strict=True) if salt is None)
    stands = {"who": row[LEAF : LEAF + OF_WHO], "what": row[LEAF + OF_WHO : LEAF + OF_BOTH]}
    empty = all(part in EMPTY and list(stands[part]) == list(EMPTY[part].values()) for part in parts)
    return Gone(row[0], row[1], parts, empty and not ("what" in parts and objects))


@contextmanager
def opened(address: Address, statements: Mapping[str, Statement]) -> Iterator[Reader]:
    """A connection of its own that only reads."""
    driver: Any = import_module(address.driver)
    if address.driver == SERVERS:
        connection = driver.connect(**address.place)
        connection.isolation_level, connection.read_only = driver.IsolationLevel.REPEATABLE_READ, True
    else:
        connection = driver.connect(**address.place, isolation_level=None, timeout=15)
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA mmap_size=1073741824")
    try:
        yield Reader(connection, statements)
    finally:
        connection.close()


@contextmanager
def standing_still(reader: Reader) -> Iterator[None]:
    """What is read inside is of one moment; nobody who writes is kept waiting."""
    driver = reader._driver
    if not reader._binary:
        driver.execute("BEGIN")
    try:
        yield
    finally:
        driver.rollback()


_MINE: list[tuple[Reader, AbstractContextManager[Reader]]] = []


def begin_process(address: Address, statements: Mapping[str, Statement]) -> None:
    """The first thing that a process of a check does."""
    way = opened(address, statements)
    _MINE.append((way.__enter__(), way))


def check_stretch(first: int, last: int, stops: Sequence[Stop]) -> Stretch:
    """In such a process: check these positions."""
    return check_with(_MINE[0][0], first, last, stops)


def check_with(reader: Reader, first: int, last: int, stops: Sequence[Stop]) -> Stretch:
    """Check these positions as they are at one moment."""
    with standing_still(reader):
        return reader.check(first, last, stops)
