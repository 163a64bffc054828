"""``python -m benchmarks.run``: measure, print, and write ``results.json`` beside this file, and the table in
``docs/performance.md``. Ends by itself.

``--full`` goes on to a million and writes ``results-full.json`` with the date and the machine, to be kept.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import psutil

from benchmarks.databases import KINDS
from benchmarks.destruction import measure_destruction
from benchmarks.fields import measure_fields
from benchmarks.flood import measure_flood
from benchmarks.ledger import measure_ledger
from benchmarks.looked import measure_looked
from benchmarks.lookups import measure_lookups
from benchmarks.packs import measure_pack
from benchmarks.pages import measure_case, measure_list, measure_submit
from benchmarks.parts import measure_parts
from benchmarks.report import write_table
from benchmarks.rotation import measure_rotation
from benchmarks.search import measure_search
from benchmarks.tables import measure_table
from benchmarks.timing import Row
from benchmarks.variants import AS_BEGUN, SEALED, variants
from benchmarks.wall import measure_wall
from benchmarks.writers import measure_writers
from extensions import now

RESULTS = Path(__file__).with_name("results.json")
QUALITY_OF = 100_000
"""People among whom the right one is looked for with an error."""
FULL_RESULTS = Path(__file__).with_name("results-full.json")


@dataclass(frozen=True)
class Sizes:
    """How much is measured. ``steps``: numbers of cases at which the list is measured, rising; growth is measured
    against the first."""

    steps: tuple[int, ...] = (1000, 10_000, 100_000)
    shown: int = 50
    behind_wall: tuple[int, ...] = (1000, 10_000)
    as_shipped: int = 25
    pairs: int = 150
    submits: int = 60
    lookups: int = 60
    pack_cases: int = 20
    packs_made: int = 9
    field_rounds: int = 200
    writes: int = 60
    rotations: int = 3
    values: int = 10_000
    destroyed: int = 60
    flood_seconds: float = 5
    flood_turns: int = 3
    people: tuple[int, ...] = (1000, 10_000, 100_000)
    searches: int = 200
    scans: int = 2
    asked_with_errors: int = 250
    entries: tuple[int, ...] = (10_000, 100_000)
    checks: int = 3
    proofs: int = 500
    clients: tuple[int, ...] = (1, 4, 8, 16)
    append_pairs: int = 5
    asked_who: int = 200
    append_seconds: float = 3


MILLION = (1000, 10_000, 100_000, 1_000_000)
FULL = Sizes(steps=MILLION, people=MILLION, entries=(10_000, 100_000, 1_000_000))


def measure(sizes: Sizes, kinds: tuple[str, ...] = KINDS, tell: Callable[[Row], None] = lambda row: None) -> list[Row]:
    """Everything, field by field and page by page, on each kind of database; ``tell`` hears each row as it comes."""
    rows: list[Row] = []

    def keep(found: list[Row]) -> None:
        rows.extend(found)
        for row in found:
            tell(row)

    keep(measure_fields(sizes.field_rounds))
    for kind in kinds:
        with variants(kind) as found:
            if kind == kinds[0]:
                keep(measure_table(found[SEALED].app, pairs=sizes.pairs))
            for held in sizes.steps:
                for name, variant in found.items():
                    if name not in AS_BEGUN or held == sizes.steps[0]:
                        variant.add_cases(held)
                keep(measure_list(found, kind, shown=sizes.shown, pairs=sizes.pairs))
            keep(measure_list(found, kind, shown=sizes.as_shipped, pairs=sizes.pairs))
            keep(measure_case(found, kind, pairs=sizes.pairs))
            keep(measure_submit(found, kind, submits=sizes.submits))
            keep(measure_lookups(found, kind, pairs=sizes.lookups))
            keep(measure_writers(found[SEALED], kind, writes=sizes.writes))
            keep(measure_rotation(found[SEALED], kind, turns=sizes.rotations))
            keep(measure_pack(found, kind, cases=sizes.pack_cases, packs_made=sizes.packs_made))
            keep(measure_destruction(found[SEALED], kind, values=sizes.values, cases=sizes.destroyed))
        keep(measure_wall(kind, steps=sizes.behind_wall, shown=sizes.shown, pairs=sizes.pairs))
        for row in chain(_search_rows(kind, sizes), _ledger_rows(kind, sizes)):
            keep([row])
        if sizes.flood_turns:
            keep(measure_flood(kind, seconds=sizes.flood_seconds, turns=sizes.flood_turns))
    return rows


def _search_rows(kind: str, sizes: Sizes) -> Iterator[Row]:
    if sizes.people:
        yield from measure_search(kind, steps=sizes.people, rounds=sizes.searches, scans=sizes.scans)
        yield from measure_parts(kind, steps=sizes.people, rounds=sizes.searches)
    if sizes.asked_with_errors and kind == KINDS[0]:
        # Its packages are wanted by nothing else.
        from benchmarks.quality import measure_quality

        yield from measure_quality(QUALITY_OF, each=sizes.asked_with_errors)


def _ledger_rows(kind: str, sizes: Sizes) -> Iterator[Row]:
    if sizes.entries:
        yield from measure_ledger(
            kind,
            steps=sizes.entries,
            rounds=sizes.checks,
            proofs=sizes.proofs,
            clients=sizes.clients,
            pairs=sizes.append_pairs,
            seconds=sizes.append_seconds,
        )
        yield from measure_looked(kind, sizes.entries, sizes.asked_who)


def line_of(row: Row) -> str:
    """A row as it is printed."""
    figures = f"{row.ours:>9.3f} {row.other:>9.3f} {row.unit:2} {row.ratio:>6.3f}"
    return f"{row.name:56} {figures} of {row.other_name} (n={row.n})"


def machine() -> str:
    """What the figures were measured on, in a line."""
    cores, memory = os.cpu_count(), psutil.virtual_memory().total / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GiB, Python {platform.python_version()}"
    )


def _keep(rows: Sequence[Row]) -> None:
    about = {"measured_on": now().date().isoformat(), "machine": machine()}
    FULL_RESULTS.write_text(_json({**about, "rows": [row.as_json() for row in rows]}))


def _json(told: object) -> str:
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] = ()) -> int:
    """Measure; ``--full`` is the only argument."""
    full = "--full" in arguments
    started = time.monotonic()
    rows: list[Row] = []

    def told(row: Row) -> None:
        rows.append(row)
        print(line_of(row), flush=True)
        if full:
            # It takes hours: what was measured before a fault is kept.
            _keep(rows)

    measure(FULL if full else Sizes(), tell=told)
    if not full:
        RESULTS.write_text(_json([row.as_json() for row in rows]))
        write_table(rows, f"Measured on {now().date().isoformat()}: {machine()}.")
    print(f"{len(rows)} rows in {time.monotonic() - started:.0f} seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
