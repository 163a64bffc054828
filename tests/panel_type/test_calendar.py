from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from casework.panel_type.calendar import CalendarEnds, effective_day, england_and_wales, local_day

CALENDAR = england_and_wales()

KNOWN_YEARS = range(CALENDAR.first.year, CALENDAR.last.year + 1)


def test_bank_holidays_are_those_of_an_independent_source() -> None:
    other = set(holidays.country_holidays("GB", subdiv="ENG", years=KNOWN_YEARS))
    ours = {day for day in CALENDAR.days_off if day.year in KNOWN_YEARS}
    weekdays = {day for day in other if day.weekday() < 5}
    assert {day for day in ours if day.weekday() < 5} == weekdays


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2028, ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"]),
    ],
)
def test_bank_holidays_of_the_next_years_are_the_published_ones(year: int, days: list[str]) -> None:
    assert sorted(day for day in CALENDAR.days_off if day.year == year) == [
        date.fromisoformat(f"{year}-{day}") for day in days
    ]


def test_no_deadline_is_promised_beyond_the_known_bank_holidays() -> None:
    assert CALENDAR.is_working_day(date(CALENDAR.last.year, 12, 29)) is not None
    with pytest.raises(CalendarEnds, match="Bank holidays are known from 2012"):
        CALENDAR.is_working_day(CALENDAR.last + timedelta(days=1))
    with pytest.raises(CalendarEnds):
        CALENDAR.is_working_day(date(1999, 1, 4))


def test_a_local_closure_day_is_no_working_day() -> None:
    closed = date(2026, 12, 29)
    assert CALENDAR.is_working_day(closed)
    assert not CALENDAR.with_closures([closed]).is_working_day(closed)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 17, 0, 1, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 20, 18, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 12, 24, 17, 30, tzinfo=UTC), date(2026, 12, 29)),
        (datetime(2026, 7, 1, 16, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 16, 1, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_what_comes_after_hours_counts_for_the_next_working_day_in_london(moment: datetime, day: date) -> None:
    assert effective_day(moment, CALENDAR) == day


def test_a_day_begins_at_midnight_in_london() -> None:
    assert local_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    with pytest.raises(ValueError, match="zone"):
        local_day(datetime(2026, 7, 1, 23, 30))  # noqa: DTZ001 - the fault under test
