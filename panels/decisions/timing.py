"""How the meeting stands against its plan. Pure; minutes throughout."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

TOLERANCE = 5
"""A meeting that ends within this many minutes of its plan counts as on time."""

ANOTHER_DAY = 8 * 60
"""Further from its plan than this, a meeting is not late or early: it is held at another time."""

ENDED = frozenset({"decided", "adjourned", "not_reached", "withdrawn", "unfinished"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One case of the running order: minutes planned, its state, and when it was begun (aware)."""

    minutes: int
    state: str
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the last case will be heard, and how many minutes after the planned end (negative: before)."""

    ends_at: datetime
    late: int

    @property
    def words(self) -> str:
        """The same as people say it, without the time."""
        if abs(self.late) <= TOLERANCE:
            return "on time"
        if abs(self.late) > ANOTHER_DAY:
            return "held at another time than planned"
        side = "late" if self.late > 0 else "early"
        return f"{abs(self.late)} minutes {side}"


def forecast(slots: Iterable[Slot], *, at: datetime, planned_end: datetime) -> Forecast:
    """What is left of the present case plus all the cases that still wait, counted from ``at``."""
    ends_at = at + timedelta(minutes=sum(minutes_left(slot, at) for slot in slots))
    return Forecast(ends_at, ceil((ends_at - planned_end).total_seconds() / 60))


def minutes_left(slot: Slot, at: datetime) -> int:
    """Minutes of the plan that this case still has; nothing once it has ended or run over."""
    if slot.state in ENDED:
        return 0
    return max(0, slot.minutes - minutes_used(slot.started_at, at))


def minutes_used(started_at: datetime | None, at: datetime) -> int:
    """Whole minutes since a case was begun; 0 before."""
    if started_at is None:
        return 0
    return max(0, int((at - started_at).total_seconds() // 60))
