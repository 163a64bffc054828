"""Sealing: entries that were committed get their place in the tree. Whoever writes an entry never waits for it.

A number is given out before its transaction commits, so the next entry in the log may have a lower number than the
last sealed one. Every pass therefore looks for entries without a leaf, from the number below which nothing can appear
any more. On PostgreSQL a number up to the highest one seen can only come from a transaction that holds its lock on the
table already; when all that held one then have ended, that number is settled. On SQLite one writes at a time, and what
is seen is all there is.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from auth.access_log.service import ALLOWED
from auth.ledger import leaves, rows
from auth.ledger.leaves import COLUMNS, PARTS
from auth.ledger.models import SALT, AccessSealing
from auth.ledger.reading import Row
from auth.ledger.tiles import Tiles
from extensions import db, making_way, unit_of_work

BATCH = 250
"""So many entries a pass: some 10 ms, in which nobody else writes to an SQLite file."""
LOCK = 7_731_002
THEN_A_CHECKPOINT = {"meeting.close": "meeting"}
"""Events after which a checkpoint is made at once, and its occasion."""
_NUMBER, _EVENT, _OUTCOME = (COLUMNS.index(name) for name in ("number", "event", "outcome"))
WRITERS = sa.text(
    "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND relation = 'access_entry'::regclass"
)


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did: how many entries it sealed, the size then, and whether there may be more."""

    number: int
    size: int
    more: bool = False


def seal_all() -> int:
    """Seal whatever waits, pass by pass, each a unit of work of its own; returns how many. Another sealer at work is
    left alone."""
    total, more = 0, True
    while more:
        with making_way(), unit_of_work():
            done = seal()
        total, more = total + done.number, done.more
    return total


def seal(most: int = BATCH) -> Pass:
    """One pass, in the transaction of the caller."""
    if not _my_turn():
        return Pass(0, Tiles().size())
    state = state_of_sealing()
    writing = writers()
    found = rows.unsealed(state.settled, most)
    size = _store(found)
    _settle(state, writing, found, full=len(found) == most)
    wanted = [THEN_A_CHECKPOINT[row[_EVENT]] for row in found if _ends_something(row)]
    state.wanted = wanted[-1] if wanted else state.wanted
    return Pass(len(found), size, len(found) == most)


def state_of_sealing() -> AccessSealing:
    """The one row, for a sealer to write to; made when it is missing, whoever else does so at the same moment."""
    state = db.session.get(AccessSealing, 1)
    if state is None:
        db.session.execute(_first_row())
        state = db.session.get_one(AccessSealing, 1)
    return state


def settled() -> int:
    """The number below which every entry has its leaf; 0 before the first pass."""
    found: int | None = db.session.scalar(sa.select(AccessSealing.settled))
    return found or 0


def _first_row() -> sa.Insert:
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert(AccessSealing).values(id=1, settled=0, note="").on_conflict_do_nothing()


def writers() -> set[str]:
    """The transactions that may hold a number of an entry that is not committed yet."""
    return set(db.session.scalars(WRITERS)) if db.engine.dialect.name == "postgresql" else set()


def _my_turn() -> bool:
    if db.engine.dialect.name != "postgresql":
        return True
    return bool(db.session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(sa.cast(LOCK, sa.BigInteger)))))


def _store(found: Sequence[Row]) -> int:
    tiles = Tiles()
    first = tiles.size()
    if not found:
        return first
    objects = rows.objects_of([row[_NUMBER] for row in found])
    salts, hashes = os.urandom(SALT * len(PARTS) * len(found)), []
    for place, row in zip(count(0, SALT * len(PARTS)), found, strict=False):
        own = [salts[at : at + SALT] for at in range(place, place + SALT * len(PARTS), SALT)]
        hashes.append(leaves.leaf_of(leaves.texts(row, objects.get(row[_NUMBER], ()), own)))
    rows.add_leaves(first, [row[_NUMBER] for row in found], salts)
    tiles.append(hashes)
    return first + len(found)


def _settle(state: AccessSealing, before: set[str], found: Sequence[Row], *, full: bool) -> None:
    """Move the number below which nothing is looked for any more. ``before``: who wrote before ``found`` was read."""
    last = found[-1][_NUMBER] if found else 0
    if (
        state.candidate is not None
        and not before & set(state.waiting_for or ())
        and (not full or last >= state.candidate)
    ):
        # All who could have brought an entry up to it had ended before this pass looked, and it sealed what it found.
        state.settled, state.candidate = state.candidate, None
    top = rows.highest()
    if state.candidate is None and top > state.settled:
        state.candidate, state.waiting_for = top, sorted(writers())


def _ends_something(row: Row) -> bool:
    return row[_EVENT] in THEN_A_CHECKPOINT and row[_OUTCOME] == ALLOWED
