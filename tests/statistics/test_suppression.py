"""Small numbers stay hidden, alone, beside a total, as a share, and beside what was published before. Pure."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.statistics.differencing import Earlier, told_by_difference
from panels.statistics.periods import Period, own_period, period_of
from panels.statistics.suppression import (
    SMALLEST_SHOWN,
    differs_by_few,
    is_small,
    shown_breakdown,
    shown_count,
    shown_median,
    shown_share,
)

COUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), min_size=1, max_size=5)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (2, None), (3, None), (4, None), (5, 5), (1000, 1000)])
def test_counts_of_one_to_four_are_hidden_unless_the_law_wants_them(count: int, shown: int | None) -> None:
    assert shown_count(count) == shown
    assert shown_count(count, statutory=True) == count


def values_for(count: int) -> range:
    """What a reader who knows the rules, and which hidden counts are small, must hold possible for one of them."""
    if is_small(count):
        return range(1, SMALLEST_SHOWN)
    return range(1) if count == 0 else range(SMALLEST_SHOWN, 40)


@given(COUNTS)
def test_no_hidden_small_count_can_be_worked_out_from_the_total(counts: dict[str, int]) -> None:
    """AC 64."""
    found = shown_breakdown(counts)
    hidden = [key for key, shown in found.rows.items() if shown is None]
    assert all(found.rows[key] is None for key, count in counts.items() if is_small(count))
    if found.total is None or not hidden:
        return
    rest = found.total - sum(shown for shown in found.rows.values() if shown is not None)
    possible = [combination for combination in product(*(values_for(counts[key]) for key in hidden))
                if sum(combination) == rest]  # fmt: skip
    for place, key in enumerate(hidden):
        if is_small(counts[key]):
            assert len({combination[place] for combination in possible}) > 1, (counts, found)


@given(COUNTS)
def test_what_is_shown_is_true_and_a_small_total_is_hidden(counts: dict[str, int]) -> None:
    found = shown_breakdown(counts)
    assert all(shown in (None, counts[key]) for key, shown in found.rows.items())
    assert found.total in (None, sum(counts.values()))
    assert not is_small(found.total or 0)


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(5, 99) | st.just(0), min_size=1))
def test_nothing_is_hidden_without_need(counts: dict[str, int]) -> None:
    found = shown_breakdown(counts)
    assert found.rows == counts
    assert found.total == sum(counts.values())


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_rests_on_ten_at_least_and_hides_no_small_side(part: int, rest: int) -> None:
    shown = shown_share(part, part + rest)
    if part + rest < 10 or is_small(part) or is_small(rest):
        assert shown is None
    else:
        assert shown == round(100 * part / (part + rest))


def test_a_median_of_few_is_hidden() -> None:
    assert shown_median(7, 9) is None
    assert shown_median(7, 10) == 7


def year(key: str) -> Period:
    found = period_of(key)
    assert found is not None
    return found


def test_the_same_period_again_is_hidden_where_it_changed_by_few() -> None:
    earlier = [Earlier(year("2026"), {"a": 20, "b": 20, "c": None})]
    assert told_by_difference(year("2026"), {"a": 22, "b": 20, "c": 9}, earlier) == {"a"}
    assert differs_by_few(22, 20)
    assert not differs_by_few(20, 20)


def test_a_longer_period_is_hidden_where_the_rest_of_it_would_be_few() -> None:
    longer = own_period(date(2025, 1, 1), date(2026, 12, 31))
    earlier = [Earlier(year("2025"), {"a": 20})]
    assert told_by_difference(longer, {"a": 23}, earlier) == {"a"}
    assert told_by_difference(longer, {"a": 31}, earlier) == frozenset()


def test_several_periods_side_by_side_are_taken_together() -> None:
    longest = own_period(date(2024, 1, 1), date(2026, 12, 31))
    earlier = [Earlier(year("2024"), {"a": 20}), Earlier(year("2025"), {"a": 30})]
    assert told_by_difference(longest, {"a": 52}, earlier) == {"a"}
    around = [Earlier(longest, {"a": 62}), *earlier]
    assert told_by_difference(year("2026"), {"a": 9}, around) == {"a"}


def test_periods_that_only_touch_tell_nothing_of_each_other() -> None:
    assert told_by_difference(year("2026"), {"a": 21}, [Earlier(year("2025"), {"a": 20})]) == frozenset()


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_two_published_periods_never_give_a_small_one_between_them_away(first: int, second: int, third: int) -> None:
    longest = own_period(date(2024, 1, 1), date(2026, 12, 31))
    published = [Earlier(year("2024"), {"a": shown_count(first)}), Earlier(year("2025"), {"a": shown_count(second)})]
    total = first + second + third
    hidden = told_by_difference(longest, {"a": total}, published)
    known = [one.counts["a"] for one in published if one.counts["a"] is not None]
    if not hidden:
        for chosen in ([known[0]] if known else [], known):
            assert not is_small(total - sum(chosen)) or not chosen
