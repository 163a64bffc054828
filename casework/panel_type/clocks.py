"""Deadlines as a panel declares them. The arithmetic is in ``working_time``."""

from dataclasses import dataclass
from enum import StrEnum

from casework.panel_type.facts import Requirement
from casework.panel_type.prompts import Trigger


class Unit(StrEnum):
    """What a clock counts."""

    WORKING_DAYS = "wd"
    """Monday to Friday without bank holidays of England and Wales and local closure days."""
    CALENDAR_DAYS = "cd"
    CALENDAR_MONTHS = "cm"
    HOURS = "h"
    """Every hour of every day."""


UNIT_WORDS = {
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "day",
    Unit.CALENDAR_MONTHS: "month",
    Unit.HOURS: "hour",
}


class Event(StrEnum):
    """Starts of clocks that are not the entering of a state."""

    RECEIVED = "received"
    URGENT_ACCEPTED = "urgent_accepted"
    MEETING_HELD = "meeting_held"
    ACTION_AGREED = "action_agreed"
    INFORMATION_ASKED = "information_asked"
    REPORTED = "reported"
    ADOPTED = "adopted"
    LAST_REVIEW = "last_review"
    PERIOD_ENDED = "period_ended"


@dataclass(frozen=True, slots=True)
class PartGone:
    """Warn when this percentage of the clock has run."""

    percent: int


@dataclass(frozen=True, slots=True)
class DaysBefore:
    """Warn this many working days before the due day; 0 = on the day."""

    working_days: int


Warn = PartGone | DaysBefore
DEFAULT_WARNINGS: tuple[Warn, ...] = (PartGone(50), DaysBefore(2), DaysBefore(0))


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where a date or moment was answered: a section and question of the referral form or of a case form."""

    section: str
    question: str
    first_moment: bool = False
    """A day without a time stands for its first moment (somebody comes of age), not for office hours."""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One deadline.

    ``starts_on`` is a state of the lifecycle, a verb of it, an ``Event``, ``form:<key>`` (a case form counts) or
    ``letter:<key>`` (a letter was sent); ``or_on``: more such starts; ``met_by`` likewise. ``starts_from``: the moment
    is that of an answer, not of the event. ``only_if``: the clock runs only when an answer says so. ``carries_on``:
    started on a referral, it goes on, with its pauses, on the case.
    ``length`` counts ``unit``; ``lengths_by_band`` replaces it for a risk band. The clock rests in ``pause_states``.
    ``tolerance_days``: calendar days by which the next scheduled meeting may follow the due day and still meet it.
    ``met_if``: what happens meets the clock only when this holds as well (every body has answered, and not just one).
    ``window``: the time in which somebody else may do something (a right to appeal, a time to answer), no promise of
    this service: when it has run out it has ended, nobody is late with it, and it is on nobody's list of things to do.
    ``holds_support``: when it falls due, what providers of support carry out waits, at whatever state the case stands.
    ``source`` names the statute, guidance or local policy that the length comes from.
    """

    key: str
    title: str
    starts_on: str
    length: int
    unit: Unit
    met_by: tuple[str, ...]
    owner_role: str
    source: str
    pause_states: tuple[str, ...] = ()
    warn_at: tuple[Warn, ...] = DEFAULT_WARNINGS
    statutory: bool = False
    lengths_by_band: tuple[tuple[str, int], ...] = ()
    tolerance_days: int = 0
    starts_from: AnswerPlace | None = None
    only_if: Trigger | None = None
    carries_on: bool = False
    met_if: Requirement | None = None
    or_on: tuple[str, ...] = ()
    window: bool = False
    holds_support: bool = False

    @property
    def starts(self) -> frozenset[str]:
        """Everything that starts it, if it does not run yet."""
        return frozenset({self.starts_on, *self.or_on})

    @property
    def length_words(self) -> str:
        """How long it runs, in words: "10 working days"."""
        return f"{self.length} {UNIT_WORDS[self.unit]}{'' if self.length == 1 else 's'}"

    def length_for(self, band: str | None) -> int:
        """The length for a risk band, in ``unit``; ``length`` when the band is not known or has none of its own."""
        return dict(self.lengths_by_band).get(band or "", self.length)
