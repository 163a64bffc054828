"""The hashes of the tree as they are kept: tiles of 256 neighbours with every full hash above them.

A proof reads one tile for each eight levels and hashes next to nothing; a pass of sealing writes the last tile of each
level anew and adds the full ones. What a tile holds is a convenience: the verifier works it out again from the entries.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import sqlalchemy as sa

from auth.ledger import tree
from auth.ledger.models import HASH, AccessTile
from extensions import db

WIDE, DEEP = 256, 8
"""Hashes of a tile at its lowest level, and how many levels it spans."""
_TILES = db.metadata.tables[AccessTile.__tablename__]
# Made once: making the statement took as long as asking for a tile.
_ONE = sa.select(_TILES.c.filled, _TILES.c.hashes).where(
    _TILES.c.level == sa.bindparam("level"), _TILES.c.place == sa.bindparam("place")
)
_LAST = (
    sa.select(_TILES.c.place, _TILES.c.filled, _TILES.c.hashes)
    .where(_TILES.c.level == sa.bindparam("level"))
    .order_by(_TILES.c.place.desc())
    .limit(1)
)
_ANEW = (
    sa.update(_TILES)
    .where(_TILES.c.level == sa.bindparam("its_level"), _TILES.c.place == sa.bindparam("its_place"))
    .values(filled=sa.bindparam("its_filled"), hashes=sa.bindparam("its_hashes"))
)
_NEW = sa.insert(_TILES)
_SOME = sa.select(_TILES.c.level, _TILES.c.place, _TILES.c.filled, _TILES.c.hashes).where(
    sa.tuple_(_TILES.c.level, _TILES.c.place).in_(sa.bindparam("wanted", expanding=True))
)


def pack(hashes: Sequence[bytes]) -> bytes:
    """A tile: these hashes, then the hashes of their full pairs, and so on up."""
    found, row = [*hashes], [*hashes]
    while len(row) > 1:
        row = [tree.node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        found += row
    return b"".join(found)


def hash_in(tile: bytes, filled: int, above: int, place: int) -> bytes:
    """The hash ``above`` levels over the lowest of a tile (0 to 8), at ``place`` in its row.

    :raises LookupError: it is not full yet.
    """
    if not 0 <= place < filled >> above:
        raise LookupError("This part of the tree is not full.")
    at = (sum(filled >> row for row in range(above)) + place) * HASH
    return tile[at : at + HASH]


class Tiles:
    """The stored tree; remembers the tiles it has read. Needs the application."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], tuple[int, bytes]] = {}

    def size(self) -> int:
        """How many leaves there are."""
        row = db.session.execute(_LAST, {"level": 0}).one_or_none()
        return row.place * WIDE + row.filled if row else 0

    def get(self, level: int, place: int) -> bytes:
        """The hash of the full subtree of 2**level leaves at leaf place * 2**level.

        :raises LookupError: there is none.
        """
        above, (row, across) = level % DEEP, _tile_of(level, place)
        filled, hashes = self._tile(row, across)
        return hash_in(hashes, filled, above, place - (across << (DEEP - above)))

    def root(self, size: int) -> bytes:
        """The root of the first ``size`` leaves."""
        return tree.root(size, self.get)

    def inclusion_proof(self, place: int, size: int) -> list[bytes]:
        """:func:`auth.ledger.tree.inclusion_proof`, read by one statement."""
        return self._proof(lambda get: tree.inclusion_proof(place, size, get))

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """:func:`auth.ledger.tree.consistency_proof`, read by one statement."""
        return self._proof(lambda get: tree.consistency_proof(old, new, get))

    def _proof(self, make: Callable[[tree.Get], list[bytes]]) -> list[bytes]:
        """Made twice: what is asked for is the same whatever the answers, so the first only notes it."""
        wanted = dict[tuple[int, int], None]()

        def note(level: int, place: int) -> bytes:
            wanted[_tile_of(level, place)] = None
            return tree.EMPTY

        make(note)
        missing = [one for one in wanted if one not in self._read]
        if missing:
            for level, place, filled, hashes in db.session.execute(_SOME, {"wanted": missing}):
                self._read[level, place] = filled, hashes
        return make(self.get)

    def leaves(self, first: int, last: int) -> list[bytes]:
        """The hashes of the leaves from ``first`` to before ``last``; fewer where some are missing."""
        found: list[bytes] = []
        for place in range(first // WIDE, -(-last // WIDE)):
            filled, hashes = self._fetch(0, place)
            row = [hashes[at : at + HASH] for at in range(0, filled * HASH, HASH)]
            found += row[max(first - place * WIDE, 0) : max(last - place * WIDE, 0)]
        return found

    def append(self, leaves: Sequence[bytes]) -> None:
        """Add leaves at the end."""
        level, row = 0, [*leaves]
        while row:
            row = self._append(level, row)
            level += 1
        self._read.clear()

    def _append(self, level: int, new: list[bytes]) -> list[bytes]:
        """Add hashes to one level of tiles; the roots of the tiles that became full."""
        last = db.session.execute(_LAST, {"level": level}).one_or_none()
        place, old = (last.place, self._lowest(last.hashes, last.filled)) if last else (0, [])
        exists = last is not None
        if len(old) == WIDE:
            place, old, exists = place + 1, [], False
        full: list[bytes] = []
        hashes = old + new
        starts = range(0, len(hashes), WIDE)
        for offset, start in enumerate(starts):
            some = hashes[start : start + WIDE]
            tile = pack(some)
            self._store(level, place + offset, len(some), tile, exists=exists and offset == 0)
            full += [tile[-HASH:]] if len(some) == WIDE else []
        return full

    @staticmethod
    def _lowest(hashes: bytes, filled: int) -> list[bytes]:
        return [hashes[a:b] for a, b in pairwise(range(0, (filled + 1) * HASH, HASH))]

    @staticmethod
    def _store(level: int, place: int, filled: int, hashes: bytes, *, exists: bool) -> None:
        values = {"level": level, "place": place, "filled": filled, "hashes": hashes}
        if exists:
            db.session.execute(_ANEW, {f"its_{name}": value for name, value in values.items()})
        else:
            db.session.execute(_NEW, [values])

    def _tile(self, level: int, place: int) -> tuple[int, bytes]:
        if (level, place) not in self._read:
            self._read[level, place] = self._fetch(level, place)
        return self._read[level, place]

    @staticmethod
    def _fetch(level: int, place: int) -> tuple[int, bytes]:
        row = db.session.execute(_ONE, {"level": level, "place": place}).one_or_none()
        return (row.filled, row.hashes) if row else (0, b"")


def _tile_of(level: int, place: int) -> tuple[int, int]:
    """Level and place of the tile that holds a hash of the tree."""
    return level // DEEP, place >> (DEEP - level % DEEP)
