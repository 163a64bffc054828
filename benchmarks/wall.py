"""What the second wall costs: the list of cases and one case, behind it and without it, in turns."""

from benchmarks.pages import measure_behind
from benchmarks.timing import Row
from benchmarks.variants import WALLED, WALLESS, variants


def measure_wall(kind: str, *, steps: tuple[int, ...], shown: int, pairs: int) -> list[Row]:
    """For each number of cases of ``steps``: the first page of the list with ``shown`` cases, and a case's overview."""
    rows: list[Row] = []
    with variants(kind, (WALLED, WALLESS)) as found:
        for held in steps:
            for variant in found.values():
                variant.add_cases(held)
            rows += measure_behind(found, kind, shown=shown, pairs=pairs)
    return rows
