"""Periods of statistics: a year, a quarter, a month, or own days. Both days are included, London dates. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from casework.panel_type.working_time import add_months

YEAR = re.compile(r"(\d{4})")
QUARTER = re.compile(r"(\d{4})-Q([1-4])")
MONTH = re.compile(r"(\d{4})-(\d{2})")
OWN = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})")
EARLIEST = 2000
MONTHS_TO_PUBLISH = 12
"""A published table covers at least so many whole months: month by month, small changes would tell of single people."""


@dataclass(frozen=True, slots=True)
class Period:
    """``key`` is how an address names it."""

    key: str
    title: str
    from_on: date
    to_on: date

    def contains(self, other: "Period") -> bool:
        """Whether every day of ``other`` is in this period."""
        return self.from_on <= other.from_on and other.to_on <= self.to_on

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.from_on <= other.to_on and other.from_on <= self.to_on


def period_of(key: str) -> Period | None:
    """The period that a key names (2026, 2026-Q4, 2026-11, 2026-04-01_2027-03-31); ``None`` for anything else."""
    try:
        return _parsed(key)
    except ValueError:
        return None


def own_period(from_on: date, to_on: date) -> Period:
    """The period between two days. Raises ``ValueError`` if it ends before it starts."""
    if to_on < from_on or from_on.year < EARLIEST:
        raise ValueError("The period ends before it starts.")
    return Period(f"{from_on}_{to_on}", f"{_words(from_on)} to {_words(to_on)}", from_on, to_on)


def may_be_published(period: Period, today: date) -> bool:
    """Whether a table of this period may be published: whole months, twelve of them at least, all of them over."""
    first, after = period.from_on, period.to_on + timedelta(days=1)
    whole = first.day == 1 and after.day == 1
    return whole and after >= add_months(first, MONTHS_TO_PUBLISH) and period.to_on < today


def recent(today: date) -> tuple[Period, ...]:
    """The periods a page offers: this year and the last, the last four quarters and the last three months."""
    years = [str(today.year), str(today.year - 1)]
    quarters = [_quarter(add_months(today.replace(day=1), -3 * back)) for back in range(4)]
    months = [f"{add_months(today.replace(day=1), -back):%Y-%m}" for back in range(3)]
    found = [period_of(key) for key in (*years, *quarters, *months)]
    return tuple(period for period in found if period is not None)


def _parsed(key: str) -> Period | None:
    if found := YEAR.fullmatch(key):
        year = _year(found[1])
        return Period(key, str(year), date(year, 1, 1), date(year, 12, 31))
    if found := QUARTER.fullmatch(key):
        first = date(_year(found[1]), 3 * int(found[2]) - 2, 1)
        last = add_months(first, 3) - timedelta(days=1)
        return Period(key, f"{first:%B} to {last:%B %Y}", first, last)
    if found := MONTH.fullmatch(key):
        first = date(_year(found[1]), int(found[2]), 1)
        return Period(key, f"{first:%B %Y}", first, add_months(first, 1) - timedelta(days=1))
    if found := OWN.fullmatch(key):
        return own_period(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    return None


def _year(text: str) -> int:
    year = int(text)
    if not EARLIEST <= year < 9999:
        raise ValueError("No such year.")
    return year


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
