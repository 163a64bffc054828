"""Counting days for one clock: where it starts, on which days it rests, which days count. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from casework.panel_type.calendar import ONE_DAY, Calendar, effective_day, local_day


class Rest(Protocol):
    """A time in which a clock rested, see ``working_time.Pause``."""

    @property
    def started_at(self) -> datetime: ...

    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class DayCount:
    """Days that count after ``day_zero``. ``rests``: first and last day not counted, ``None`` while still resting.

    ``calendar`` is ``None`` where every day of the week counts.
    """

    day_zero: date
    rests: tuple[tuple[date, date | None], ...]
    calendar: Calendar | None

    def rests_on(self, day: date) -> bool:
        """Whether the clock rests on ``day``, the day it resumes included."""
        return any(first <= day and (last is None or day <= last) for first, last in self.rests)

    def counts(self, day: date) -> bool:
        """Whether ``day`` uses up one day of the clock. Raises ``CalendarEnds``."""
        return (self.calendar is None or self.calendar.is_working_day(day)) and not self.rests_on(day)

    def after(self, days: int) -> date:
        """The day on which ``days`` days are used up."""
        day = self.day_zero
        while days > 0:
            day += ONE_DAY
            days -= self.counts(day)
        return day

    def after_months(self, months_later: date) -> date:
        """``months_later`` (the end without rests) moved on by the days rested before it."""
        day = self.day_zero
        owed = 0
        while day < months_later or owed:
            day += ONE_DAY
            if day <= months_later:
                owed += self.rests_on(day)
            elif not self.rests_on(day):
                owed -= 1
        return day

    def used_before(self, day: date) -> int:
        """How many days were used up before ``day`` began."""
        span = (day - self.day_zero).days
        return sum(self.counts(self.day_zero + timedelta(days=n)) for n in range(1, span))


def working_day_count(started_at: datetime, rests: Sequence[Rest], calendar: Calendar) -> DayCount:
    """A count of working days; what happens out of office hours counts for the next working day."""
    return DayCount(*_days(started_at, rests, lambda moment: effective_day(moment, calendar)), calendar)


def calendar_day_count(started_at: datetime, rests: Sequence[Rest]) -> DayCount:
    """A count of every day of the week, by the date in London."""
    return DayCount(*_days(started_at, rests, local_day), None)


def hours_later(started_at: datetime, hours: int, rests: Sequence[Rest]) -> datetime:
    """The moment (UTC) ``hours`` after the start, the time rested not counted. Every rest must have ended."""
    # In UTC, because the difference of two local times leaves out the change of clocks.
    since = started_at.astimezone(UTC)
    end = since + timedelta(hours=hours)
    spans = [(rest.started_at.astimezone(UTC), rest.ended_at.astimezone(UTC)) for rest in rests if rest.ended_at]
    for began, ended in sorted(spans):
        first = max(began, since)
        if first < end and ended > first:
            end += ended - first
            since = ended
    return end


_Rests = tuple[tuple[date, date | None], ...]


def _days(started_at: datetime, rests: Sequence[Rest], day_of: Callable[[datetime], date]) -> tuple[date, _Rests]:
    spans = ((day_of(rest.started_at), day_of(rest.ended_at) if rest.ended_at else None) for rest in rests)
    # A rest that began and ended within one day took nothing from that day.
    return day_of(started_at), tuple((first, last) for first, last in spans if first != last)
