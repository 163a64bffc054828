"""Which cases may go on an agenda, and why the others may not yet. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.panel_type.lifecycle import Lifecycle, NotPossible, find
from panels.agendas.ordering import NEW, REVIEW, URGENT
from wording.dates import uk_date

LIST, LIST_URGENTLY, BRING_FORWARD, HEAR = "list", "list_urgent", "bring_forward", "hear"
"""Verbs of a lifecycle that lead to the table."""


@dataclass(frozen=True)
class Facts:
    """What readiness looks at."""

    state: str
    urgent: bool
    times_heard: int
    next_review_on: date | None


@dataclass(frozen=True)
class Readiness:
    """Whether a case may be added now, what kind of item it is, and in words why or why not."""

    ready: bool
    kind: str
    why: str


def readiness(lifecycle: Lifecycle, facts: Facts, meeting_on: date, tolerance_days: int) -> Readiness:
    """Judge one case for a meeting. A review counts as met by a meeting up to ``tolerance_days`` after or before it."""
    kind = URGENT if facts.urgent else REVIEW if facts.times_heard else NEW
    state = lifecycle.state(facts.state)
    if can(lifecycle, facts.state, HEAR):
        return Readiness(True, kind, "Carried over")
    if state.listable:
        return Readiness(True, kind, _why_listable(facts, state.title))
    if can(lifecycle, facts.state, BRING_FORWARD) and facts.next_review_on is not None:
        due = facts.next_review_on
        if due <= meeting_on + timedelta(days=tolerance_days):
            return Readiness(True, kind, f"Review due on {uk_date(due)}")
        if not facts.urgent:
            return Readiness(False, kind, f"Next review is due on {uk_date(due)}")
    if facts.urgent and can(lifecycle, facts.state, LIST_URGENTLY):
        return Readiness(True, kind, "Urgent")
    return Readiness(False, kind, state.title)


def can(lifecycle: Lifecycle, state: str, verb: str) -> bool:
    """Whether the lifecycle has this move out of the state."""
    try:
        find(lifecycle, state, verb)
    except NotPossible:
        return False
    return True


def _why_listable(facts: Facts, title: str) -> str:
    if facts.urgent:
        return "Urgent"
    if facts.next_review_on is not None:
        return f"Review due on {uk_date(facts.next_review_on)}"
    return title
