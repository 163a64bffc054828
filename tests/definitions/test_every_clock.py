"""Every clock of every panel over a bank holiday, a pause and a change of clocks, against a count made another way."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from casework.panel_type.clocks import ClockRule, Unit
from casework.panel_type.definition import PanelType
from casework.panel_type.working_time import Pause, due_on, england_and_wales
from panels.definitions import discover

LONDON = ZoneInfo("Europe/London")
CLOCKS = [(panel, clock) for panel in discover() for clock in panel.clocks]
every_clock = pytest.mark.parametrize(("panel", "clock"), CLOCKS, ids=lambda part: getattr(part, "key", ""))
# As published for England and Wales; the engine reads them from a library.
DAYS_OFF = {
    date.fromisoformat(day)
    for day in (
        "2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28 "
        "2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26"
    ).split()
}
BEFORE_CHRISTMAS = datetime(2026, 12, 23, 10, tzinfo=LONDON)
BEFORE_SUMMER_TIME = datetime(2027, 3, 26, 18, 30, tzinfo=LONDON)
REST = Pause(datetime(2026, 12, 29, 11, tzinfo=LONDON), datetime(2027, 1, 6, 15, tzinfo=LONDON))


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in DAYS_OFF


def five_o_clock(day: date) -> datetime:
    return datetime.combine(day, time(17), LONDON)


def by_hand(clock: ClockRule, start: datetime, rest: Pause | None) -> datetime:
    """The deadline counted as a person with a calendar would: day by day, crossing out."""
    if clock.unit is Unit.HOURS:
        moment, left = start.astimezone(UTC), clock.length * 60
        while left:
            moment += timedelta(minutes=1)
            resting = rest is not None and rest.ended_at is not None and rest.started_at < moment <= rest.ended_at
            left -= not resting
        return moment
    day = start.astimezone(LONDON).date()
    is_working = clock.unit is Unit.WORKING_DAYS
    if is_working and (start.astimezone(LONDON).time() > time(17) or not works(day)):
        day += timedelta(days=1)
        while not works(day):
            day += timedelta(days=1)
    if clock.unit is Unit.CALENDAR_MONTHS:
        months = day.month - 1 + clock.length
        last = [31, 29 if (day.year + months // 12) % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        end = date(day.year + months // 12, months % 12 + 1, min(day.day, last[months % 12]))
        left = (end - day).days
    else:
        left = clock.length
    while left:
        day += timedelta(days=1)
        crossed_out = (is_working and not works(day)) or (rest is not None and resting_on(day, rest))
        left -= not crossed_out
    return five_o_clock(day)


def resting_on(day: date, rest: Pause) -> bool:
    assert rest.ended_at is not None
    return rest.started_at.astimezone(LONDON).date() <= day <= rest.ended_at.astimezone(LONDON).date()


def due(clock: ClockRule, start: datetime, *pauses: Pause) -> datetime | None:
    return due_on(clock, start, pauses, england_and_wales()).due_at


@every_clock
def test_over_a_bank_holiday(panel: PanelType, clock: ClockRule) -> None:
    assert due(clock, BEFORE_CHRISTMAS) == by_hand(clock, BEFORE_CHRISTMAS, None)


@every_clock
def test_over_a_rest(panel: PanelType, clock: ClockRule) -> None:
    found = due(clock, BEFORE_CHRISTMAS)
    expected = by_hand(clock, BEFORE_CHRISTMAS, None)
    assert found is not None
    # A rest that begins after the deadline moves nothing.
    rest = REST if expected > REST.started_at else None
    assert due(clock, BEFORE_CHRISTMAS, *filter(None, [rest])) == by_hand(clock, BEFORE_CHRISTMAS, rest)


@every_clock
def test_over_the_change_of_clocks_on_a_friday_evening(panel: PanelType, clock: ClockRule) -> None:
    assert due(clock, BEFORE_SUMMER_TIME) == by_hand(clock, BEFORE_SUMMER_TIME, None)


@every_clock
def test_each_length_for_a_band_is_kept(panel: PanelType, clock: ClockRule) -> None:
    for band, length in clock.lengths_by_band:
        found = due_on(clock, BEFORE_CHRISTMAS, (), england_and_wales(), band=band).due_at
        again = due_on(clock, BEFORE_CHRISTMAS, (), england_and_wales(), length=length).due_at
        assert found == again


def test_the_days_off_are_those_of_the_library() -> None:
    known = england_and_wales()
    for day in DAYS_OFF:
        assert not known.is_working_day(day)
    assert known.is_working_day(date(2026, 12, 29))
