"""Taking turns, medians, and the rows of the result.

On a machine shared with others a page's time holds waits that are nobody's cost. The processor time of the server is
measured beside it: it says nothing about waiting for disks or a database server, and repeats where time does not.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple, TypeVar

SCALES = {"s": 1.0, "ms": 1e3, "µs": 1e6}
MEDIAN, TAIL = 0.5, 0.95
Result = TypeVar("Result")


class Taken(NamedTuple):
    """What one request took: seconds as the person waits, and seconds of processor in the server."""

    seconds: float
    processor: float


@dataclass(frozen=True)
class Row:
    """One line of ``results.json``: what ours took, what the other took, in ``unit``; ``n`` measurements of each."""

    name: str
    ours: float
    other: float
    other_name: str
    ratio: float
    unit: str
    n: int

    def as_json(self) -> dict[str, object]:
        """The row under its published field names."""
        return asdict(self)


def take_turns(variants: Mapping[str, Callable[[], Result]], rounds: int, *, seed: int = 1) -> dict[str, list[Result]]:
    """Run every variant once a round, in a new random order each round; returns what each answered.

    A slow second of the machine then falls on all variants alike. The first round warms up and is thrown away.
    """
    chance = random.Random(seed)
    taken: dict[str, list[Result]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name in chance.sample(sorted(variants), len(variants)):
            answer = variants[name]()
            if number:
                taken[name].append(answer)
    return taken


def seconds_of(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def taken_by(work: Callable[[], object]) -> Taken:
    """What one call takes, the processor time of all threads together."""
    started, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - started, time.process_time() - processor)


def share(values: Sequence[float], part: float) -> float:
    """The value below which ``part`` of them lie (nearest rank): 0.5 is the median."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))]


def page_rows(name: str, ours: Sequence[Taken], other: Sequence[Taken], other_name: str) -> list[Row]:
    """Rows of one page in milliseconds: the median, the 95th hundredth, and the median of processor time."""
    whole, processor = median_rows(name, ours, other, other_name, unit="ms")
    mine, theirs = [one.seconds for one in ours], [one.seconds for one in other]
    return [whole, row_of(f"{name}, p95", mine, theirs, other_name, unit="ms", part=TAIL), processor]


def median_rows(
    name: str, ours: Sequence[Taken], other: Sequence[Taken], other_name: str, *, unit: str
) -> tuple[Row, Row]:
    """The median as the person waits, and the median of processor time."""
    seconds = [one.seconds for one in ours], [one.seconds for one in other]
    processor = [one.processor for one in ours], [one.processor for one in other]
    return (
        row_of(name, *seconds, other_name, unit=unit),
        row_of(f"{name}, processor time", *processor, other_name, unit=unit),
    )


def rounded(ratio: float) -> float:
    """To three places; a small one to three figures that count, since 0.000012 says more than 0.000."""
    return round(ratio, 3) if ratio >= 0.1 else float(f"{ratio:.3g}")


def row_of(
    name: str, ours: Sequence[float], other: Sequence[float], other_name: str, *, unit: str, part: float = MEDIAN
) -> Row:
    """One row from seconds; the ratio is that of its two figures."""
    mine, theirs = share(ours, part) * SCALES[unit], share(other, part) * SCALES[unit]
    return Row(name, round(mine, 3), round(theirs, 3), other_name, rounded(mine / theirs), unit, len(ours))
