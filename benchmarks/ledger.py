"""Checking the access log: the service's own check and that of a stranger, against reading and hashing each entry once;
and its proofs. ``python -m benchmarks.ledger 100000`` prints them, and the appends, on both databases.

Each runs in one process, and in two, against reading and hashing in one. One entry in ten is of a list of ten records,
the others of one. A tenth of the log lies between two checkpoints.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from auth.ledger import checking, export, keys
from benchmarks.appends import measure_appends
from benchmarks.databases import KINDS
from benchmarks.entries import add_entries, somebody
from benchmarks.proofs import measure_proofs
from benchmarks.search import installation
from benchmarks.timing import MEDIAN, Row, seconds_of, share, take_turns, taken_by
from extensions import db, unit_of_work

VERIFIER = Path(__file__).resolve().parent.parent / "docs" / "verify_log.py"
READ, LINES = "reading the same rows and hashing each once", "reading the lines and hashing each once"
RANGE = 10_000
"""Positions read at once where nothing is checked."""
ROWS = (
    "select e.number, l.*, e.* from access_leaf l join access_entry e on e.number = l.entry_number "
    "where l.position >= {first} and l.position < {last} order by l.position"
)
OBJECTS = (
    "select o.entry_number, o.object_type, o.object_id from access_leaf l "
    "join accessed_object o on o.entry_number = l.entry_number "
    "where l.position >= {first} and l.position < {last} order by l.position"
)


class NotWhole(AssertionError):
    """A log that nobody touched was found to be damaged."""


def measure_ledger(
    kind: str, *, steps: tuple[int, ...], rounds: int, proofs: int, clients: tuple[int, ...], pairs: int, seconds: float
) -> Iterator[Row]:
    """Checks and proofs at each size, then ``pairs`` of runs of so many ``seconds`` with each number of clients.

    :raises NotWhole: a check found a fault.
    """
    with installation(kind) as app, app.app_context():
        actor, held, before = somebody(), 0, None
        for size in steps:
            add_entries(actor, size - held)
            each = yield from _measure_checks(kind, size, rounds)
            if before is not None:
                yield _growth(kind, size, each, held, before)
            if kind == KINDS[0]:
                # What is exported is the same, whatever it comes from.
                yield from _measure_stranger(size, rounds)
            yield from measure_proofs(kind, size, proofs)
            held, before = size, each
        yield from measure_appends(app, actor, kind, clients=clients, pairs=pairs, seconds=seconds)


def _measure_checks(kind: str, size: int, rounds: int) -> Iterator[Row]:
    taken = take_turns(
        {
            "ours": lambda: taken_by(check_whole),
            "two": lambda: taken_by(lambda: check_whole(2)),
            "read": lambda: taken_by(lambda: read_whole(size)),
        },
        rounds,
    )
    name = f"access log checked by the service, {size} entries, {kind}"
    several = [one.seconds for one in taken["two"]]
    yield _rates(f"{name}, two processes", size, several, [one.seconds for one in taken["read"]], READ)
    ours, read = taken["ours"], taken["read"]
    yield _rates(name, size, [one.seconds for one in ours], [one.seconds for one in read], READ)
    processor = [one.processor for one in ours], [one.processor for one in read]
    yield _rates(f"{name}, processor time", size, *processor, READ)
    return share([one.seconds for one in ours], MEDIAN) / size


def check_whole(processes: int = 1) -> None:
    """The service's own check of the log.

    :raises NotWhole: it found a fault.
    """
    found = checking.check_now(lambda done, total: None, processes)
    if found is not None:
        raise NotWhole(f"{found.kind} at {found.position}.")


def read_whole(size: int) -> None:
    """Every entry with its salts and what it is about, over the bare driver, hashed once.

    :raises NotWhole: there are not so many.
    """
    with unit_of_work():
        raw: Any = db.session.connection().connection.driver_connection
        cursor, number = raw.cursor(), 0
        for first in range(0, size, RANGE):
            where = {"first": first, "last": min(first + RANGE, size)}
            about: dict[int, list[Any]] = {}
            for row in cursor.execute(OBJECTS.format(**where)):
                about.setdefault(row[0], []).append(row)
            for row in cursor.execute(ROWS.format(**where)):
                sha256(repr((row, about.get(row[0]))).encode()).digest()
                number += 1
        if number != size:
            raise NotWhole(f"{number} entries were read.")


def _measure_stranger(size: int, rounds: int) -> Iterator[Row]:
    verify = _verifier()
    with TemporaryDirectory(prefix="casework-bench-export-") as folder:
        path = Path(folder) / "export.zip"
        with unit_of_work():
            export.write_export(path)
            key = verify.Key(keys.verifier().text())
        taken = take_turns(
            {
                "ours": lambda: seconds_of(lambda: verify.check(verify.Export(str(path)), key)),
                "two": lambda: seconds_of(lambda: verify.check(verify.Export(str(path)), key, processes=2)),
                "read": lambda: seconds_of(lambda: _read_lines(verify.Export(str(path)))),
            },
            rounds,
        )
    name = f"access log checked by a stranger, {size} entries"
    yield _rates(name, size, taken["ours"], taken["read"], LINES)
    yield _rates(f"{name}, two processes", size, taken["two"], taken["read"], LINES)


def _verifier() -> Any:
    spec = importlib.util.spec_from_file_location("verify_log", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its processes find it by its name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _read_lines(exported: Any) -> None:
    with exported.open("entries.jsonl") as file:
        for line in file:
            sha256(line).digest()


def _rates(name: str, size: int, ours: list[float], other: list[float], other_name: str) -> Row:
    mine, theirs = (size / share(taken, MEDIAN) for taken in (ours, other))
    return Row(name, round(mine), round(theirs), other_name, round(mine / theirs, 3), "entries/s", len(ours))


def _growth(kind: str, size: int, each: float, smaller: int, before: float) -> Row:
    name = f"access log checked by the service, each of {size} entries, {kind}"
    told = (round(each * 1e6, 2), round(before * 1e6, 2))
    return Row(name, *told, f"each of {smaller}", round(each / before, 3), "µs", 1)


def main(size: int, seconds: float = 2.5, tell: Callable[[str], object] = print) -> None:
    """Tell the rows of both databases."""
    for kind in KINDS:
        steps = tuple(sorted({max(size // 10, 1), size}))
        for row in measure_ledger(
            kind, steps=steps, rounds=2, proofs=500, clients=(1, 4, 8, 16), pairs=5, seconds=seconds
        ):
            tell(f"{row.name:80} {row.ours} {row.unit} ({row.other_name}: {row.other}) {row.ratio} n={row.n}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
