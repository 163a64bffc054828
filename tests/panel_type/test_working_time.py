from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.panel_type.clocks import ClockRule, DaysBefore, PartGone, Unit
from casework.panel_type.working_time import (
    CalendarEnds,
    Due,
    add_months,
    add_working_days,
    due_on,
    england_and_wales,
    last_day_of_period,
    review_meeting,
    subtract_working_days,
    warning_days,
    working_days_between,
)
from tests.panel_type.clocks import at, rule

CALENDAR = england_and_wales()
DAYS = st.dates(date(2013, 1, 1), date(2028, 6, 30))
FEW = st.integers(0, 60)


def due(clock: ClockRule, started_at: datetime, band: str | None = None, length: int | None = None) -> Due:
    return due_on(clock, started_at, (), CALENDAR, band=band, length=length)


@pytest.mark.parametrize(
    ("started", "length", "due_day"),
    [
        ("2026-10-19", 2, "2026-10-21"),
        ("2026-10-19", 10, "2026-11-02"),
        ("2026-10-19", 30, "2026-11-30"),
        ("2026-12-21", 2, "2026-12-23"),
        ("2026-12-21", 10, "2027-01-07"),
        ("2026-11-23", 3, "2026-11-26"),
        ("2026-12-01", 2, "2026-12-03"),
        ("2026-11-27", 2, "2026-12-01"),
        ("2027-12-20", 10, "2028-01-06"),
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_working_days_end_at_five_on_the_right_day(started: str, length: int, due_day: str) -> None:
    assert due(rule(length), at(started)).due_at == at(due_day, 17)


def test_a_friday_evening_counts_as_monday() -> None:
    assert due(rule(3), at("2026-11-20", 18)).due_at == at("2026-11-26", 17)


def test_due_moments_are_utc_and_follow_summer_time() -> None:
    summer, winter = due(rule(1), at("2026-07-01")).due_at, due(rule(1), at("2026-12-01")).due_at
    assert summer is not None
    assert winter is not None
    assert (summer.hour, winter.hour) == (16, 17)
    assert summer.utcoffset() == timedelta(0)


def test_hours_run_through_the_weekend_and_through_the_change_of_clocks() -> None:
    assert due(rule(24, Unit.HOURS), at("2027-01-09", 18, 40)).due_at == at("2027-01-10", 18, 40)
    assert due(rule(24, Unit.HOURS), at("2026-10-24", 18)).due_at == at("2026-10-25", 17)


@pytest.mark.parametrize(
    ("started", "months", "due_day"),
    [
        ("2026-12-09", 1, "2027-01-09"),
        ("2027-01-21", 3, "2027-04-21"),
        ("2027-07-15", 6, "2028-01-15"),
        ("2027-07-15", 12, "2028-07-15"),
        ("2027-02-01", 1, "2027-03-01"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
    ],
)
def test_calendar_months_end_on_the_corresponding_day(started: str, months: int, due_day: str) -> None:
    assert due(rule(months, Unit.CALENDAR_MONTHS), at(started)).due_at == at(due_day, 17)


def test_calendar_days_count_every_day() -> None:
    assert due(rule(30, Unit.CALENDAR_DAYS), at("2026-12-01")).due_at == at("2026-12-31", 17)


def test_a_band_has_its_own_length_and_an_extension_beats_it() -> None:
    clock = rule(3, Unit.CALENDAR_MONTHS, (("high", 1), ("medium", 2)))
    assert due(clock, at("2026-12-09"), "high").due_on == date(2027, 1, 9)
    assert due(clock, at("2026-12-09"), "standard").due_on == date(2027, 3, 9)
    assert due(clock, at("2026-12-09"), "high", 2).due_on == date(2027, 2, 9)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2026-06-01", 1, "2026-06-30"),
        ("2026-01-10", 1, "2026-02-09"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-03-01", 1, "2026-03-31"),
        ("2026-08-31", 6, "2027-02-28"),
    ],
)
def test_a_period_beginning_with_a_day_ends_in_favour_of_the_applicant(first: str, months: int, last: str) -> None:
    assert last_day_of_period(date.fromisoformat(first), months) == date.fromisoformat(last)


@given(DAYS, FEW)
def test_counting_forwards_and_between_agree(day: date, count: int) -> None:
    later = add_working_days(day, count, CALENDAR)
    assert working_days_between(day, later, CALENDAR) == count
    assert working_days_between(later, day, CALENDAR) == -count
    assert count == 0 or CALENDAR.is_working_day(later)


@given(DAYS.filter(CALENDAR.is_working_day), FEW)
def test_counting_back_undoes_counting_forwards_from_a_working_day(day: date, count: int) -> None:
    assert subtract_working_days(add_working_days(day, count, CALENDAR), count, CALENDAR) == day


@given(DAYS, FEW, FEW)
def test_counting_in_two_steps_is_counting_in_one(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first, CALENDAR), second, CALENDAR) == add_working_days(
        day, first + second, CALENDAR
    )


@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_day_or_take_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(1, 24))
def test_a_later_start_never_ends_a_period_sooner(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert last_day_of_period(first, months) <= last_day_of_period(second, months)


@given(DAYS, st.integers(0, 23), FEW)
def test_a_later_start_never_makes_a_clock_end_sooner(day: date, hour: int, length: int) -> None:
    sooner, later = at(day.isoformat(), 0), at(day.isoformat(), hour)
    ends = [due(rule(length), moment).due_at for moment in (sooner, later)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] <= ends[1]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0"):
        add_working_days(date(2026, 1, 5), -1, CALENDAR)


def test_a_clock_that_ends_beyond_the_known_holidays_is_refused() -> None:
    with pytest.raises(CalendarEnds):
        due(rule(10), at(f"{CALENDAR.last.year}-12-20"))


def test_warnings_come_at_half_time_two_days_before_and_on_the_day() -> None:
    clock = rule(10)
    end = due(clock, at("2026-10-19")).due_at
    assert end is not None
    assert clock.warn_at == (PartGone(50), DaysBefore(2), DaysBefore(0))
    assert warning_days(clock, at("2026-10-19"), end, CALENDAR) == (
        date(2026, 10, 26),
        date(2026, 10, 29),
        date(2026, 11, 2),
    )


def test_no_warning_comes_before_the_start() -> None:
    clock = rule(1)
    end = due(clock, at("2026-10-19")).due_at
    assert end is not None
    assert warning_days(clock, at("2026-10-19"), end, CALENDAR) == (date(2026, 10, 20),)


MEETINGS = [date(2026, 12, 9), date(2027, 1, 13), date(2027, 2, 10)]


@pytest.mark.parametrize(
    ("due_day", "tolerance", "meeting"),
    [
        (date(2027, 1, 9), 7, date(2027, 1, 13)),
        (date(2027, 1, 9), 3, None),
        (date(2027, 1, 13), 0, date(2027, 1, 13)),
        (date(2027, 1, 20), 7, date(2027, 1, 13)),
        (date(2027, 2, 9), 7, date(2027, 2, 10)),
    ],
)
def test_a_review_is_met_by_the_next_meeting_within_the_tolerance(
    due_day: date, tolerance: int, meeting: date | None
) -> None:
    assert review_meeting(date(2026, 12, 9), due_day, MEETINGS, tolerance) == meeting
