"""What a panel's own rules judge a case by: plain values, worked out by the feature that holds the rows.

A rule of a panel (may this move be made, is the threshold met, who may chair) is a pure function on ``CaseFacts``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from casework.panel_type.meeting_rules import Present
from casework.panel_type.questions import Answers, Value


@dataclass(frozen=True, slots=True)
class Filled:
    """A case form as somebody filled it in. ``confirmed``: a second person agreed, or the form asks for none."""

    form: str
    version: int
    answers: Answers
    at: datetime
    on: date
    by_id: UUID
    agency_id: UUID
    agency_type: str
    confirmed: bool = True
    confirmed_agency_type: str = ""

    def first(self, question: str) -> Value:
        """The first answer to a question of this form, in whichever section it stands; ``None`` without one."""
        for items in self.answers.values():
            for item in items:
                if question in item:
                    return item[question]
        return None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case, as rules see it.

    ``referral``: answers of the referral it began with (``{}`` when rules may not see them). ``filled``: case forms in
    the order they were filled in, without those corrected since. ``entered``: states and the day each was entered,
    oldest first. ``present``: who is in the room, while the case is heard. ``subject_born_on``: of the first person a
    risk tool is about. ``open_actions``: how many still stand. ``numbers``: the panel's own numbers
    (``PanelType.numbers``) as the partnership has set them. ``due``: by clock, the day on which it falls or last fell
    due. ``took_part``: the accounts of whoever has moved the case, filled in a form or settled one.
    """

    now: datetime
    today: date
    state: str
    band: str | None = None
    referral: Answers = field(default_factory=dict)
    received_on: date | None = None
    filled: tuple[Filled, ...] = ()
    entered: tuple[tuple[str, date], ...] = ()
    subject_born_on: date | None = None
    present: tuple[Present, ...] = ()
    open_actions: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)
    due: Mapping[str, date] = field(default_factory=dict)
    took_part: frozenset[UUID] = frozenset()

    def number(self, key: str) -> int:
        """One of the panel's own numbers as it is in force. Raises ``KeyError`` for one that is not declared."""
        return self.numbers[key]

    def all(self, form: str) -> tuple[Filled, ...]:
        """Everything filled in on one form and confirmed, oldest first."""
        return tuple(filled for filled in self.filled if filled.form == form and filled.confirmed)

    def latest(self, form: str) -> Filled | None:
        """The newest of them; ``None`` when there is none."""
        found = self.all(form)
        return found[-1] if found else None

    def entered_on(self, state: str) -> date | None:
        """The day the case last entered a state; ``None`` if it never did."""
        days = [day for key, day in self.entered if key == state]
        return days[-1] if days else None


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that must be true before a move, a decision or a form. ``why_not`` says what to do when it is not.

    ``basis`` names the statute or guidance the rule comes from, where there is one.
    """

    key: str
    why_not: str
    holds: Callable[[CaseFacts], bool]
    basis: str = ""


@dataclass(frozen=True, slots=True)
class WorkingRow:
    """One line of a working: its cells, and whether it counts towards the result (``None``: an officer must judge)."""

    cells: tuple[str, ...]
    counts: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Workings:
    """A rule worked out in the open, line by line, so that a person can check it. ``met`` = ``None``: not certain.

    ``warnings`` inform and never decide.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[WorkingRow, ...]
    result: str
    met: bool | None
    basis: str = ""
    warnings: tuple[str, ...] = ()


def first_unmet(requirements: tuple[Requirement, ...], facts: CaseFacts) -> Requirement | None:
    """The first requirement that does not hold; ``None`` when all do."""
    return next((needed for needed in requirements if not needed.holds(facts)), None)
