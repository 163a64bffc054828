from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.panel_type.clocks import Unit
from casework.panel_type.working_time import Due, Pause, due_on, england_and_wales
from tests.panel_type.clocks import at, rule

CALENDAR = england_and_wales()


def due(length: int, started_at: datetime, *pauses: Pause, unit: Unit = Unit.WORKING_DAYS) -> Due:
    return due_on(rule(length, unit), started_at, pauses, CALENDAR)


def test_a_pause_over_christmas_leaves_nine_of_ten_days() -> None:
    found = due(10, at("2026-12-21"), Pause(at("2026-12-23"), at("2027-01-05")))
    assert (found.due_at, found.working_days_used) == (at("2027-01-18", 17), 1)


def test_the_same_pause_a_year_later() -> None:
    found = due(10, at("2027-12-20"), Pause(at("2027-12-22"), at("2028-01-05")))
    assert (found.due_at, found.working_days_used) == (at("2028-01-18", 17), 1)


def test_a_clock_that_still_rests_has_no_end_but_says_what_was_used() -> None:
    assert due(10, at("2026-12-21"), Pause(at("2026-12-23"))) == Due(None, 1)


def test_a_pause_after_hours_lets_the_day_count() -> None:
    before = due(3, at("2026-11-23"), Pause(at("2026-11-24", 16), at("2026-11-26")))
    after = due(3, at("2026-11-23"), Pause(at("2026-11-24", 18), at("2026-11-26")))
    assert (before.working_days_used, after.working_days_used) == (0, 1)
    assert (before.due_on, after.due_on) == (date(2026, 12, 1), date(2026, 11, 30))


def test_a_pause_within_one_day_takes_nothing() -> None:
    assert due(3, at("2026-11-23"), Pause(at("2026-11-24", 10), at("2026-11-24", 11))).due_at == at("2026-11-26", 17)


def test_a_pause_over_a_weekend_takes_nothing() -> None:
    assert due(3, at("2026-11-19"), Pause(at("2026-11-20", 18), at("2026-11-22"))).due_at == at("2026-11-24", 17)


def test_a_pause_on_the_first_day_starts_the_count_when_it_resumes() -> None:
    assert due(3, at("2026-11-23"), Pause(at("2026-11-23", 12), at("2026-11-25"))).due_on == date(2026, 11, 30)


def test_days_used_until_a_day_leave_out_the_days_rested() -> None:
    pauses = (Pause(at("2026-12-23"), at("2027-01-05")),)
    found = due_on(rule(10), at("2026-12-21"), pauses, CALENDAR, as_of=at("2027-01-07"))
    assert found.working_days_used == 2


def test_hours_rested_are_added_and_those_rested_twice_only_once() -> None:
    start = at("2027-01-09", 18)
    pauses = (Pause(at("2027-01-09", 20), at("2027-01-09", 22)), Pause(at("2027-01-09", 21), at("2027-01-09", 23)))
    assert due(24, start, *pauses, unit=Unit.HOURS).due_at == at("2027-01-10", 21)


def test_hours_rested_after_the_end_change_nothing() -> None:
    pause = Pause(at("2027-01-12"), at("2027-01-13"))
    assert due(24, at("2027-01-09", 18), pause, unit=Unit.HOURS).due_at == at("2027-01-10", 18)


@pytest.mark.parametrize(("unit", "length"), [(Unit.CALENDAR_MONTHS, 1), (Unit.CALENDAR_DAYS, 31)])
def test_months_and_days_move_on_by_the_days_rested(unit: Unit, length: int) -> None:
    pause = Pause(at("2026-12-15"), at("2026-12-18"))
    assert due(length, at("2026-12-09"), pause, unit=unit).due_on == date(2027, 1, 13)


@given(
    start=st.dates(date(2024, 1, 1), date(2027, 6, 30)),
    length=st.integers(1, 30),
    after=st.integers(0, 30),
    rested=st.integers(0, 40),
    unit=st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS]),
)
def test_a_pause_never_makes_a_clock_end_sooner(start: date, length: int, after: int, rested: int, unit: Unit) -> None:
    began = at(start.isoformat())
    pause = Pause(began + timedelta(days=after), began + timedelta(days=after + rested))
    plain, paused = due(length, began, unit=unit).due_at, due(length, began, pause, unit=unit).due_at
    assert plain is not None
    assert paused is not None
    assert plain <= paused <= plain + timedelta(days=3 * (rested + 14))
