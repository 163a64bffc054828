"""Periods: both days included, whatever is not a period is none. Pure."""

from datetime import date

import pytest

from panels.statistics.periods import may_be_published, own_period, period_of, recent


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-04-01_2027-03-31", date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_a_key_names_its_days(key: str, first: date, last: date) -> None:
    found = period_of(key)
    assert found is not None
    assert (found.key, found.from_on, found.to_on) == (key, first, last)


@pytest.mark.parametrize(
    "key", ["", "26", "2026-Q5", "2026-13", "2026-00", "1999", "9999", "2026-02-30_2026-03-01", "2027-01-01_2026-01-01",
            "=1+1", "2026 ", "../2026"],
)  # fmt: skip
def test_anything_else_is_no_period(key: str) -> None:
    assert period_of(key) is None


@pytest.mark.parametrize(
    ("key", "today", "may"),
    [
        ("2026", date(2027, 1, 1), True),
        ("2026", date(2026, 12, 31), False),
        ("2026-Q4", date(2027, 5, 1), False),
        ("2026-11", date(2027, 5, 1), False),
        ("2026-04-01_2027-03-31", date(2027, 4, 1), True),
        ("2026-04-02_2027-04-01", date(2027, 6, 1), False),
        ("2026-04-01_2027-02-28", date(2027, 6, 1), False),
        ("2025-01-01_2026-12-31", date(2027, 1, 1), True),
    ],
)
def test_only_twelve_whole_months_that_are_over_are_published(key: str, today: date, may: bool) -> None:
    found = period_of(key)
    assert found is not None
    assert may_be_published(found, today) == may


def test_own_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        own_period(date(2026, 2, 1), date(2026, 1, 1))


def test_recent_periods_go_back_over_the_turn_of_a_year() -> None:
    keys = [period.key for period in recent(date(2027, 1, 31))]
    assert keys == ["2027", "2026", "2027-Q1", "2026-Q4", "2026-Q3", "2026-Q2", "2027-01", "2026-12", "2026-11"]
