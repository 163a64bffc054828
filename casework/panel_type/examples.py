"""Worked examples of a definition. They are worked at start: one that does not hold stops the application."""

from dataclasses import dataclass
from datetime import date, datetime

from casework.panel_type.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class ExampleScore:
    """A worked example: these answers give this total, band and these flags."""

    title: str
    tool: str
    answers: tuple[tuple[str, str], ...]
    total: int
    band: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleClock:
    """A worked example: a clock started then is due then, given these pauses (start, end). All moments are aware."""

    title: str
    clock: str
    started_at: datetime
    due_at: datetime
    band: str | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleMeeting:
    """A worked example: the days of the cycle round a meeting."""

    title: str
    meeting_on: date
    cut_off_on: date
    pack_on: date
    returns_on: date
    actions_on: date
    minutes_on: date


@dataclass(frozen=True, slots=True)
class ExampleWorkings:
    """A worked example: the panel's working gives this result for these facts."""

    title: str
    facts: CaseFacts
    met: bool | None


Example = ExampleScore | ExampleClock | ExampleMeeting | ExampleWorkings
