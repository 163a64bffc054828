"""The arithmetic of deadlines: working days, calendar months, hours, and clocks that pause. Pure.

The day of the event is day 0. A day that ends with the clock paused does not count, and the day it resumes is day 0
again. A deadline in days or months ends at 17:00 in London; one in hours ends to the minute.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from casework.panel_type.calendar import (
    ONE_DAY,
    Calendar,
    CalendarEnds,
    effective_day,
    end_of_office_hours,
    england_and_wales,
    local_day,
)
from casework.panel_type.clocks import ClockRule, DaysBefore, PartGone, Unit
from casework.panel_type.counting import calendar_day_count, hours_later, working_day_count
from casework.panel_type.meeting_rules import MeetingRules

__all__ = [
    "Calendar",
    "CalendarEnds",
    "Due",
    "MeetingDates",
    "Pause",
    "add_months",
    "add_working_days",
    "due_on",
    "england_and_wales",
    "last_day_of_period",
    "meeting_dates",
    "review_meeting",
    "subtract_working_days",
    "warning_days",
    "working_days_between",
]


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock rested. Aware moments; ``ended_at`` is ``None`` while it still rests."""

    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock ends. ``due_at`` is ``None`` while it is paused: there is no deadline until it resumes.

    ``working_days_used``: days counted before the last pause began, or until ``as_of`` where one was given.
    """

    due_at: datetime | None
    working_days_used: int

    @property
    def due_on(self) -> date | None:
        """The due day in London."""
        return local_day(self.due_at) if self.due_at else None


@dataclass(frozen=True, slots=True)
class MeetingDates:
    """The days of the cycle round one meeting."""

    meeting_on: date
    cut_off_on: date
    pack_on: date
    late_on: date
    chasers_on: tuple[date, ...]
    returns_on: date
    final_pack_on: date
    actions_on: date
    minutes_on: date
    approved_on: date


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day after ``day``; ``day`` itself for 0. Raises ``CalendarEnds``."""
    return _walk(day, count, ONE_DAY, calendar)


def subtract_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day before ``day``; ``day`` itself for 0. Raises ``CalendarEnds``."""
    return _walk(day, count, -ONE_DAY, calendar)


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after ``start`` up to and including ``end``; negative when ``end`` lies before ``start``."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def add_months(day: date, months: int) -> date:
    """The corresponding day ``months`` later, or the last day of that month if it has none.

    Source: the corresponding date rule, Dodds v Walker [1981] 1 WLR 1027.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of_period(first_day: date, months: int) -> date:
    """The last day of a period of months *beginning with* ``first_day``; a doubtful month end goes to the later day.

    Source: Anti-social Behaviour, Crime and Policing Act 2014 s104(11), read in favour of the applicant.
    """
    return max(add_months(first_day, months) - ONE_DAY, add_months(first_day - ONE_DAY, months))


def due_on(
    rule: ClockRule,
    started_at: datetime,
    pauses: Sequence[Pause],
    calendar: Calendar,
    *,
    band: str | None = None,
    length: int | None = None,
    as_of: datetime | None = None,
) -> Due:
    """When a clock started at ``started_at`` (aware) ends.

    ``length`` replaces the rule's own (an extension), else ``band`` chooses among the rule's lengths. Raises
    ``CalendarEnds`` when the end lies beyond the known bank holidays, ``ValueError`` for a moment without a zone.
    """
    units = rule.length_for(band) if length is None else length
    used = 0
    if rule.unit is Unit.WORKING_DAYS:
        upto = as_of or max((pause.started_at for pause in pauses), default=started_at)
        used = working_day_count(started_at, pauses, calendar).used_before(effective_day(upto, calendar))
    if any(pause.ended_at is None for pause in pauses):
        return Due(None, used)
    return Due(_end(rule.unit, units, started_at, pauses, calendar), used)


def warning_days(rule: ClockRule, started_at: datetime, due_at: datetime, calendar: Calendar) -> tuple[date, ...]:
    """The days on which the owner of a running clock is warned, in order, none before it started."""
    start, end, began = local_day(started_at), local_day(due_at), started_at.astimezone(UTC)
    days = set()
    for warn in rule.warn_at:
        match warn:
            case DaysBefore(working_days=count):
                days.add(subtract_working_days(end, count, calendar))
            case PartGone(percent=percent):
                days.add(local_day(began + (due_at - began) * percent / 100))
    return tuple(sorted(day for day in days if start <= day <= end))


def meeting_dates(rules: MeetingRules, meeting_on: date, calendar: Calendar) -> MeetingDates:
    """The days of the cycle round a meeting. Raises ``CalendarEnds``."""

    def before(count: int) -> date:
        return subtract_working_days(meeting_on, count, calendar)

    def after(count: int) -> date:
        return add_working_days(meeting_on, count, calendar)

    return MeetingDates(
        meeting_on=meeting_on,
        cut_off_on=before(rules.cutoff_wd),
        pack_on=before(rules.pack_wd),
        late_on=before(rules.late_wd),
        chasers_on=tuple(before(count) for count in rules.chasers_wd),
        returns_on=before(rules.returns_wd),
        final_pack_on=before(rules.final_pack_wd),
        actions_on=after(rules.actions_wd),
        minutes_on=after(rules.minutes_wd),
        approved_on=after(rules.approve_wd),
    )


def review_meeting(heard_on: date, due: date, meetings: Iterable[date], tolerance_days: int) -> date | None:
    """The meeting that meets a review of a case heard on ``heard_on``: the first after the due day if it is within the
    tolerance (calendar days), else the last one before. ``None``: the case has to be brought forward by other means.
    """
    days = sorted(day for day in meetings if day > heard_on)
    late = [day for day in days if due <= day <= due + timedelta(days=tolerance_days)]
    in_time = [day for day in days if day < due]
    return late[0] if late else in_time[-1] if in_time else None


def _end(unit: Unit, length: int, started_at: datetime, pauses: Sequence[Pause], calendar: Calendar) -> datetime:
    if unit is Unit.HOURS:
        return hours_later(started_at, length, pauses)
    if unit is Unit.WORKING_DAYS:
        return end_of_office_hours(working_day_count(started_at, pauses, calendar).after(length))
    count = calendar_day_count(started_at, pauses)
    if unit is Unit.CALENDAR_DAYS:
        return end_of_office_hours(count.after(length))
    return end_of_office_hours(count.after_months(add_months(count.day_zero, length)))


def _walk(day: date, count: int, step: timedelta, calendar: Calendar) -> date:
    if count < 0:
        raise ValueError("Count working days from 0 upwards.")
    while count:
        day += step
        count -= calendar.is_working_day(day)
    return day
