"""How a clock stands, in words. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.clocks.models import Clock
from casework.panel_type.calendar import Calendar, local_day
from casework.panel_type.clocks import Unit
from casework.panel_type.explained import explain, in_words
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import time_words
from casework.panel_type.working_time import Pause, working_days_between

A_DAY = 24
"""Hours. What is further away than this is said in days, even of a clock that counts hours."""


@dataclass(frozen=True, slots=True)
class ClockState:
    """A clock as a page shows it. ``key``: running, soon, late, ended, paused, met, met_late or stopped.

    ``ended`` is a window that has run out: nobody is late.

    ``working_days``: working days left (negative: days late), ``None`` when the clock does not run. ``because``: how
    the day was worked out, in sentences; empty while there is no day.
    """

    key: str
    title: str
    due_on: date
    words: str
    working_days: int | None = None
    original_due_on: date | None = None
    because: tuple[str, ...] = ()


def state_of(clock: Clock, at: datetime, calendar: Calendar) -> ClockState:
    """How the clock stands at ``at``."""
    title = panel_types.get(clock.panel).clock(clock.rule).title
    key, words, left = _said(clock, at, replace(calendar, last=date.max))
    original = local_day(clock.original_due_at)
    due = local_day(clock.due_at)
    return ClockState(key, title, due, words, left, original if original != due else None, _because(clock, calendar))


def _because(clock: Clock, calendar: Calendar) -> tuple[str, ...]:
    rule = panel_types.get(clock.panel).clock(clock.rule)
    rests = [Pause(rest.from_at, rest.to_at) for rest in clock.pauses]
    days = replace(calendar, last=date.max)
    explained = explain(rule, clock.started_at, rests, days, band=clock.band, length=clock.length)
    # A closure day named since the clock started moves no promise that was made, so an explanation that would end on
    # another day is not given.
    return in_words(explained) if explained and explained.due_at == clock.due_at else ()


def _said(clock: Clock, at: datetime, calendar: Calendar) -> tuple[str, str, int | None]:
    if clock.stopped_at is not None:
        return "stopped", "Stopped", None
    rule = panel_types.get(clock.panel).clock(clock.rule)
    if rule.window and (clock.met_at or at) > clock.due_at:
        return "ended", "Ended", None
    if clock.met_at is not None:
        return ("met_late", "Done late", None) if clock.met_at > clock.due_at else ("met", "Done in time", None)
    if clock.is_paused():
        return "paused", "Paused", None
    if rule.unit is Unit.HOURS:
        return _in_hours(clock, at, calendar)
    left = working_days_between(local_day(at), local_day(clock.due_at), calendar)
    if at > clock.due_at:
        return "late", _late(-left), left
    return ("soon" if left <= 1 else "running"), _left(left, "Ends" if rule.window else "Due"), left


def _in_hours(clock: Clock, at: datetime, calendar: Calendar) -> tuple[str, str, int | None]:
    """As :func:`_said`, for a promise that counts every hour of every day."""
    days = working_days_between(local_day(at), local_day(clock.due_at), calendar)
    minutes = int((clock.due_at - at).total_seconds() // 60)
    hours = abs(minutes) // 60
    if minutes < 0:
        words = f"Late by {_many(hours, 'hour')}" if hours else f"Late since {time_words(clock.due_at)}"
        return "late", words, min(days, 0)
    if hours > A_DAY:
        return "running" if days > 1 else "soon", _left(days, "Due"), max(days, 0)
    left = _many(hours, "hour") if hours else _many(minutes, "minute")
    return "soon", f"{left} left, until {time_words(clock.due_at)}", max(days, 0)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _late(days: int) -> str:
    if days <= 0:
        return "Late since 5pm today"
    return f"Late by {days} working day{'' if days == 1 else 's'}"


def _left(days: int, verb: str) -> str:
    if days <= 0:
        return f"{verb} today"
    return f"{days} working day{'' if days == 1 else 's'} left"
