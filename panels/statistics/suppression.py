"""What of a count may be published. Pure.

Counts of 1 to 4 are hidden. Where hidden counts stand beside a total, further counts are hidden until no hidden one can
be worked out; if that cannot be done the total is hidden too. Percentages and medians need enough people under them. A
new table is compared with those published before it: what the difference would tell is hidden as well. Source: the
partnership's rules on small numbers (domain 10.5), after the usual practice of official statistics.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
FEWEST_FOR_A_SHARE = 10
FEW_FOR_A_SHARE = 30
"""Below this a percentage is shown with a warning that it rests on few."""

Shown = int | None
"""A published count; ``None`` is hidden."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Counts by one characteristic, with their total."""

    rows: Mapping[str, Shown]
    total: Shown


def is_small(count: int) -> bool:
    """Whether a count is hidden for itself. None is none: a zero tells of nobody."""
    return 0 < count < SMALLEST_SHOWN


def shown_count(count: int, *, statutory: bool = False) -> Shown:
    """A count on its own. A statutory one is published however small, as a total and nothing else (2014 Act s104)."""
    return None if is_small(count) and not statutory else count


def shown_breakdown(counts: Mapping[str, int]) -> Breakdown:
    """Counts and their total with everything hidden that must be, so that nothing hidden can be worked out."""
    total = sum(counts.values())
    hidden = {key for key, count in counts.items() if is_small(count)}
    # The next smallest are hidden first: they cost least. Zeros come last, because everybody may know them.
    spare = sorted((key for key in counts if key not in hidden), key=lambda key: (counts[key] == 0, counts[key], key))
    while hidden and spare and not is_safe([counts[key] for key in hidden]):
        hidden.add(spare.pop(0))
    safe = not hidden or is_safe([counts[key] for key in hidden])
    rows = {key: None if key in hidden else count for key, count in counts.items()}
    return Breakdown(rows, total if safe and not is_small(total) else None)


def is_safe(hidden: Sequence[int]) -> bool:
    """Whether the sum of these hidden counts, which the total gives away, leaves every small one more than one value.

    It is judged against a reader who knows the rules and which of the hidden counts are small.
    """
    small = [count for count in hidden if is_small(count)]
    others = [count for count in hidden if not is_small(count)]
    rest = sum(hidden)
    least_of_others = sum(min(count, SMALLEST_SHOWN) for count in others)
    unbounded = any(count >= SMALLEST_SHOWN for count in others)
    # Each small one has the same bounds: what is left for it when the other hidden ones are as small, or as large, as
    # they can be.
    highest = min(SMALLEST_SHOWN - 1, rest - least_of_others - (len(small) - 1))
    lowest = 1 if unbounded else max(1, rest - (SMALLEST_SHOWN - 1) * (len(small) - 1) - least_of_others)
    return not small or highest > lowest


def shown_share(part: int, whole: int) -> Shown:
    """A percentage, whole; hidden where it rests on too few, or where either side of it is a small count."""
    if whole < FEWEST_FOR_A_SHARE or is_small(part) or is_small(whole - part):
        return None
    return round(100 * part / whole)


def shown_median(median: int | None, people: int) -> Shown:
    """A median; hidden where it rests on too few."""
    return median if people >= FEWEST_FOR_A_SHARE else None


def differs_by_few(mine: Shown, theirs: Shown) -> bool:
    """Whether two published counts, of which one holds all of the other, tell of one to four by their difference."""
    return mine is not None and theirs is not None and is_small(abs(mine - theirs))
