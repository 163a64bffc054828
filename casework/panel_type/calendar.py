"""Working days of England and Wales, with the partnership's own closure days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
CLOSES = time(17, 0)
"""Office hours end in London. What comes later counts as the next working day."""

ONE_DAY = timedelta(days=1)


class CalendarEnds(Exception):
    """A day outside the years for which the bank holidays are known, so that no deadline can be promised."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Bank holidays and closure days. ``first`` and ``last`` are the days between which the holidays are known."""

    days_off: frozenset[date]
    first: date
    last: date

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and no day off. Raises ``CalendarEnds`` for a day outside the known years."""
        if not self.first <= day <= self.last:
            raise CalendarEnds(f"Bank holidays are known from {self.first:%Y} to {self.last:%Y}, not for {day:%Y}.")
        return day.weekday() < 5 and day not in self.days_off

    def with_closures(self, closures: Iterable[date]) -> "Calendar":
        """The same calendar with further local closure days."""
        return Calendar(self.days_off | frozenset(closures), self.first, self.last)


@cache
def england_and_wales() -> Calendar:
    """Bank holidays as GOV.UK publishes them, from the copy installed with the application: no network is used."""
    source: Any = BankHolidays
    published = source(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    days: list[date] = sorted(holiday["date"] for holiday in published)
    return Calendar(frozenset(days), date(days[0].year, 1, 1), date(days[-1].year, 12, 31))


def local_day(moment: datetime) -> date:
    """The date in London at an aware moment. Raises ``ValueError`` for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    return moment.astimezone(LONDON).date()


def effective_day(moment: datetime, calendar: Calendar) -> date:
    """The working day an event counts for: after 17:00 or on a day off, the next working day. Local policy."""
    day = local_day(moment)
    if moment.astimezone(LONDON).time() > CLOSES:
        day += ONE_DAY
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day


def end_of_office_hours(day: date) -> datetime:
    """17:00 in London on ``day``, as an aware UTC moment."""
    return datetime.combine(day, CLOSES, LONDON).astimezone(UTC)
