"""What a table would tell beside those published before it. Pure.

If one period holds another, the difference of their counts is the count of the days between; the same goes for a period
and several that lie in it side by side. Where that would be one to four, the new count is hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from panels.statistics.periods import Period
from panels.statistics.suppression import Shown, is_small

MOST_COMPARED = 8
"""Tables side by side that are compared in every combination; a partnership publishes one or two a year."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A published table: its period and its shown counts by key."""

    period: Period
    counts: Mapping[str, Shown]


def told_by_difference(period: Period, counts: Mapping[str, Shown], earlier: Sequence[Earlier]) -> frozenset[str]:
    """The keys whose counts must be hidden, because a published table would give a small count away beside them."""
    return frozenset(key for key, count in counts.items() if count is not None and _tells(period, key, count, earlier))


def _tells(period: Period, key: str, count: int, earlier: Sequence[Earlier]) -> bool:
    known = [(one.period, value) for one in earlier if (value := one.counts.get(key)) is not None]
    inside = [(other, value) for other, value in known if period.contains(other)]
    if any(is_small(abs(count - sum(value for _, value in group))) for group in _side_by_side(inside)):
        return True
    around = [(other, value) for other, value in known if other.contains(period)]
    return any(
        is_small(abs(value - count - sum(one for _, one in group)))
        for other, value in around
        for group in (
            (),
            *_side_by_side([(p, v) for p, v in known if other.contains(p) and p != other and not p.overlaps(period)]),
        )
    )


def _side_by_side(known: Sequence[tuple[Period, int]]) -> Iterable[tuple[tuple[Period, int], ...]]:
    """Every group of these periods in which no two share a day."""
    newest = sorted(known, key=lambda one: one[0].to_on, reverse=True)[:MOST_COMPARED]
    for size in range(1, len(newest) + 1):
        for group in combinations(newest, size):
            if not any(a.overlaps(b) for (a, _), (b, _) in combinations(group, 2)):
                yield group
