"""Does checking an entry of the access log cost more the longer the log is? Two logs, one ten times as long as the
other, each in a process and a database of its own, are checked by the service in turns; and read and hashed, which
tells what of it is the machine's and the database's.

``python -m benchmarks.growth 10000000 postgresql`` makes both, of a tenth and of the whole of that length, and prints
what an entry takes in each. The first entries are written one by one; the others are copies of them under numbers of
their own, each sealed and signed as the product does it.
"""

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from random import Random
from statistics import median

import sqlalchemy as sa

from auth.access_log.models import AccessedObject, AccessEntry
from auth.ledger import checkpoints, sealing
from benchmarks.databases import KINDS
from benchmarks.entries import add_unsealed, somebody, tell_the_planner
from benchmarks.ledger import check_whole, read_whole
from benchmarks.search import installation
from benchmarks.timing import Row, Taken, taken_by
from extensions import db, now, unit_of_work
from wall.binding import owners_connection

WRITTEN, AT_ONCE = 100_000, 2_500
"""Entries that are written one by one, and after which there is a checkpoint; entries in one pass of sealing."""
CHECK, READ = "check", "read"
ROUNDS = {CHECK: 2, READ: 1}
"""How often each is done in each log."""
SEQUENCE = sa.func.pg_get_serial_sequence("access_entry", "number")


def measure_growth(kind: str, size: int, rounds: dict[str, int], written: int = WRITTEN) -> Iterator[Row]:
    """What an entry takes to check, and to read and hash, in a log of ``size`` against one of a tenth of it.

    :raises NotWhole: a check found a fault.
    """
    with ExitStack() as stack:
        asking = {one: stack.enter_context(_log(kind, one, written)) for one in (size // 10, size)}
        for ask in asking.values():
            ask("made")
        for work, times in rounds.items():
            taken: dict[int, list[Taken]] = {one: [] for one in asking}
            for _ in range(times):
                for one, ask in asking.items():
                    taken[one].append(ask(work))
            yield from _rows(kind, work, taken)


def _rows(kind: str, work: str, taken: dict[int, list[Taken]]) -> Iterator[Row]:
    (small, of_small), (large, of_large) = taken.items()
    name = f"access log, {work}, each of {large} entries, {kind}"
    for what, part in ((name, "seconds"), (f"{name}, processor time", "processor")):
        each, other = _each(of_large, large, part), _each(of_small, small, part)
        yield Row(
            what, round(each, 2), round(other, 2), f"each of {small}", round(each / other, 3), "µs", len(of_small)
        )


def _each(taken: Sequence[Taken], size: int, part: str) -> float:
    return float(median(getattr(one, part) for one in taken)) / size * 1e6


@contextmanager
def _log(kind: str, size: int, written: int) -> Iterator[Callable[[str], Taken]]:
    """A process that has a log of that length, and does what it is asked."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(kind, size, written, theirs))
    process.start()
    theirs.close()

    def ask(work: str) -> Taken:
        ours.send(work)
        found: Taken = ours.recv()
        return found

    try:
        yield ask
    finally:
        ours.close()
        process.join()


def _serve(kind: str, size: int, written: int, asked: Connection) -> None:
    with installation(kind) as app, app.app_context():
        _make(size, written)
        works: dict[str, Callable[[], object]] = {
            "made": lambda: None,
            CHECK: check_whole,
            READ: lambda: read_whole(size),
        }
        while True:
            try:
                work = asked.recv()
            except EOFError:
                return
            asked.send(taken_by(works[work]))


def _make(size: int, written: int) -> None:
    add_unsealed(somebody(), min(written, size), Random(size))
    _seal()
    for held in range(written, size, written):
        _copy(held, min(written, size - held))
        _seal()
    with unit_of_work():
        tell_the_planner()


def _copy(held: int, more: int) -> None:
    """The first entries again, with what they are about, under the numbers that follow: of now, or the check would say
    that the clock was set back."""
    entries, objects = (db.metadata.tables[model.__tablename__] for model in (AccessEntry, AccessedObject))
    with owners_connection() as owner, owner.begin():
        for table, number in ((entries, "number"), (objects, "entry_number")):
            changed = {number: table.c[number] + held, "at": sa.literal(now(), type_=AccessEntry.at.type)}
            told = [changed.get(one.name, one).label(one.name) for one in table.columns]
            copied = sa.select(*told).where(table.c[number] <= more)
            owner.execute(sa.insert(table).from_select([one.name for one in table.columns], copied))
        if owner.dialect.name == "postgresql":
            owner.execute(sa.select(sa.func.setval(SEQUENCE, held + more)))


def _seal() -> None:
    more = True
    while more:
        with unit_of_work():
            more = sealing.seal(AT_ONCE).more
    with unit_of_work():
        checkpoints.make(checkpoints.ASKED)
    db.session.remove()


def main(size: int, kinds: Sequence[str] = KINDS, tell: Callable[[str], object] = print) -> None:
    """Tell the rows of each database."""
    for kind in kinds:
        for row in measure_growth(kind, size, ROUNDS):
            tell(f"{row.name:90} {row.ours} {row.unit} ({row.other_name}: {row.other}) {row.ratio} n={row.n}")


if __name__ == "__main__":
    main(int(sys.argv[1]), tuple(sys.argv[2:]) or KINDS)
