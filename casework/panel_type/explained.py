"""Why a deadline is the day it is: every day between the start and the end, and what it was. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from casework.panel_type.calendar import ONE_DAY, Calendar, local_day
from casework.panel_type.clocks import ClockRule, Unit
from casework.panel_type.counting import DayCount, calendar_day_count, working_day_count
from casework.panel_type.shown import day_words, moment_words
from casework.panel_type.working_time import Pause, add_months, due_on


class Why(StrEnum):
    """What a day was to the clock."""

    COUNTED = "counted"
    WEEKEND = "weekend"
    DAY_OFF = "day_off"
    """A bank holiday, or a closure day of the partnership."""
    RESTED = "rested"


@dataclass(frozen=True, slots=True)
class Explained:
    """A deadline taken apart. ``days``: each day after ``day_zero`` up to the due day, in order, with what it was.

    For a clock in months the counted days are those of the calendar; ``corresponding`` is the day so many months later,
    which the days at rest have moved on. Empty ``days``: a clock in hours, which counts every hour.
    """

    unit: Unit
    length: int
    event_at: datetime
    day_zero: date
    due_at: datetime
    days: tuple[tuple[date, Why], ...] = ()
    corresponding: date | None = None

    def those(self, why: Why) -> tuple[date, ...]:
        """The days that were this."""
        return tuple(day for day, was in self.days if was is why)


def explain(
    rule: ClockRule,
    started_at: datetime,
    pauses: Sequence[Pause],
    calendar: Calendar,
    *,
    band: str | None = None,
    length: int | None = None,
) -> Explained | None:
    """The deadline taken apart; ``None`` while the clock rests, because there is none then.

    :raises CalendarEnds: as :func:`due_on`.
    """
    due_at = due_on(rule, started_at, pauses, calendar, band=band, length=length).due_at
    if due_at is None:
        return None
    units = rule.length_for(band) if length is None else length
    if rule.unit is Unit.HOURS:
        return Explained(rule.unit, units, started_at, local_day(started_at), due_at)
    works = rule.unit is Unit.WORKING_DAYS
    count = working_day_count(started_at, pauses, calendar) if works else calendar_day_count(started_at, pauses)
    days = _days(count, local_day(due_at))
    months = add_months(count.day_zero, units) if rule.unit is Unit.CALENDAR_MONTHS else None
    return Explained(rule.unit, units, started_at, count.day_zero, due_at, days, months)


def in_words(explained: Explained) -> tuple[str, ...]:
    """The explanation in sentences, for the people who have to keep to it."""
    if explained.unit is Unit.HOURS:
        return (
            f"Starts {moment_words(explained.event_at)}. Every hour of every day counts.",
            f"{_many(explained.length, 'hour')} later is {moment_words(explained.due_at)}.",
        )
    return tuple(filter(None, (_start(explained), _end(explained), _left_out(explained))))


def _days(count: DayCount, due: date) -> tuple[tuple[date, Why], ...]:
    span = (due - count.day_zero).days
    after = (count.day_zero + n * ONE_DAY for n in range(1, span + 1))
    return tuple((day, _why(count, day)) for day in after)


def _why(count: DayCount, day: date) -> Why:
    if count.rests_on(day):
        return Why.RESTED
    if count.counts(day):
        return Why.COUNTED
    return Why.WEEKEND if day.weekday() >= 5 else Why.DAY_OFF


def _start(explained: Explained) -> str:
    told = f"The count starts on {_day(explained.day_zero)}"
    event = local_day(explained.event_at)
    if event == explained.day_zero:
        return f"{told}; that day is not counted."
    return f"{told}, the working day for which {moment_words(explained.event_at)} counts; that day is not counted."


def _end(explained: Explained) -> str:
    due = local_day(explained.due_at)
    if explained.unit is Unit.CALENDAR_MONTHS:
        later = f"{_many(explained.length, 'month')} later is {_day(explained.corresponding or due)}."
        return later if explained.corresponding == due else f"{later} With the days at rest it is {_day(due)}."
    kind = "working day" if explained.unit is Unit.WORKING_DAYS else "day"
    return f"{_many(explained.length, kind)} later is {_day(due)}, 5pm."


def _left_out(explained: Explained) -> str:
    off = explained.those(Why.DAY_OFF)
    named = f" ({', '.join(_short(day) for day in off)})" if off else ""
    parts = (
        (len(explained.those(Why.WEEKEND)), "weekend day", ""),
        (len(off), "day off", named),
        (len(explained.those(Why.RESTED)), "day at rest", ""),
    )
    told = [f"{_many(count, what)}{more}" for count, what, more in parts if count]
    return f"Left out: {', '.join(told)}." if told else ""


def _day(day: date) -> str:
    return f"{day:%A} {day_words(day)}"


def _short(day: date) -> str:
    return f"{day.day} {day:%B}"


def _many(count: int, what: str) -> str:
    first, _, rest = what.partition(" ")
    if count == 1:
        return f"1 {what}"
    # "days at rest", "working days", "days off": the word that is counted takes the ending.
    return f"{count} {first}s {rest}".strip() if first == "day" else f"{count} {what}s"
