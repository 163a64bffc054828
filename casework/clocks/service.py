"""Starting, resting, meeting and stopping clocks. The arithmetic is the panel type's; here are the rows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa

from casework.clocks.models import Clock, ClockPause
from casework.panel_type.calendar import LONDON, Calendar, CalendarEnds, england_and_wales, local_day
from casework.panel_type.clocks import ClockRule
from casework.panel_type.registry import panel_types
from casework.panel_type.working_time import Pause, add_working_days, due_on
from extensions import db, now, present_settings


def calendar() -> Calendar:
    """The working days of England and Wales with the partnership's own closure days."""
    settings = present_settings()
    return england_and_wales().with_closures(date.fromisoformat(day) for day in settings.local_closure_days)


def open_ended() -> Calendar:
    """The same, going on without bank holidays after the last year that is published, for showing and not refusing."""
    return replace(calendar(), last=date.max)


def days_after(at: datetime, working_days: int) -> datetime:
    """The end (midnight in London, UTC) of the day that lies so many working days after a moment."""
    day = add_working_days(local_day(at), working_days, open_ended())
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def start_clock(
    *, panel: str, rule: str, object_type: str, object_id: UUID, at: datetime, band: str | None = None
) -> Clock:
    """Start a clock of the panel's definition on a record.

    :raises KeyError: the panel declares no such clock.
    """
    declared = panel_types.get(panel).clock(rule)
    length = declared.length_for(band)
    due_at = _due(declared, at, (), length)
    clock = Clock(
        panel=panel,
        rule=rule,
        object_type=object_type,
        object_id=object_id,
        band=band,
        length=length,
        started_at=at,
        due_at=due_at,
        original_due_at=due_at,
    )
    db.session.add(clock)
    return clock


def pause_clocks(
    *, object_type: str, object_id: UUID, because: str, by_id: UUID | None, at: datetime | None = None
) -> list[Clock]:
    """Let the record's clocks rest that pause in the lifecycle state ``because``; returns those that now rest."""
    rested = [
        clock
        for clock in _open_clocks(object_type, object_id)
        if not clock.is_paused() and because in _rule(clock).pause_states
    ]
    for clock in rested:
        clock.pauses.append(ClockPause(from_at=at or now(), because=because, by_id=by_id))
    return rested


def resume_clocks(*, object_type: str, object_id: UUID, at: datetime | None = None) -> list[Clock]:
    """Let the record's resting clocks run again, each with the due moment its rests have moved it to."""
    resumed = [clock for clock in _open_clocks(object_type, object_id) if clock.is_paused()]
    for clock in resumed:
        for pause in clock.pauses:
            pause.to_at = pause.to_at or at or now()
        clock.due_at = _due(_rule(clock), clock.started_at, rests_of(clock), length_of(clock))
    return resumed


def meet_clock(*, object_type: str, object_id: UUID, rule: str, at: datetime | None = None) -> None:
    """The promise was kept (late or not): the record's open clocks of this rule are met."""
    for clock in _open_clocks(object_type, object_id):
        if clock.rule == rule:
            clock.met_at = at or now()
            _end_rest(clock, clock.met_at)


def stop_clocks(*, object_type: str, object_id: UUID, rule: str | None = None, at: datetime | None = None) -> None:
    """The promise no longer applies (withdrawn, closed): the record's open clocks, or those of one rule, stop."""
    for clock in _open_clocks(object_type, object_id):
        if rule in (None, clock.rule):
            clock.stopped_at = at or now()
            _end_rest(clock, clock.stopped_at)


def move_clock(clock: Clock, *, object_type: str, object_id: UUID) -> None:
    """Let the promise go on with another record: one promise stays one row, with its rests and its first due moment."""
    clock.object_type, clock.object_id = object_type, object_id
    db.session.flush()


def clocks_due(panel: str, rule: str, object_type: str, *, at: datetime) -> list[UUID]:
    """The records on which an open clock of this rule has run out by ``at`` and does not rest."""
    wanted = sa.select(Clock).where(
        Clock.panel == panel,
        Clock.rule == rule,
        Clock.object_type == object_type,
        Clock.due_at <= at,
        Clock.met_at.is_(None),
        Clock.stopped_at.is_(None),
    )
    found = db.session.scalars(wanted.order_by(Clock.due_at, Clock.id))
    return [clock.object_id for clock in found if not clock.is_paused()]


def clocks_of(object_type: str, ids: Iterable[UUID]) -> dict[UUID, list[Clock]]:
    """The clocks of several records, the one that is due first in front; every id has a list."""
    found: dict[UUID, list[Clock]] = {object_id: [] for object_id in ids}
    if found:
        wanted = sa.select(Clock).where(Clock.object_type == object_type, Clock.object_id.in_(found))
        for clock in db.session.scalars(wanted.order_by(Clock.due_at, Clock.id)):
            found[clock.object_id].append(clock)
    return found


def rests_of(clock: Clock) -> tuple[Pause, ...]:
    """The clock's pauses as the arithmetic takes them."""
    return tuple(Pause(pause.from_at, pause.to_at) for pause in clock.pauses)


def length_of(clock: Clock) -> int:
    """How long the clock was when it started, in its rule's unit; a row from before lengths were kept asks its rule."""
    return _rule(clock).length_for(clock.band) if clock.length is None else clock.length


def _open_clocks(object_type: str, object_id: UUID) -> list[Clock]:
    db.session.flush()
    return [clock for clock in clocks_of(object_type, [object_id])[object_id] if clock.is_open()]


def _rule(clock: Clock) -> ClockRule:
    return panel_types.get(clock.panel).clock(clock.rule)


def _end_rest(clock: Clock, at: datetime) -> None:
    for pause in clock.pauses:
        pause.to_at = pause.to_at or at


def _due(rule: ClockRule, at: datetime, rests: tuple[Pause, ...], length: int) -> datetime:
    days = calendar()
    try:
        due = due_on(rule, at, rests, days, length=length).due_at
    except CalendarEnds:
        # Bank holidays of a later year are not published yet. Without them a deadline is early, never late, and work
        # about a person at risk is not turned away for want of a calendar.
        due = due_on(rule, at, rests, open_ended(), length=length).due_at
    if due is None:
        raise ValueError("A clock that rests has no due moment.")
    return due
