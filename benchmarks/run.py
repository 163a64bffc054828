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
from pathlib import Path

import psutil

from benchmarks.databases import KINDS
from benchmarks.destruction import measure_destruction
from benchmarks.fields import measure_fields
from benchmarks.flood import measure_flood
from benchmarks.lookups import measure_lookups
from benchmarks.packs import measure_pack
from benchmarks.pages import measure_case, measure_list, measure_submit
from benchmarks.report import write_table
from benchmarks.rotation import measure_rotation
from benchmarks.search import measure_search
from benchmarks.tables import measure_table
from benchmarks.timing import Row
from benchmarks.variants import AS_BEGUN, SEALED, variants
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


MILLION = (1000, 10_000, 100_000, 1_000_000)
FULL = Sizes(steps=MILLION, people=MILLION)


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
        for row in _search_rows(kind, sizes):
            keep([row])
        if sizes.flood_turns:
            keep(measure_flood(kind, seconds=sizes.flood_seconds, turns=sizes.flood_turns))
    return rows


def _search_rows(kind: str, sizes: Sizes) -> Iterator[Row]:
    if sizes.people:
        yield from measure_search(kind, steps=sizes.people, rounds=sizes.searches, scans=sizes.scans)
    if sizes.asked_with_errors and kind == KINDS[0]:
        # Its packages are wanted by nothing else.
        from benchmarks.quality import measure_quality

        yield from measure_quality(QUALITY_OF, each=sizes.asked_with_errors)


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


def main(arguments: Sequence[str] = ()) -> int:
    """Measure; ``--full`` is the only argument."""
    full = "--full" in arguments
    started = time.monotonic()
    rows = measure(FULL if full else Sizes(), tell=lambda row: print(line_of(row), flush=True))
    told: object = [row.as_json() for row in rows]
    if full:
        told = {"measured_on": now().date().isoformat(), "machine": machine(), "rows": told}
    results = FULL_RESULTS if full else RESULTS
    results.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    if not full:
        write_table(rows, f"Measured on {now().date().isoformat()}: {machine()}.")
    print(f"{len(rows)} rows in {time.monotonic() - started:.0f} seconds: {results.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
