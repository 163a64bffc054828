"""Rules of actions on plain values: what may be said of one, when it is late, and who hears of it then."""

from dataclasses import dataclass
from datetime import date

OPEN, IN_PROGRESS, DONE, NOT_POSSIBLE, SUPERSEDED = "open", "in_progress", "done", "not_possible", "superseded"
MORE_TIME = "more_time"
"""Only in reports: the owner asks for a later day; the action itself stays as it is."""
STANDING = frozenset({OPEN, IN_PROGRESS})
STATUS_TITLES = {
    OPEN: "Not started",
    IN_PROGRESS: "In progress",
    DONE: "Done",
    NOT_POSSIBLE: "Not possible",
    SUPERSEDED: "Replaced",
    MORE_TIME: "More time asked for",
}
STATUS_COLOURS = {OPEN: "blue", IN_PROGRESS: "light-blue", DONE: "green", NOT_POSSIBLE: "grey", SUPERSEDED: "grey"}
AMBER_WORKING_DAYS = 5
MANAGER_AFTER, CHAIR_AFTER = 7, 14
"""Calendar days late after which the owner's manager, then the panel's chair, is told."""
VAGUE_VERBS = ("consider", "monitor", "discuss", "review", "look at", "explore", "think about", "liaise")
TEXT_NEEDED = {
    DONE: "Enter what came of it",
    NOT_POSSIBLE: "Enter why it is not possible",
    IN_PROGRESS: "Enter what has been done so far",
    MORE_TIME: "Enter why more time is needed",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an action stands: ``key`` is done, held, late, soon or later; ``words`` say it."""

    key: str
    words: str


def standing(status: str, due_on: date, today: date, working_days_left: int, *, held: bool = False) -> Standing:
    """How an action stands today, in words as well as by key. ``held``: it waits, and is not late meanwhile."""
    if status not in STANDING:
        return Standing("done", STATUS_TITLES[status])
    if held:
        return Standing("held", "On hold")
    late = (today - due_on).days
    if late > 0:
        return Standing("late", f"Late {late} day{'' if late == 1 else 's'}")
    if due_on == today:
        return Standing("soon", "Due today")
    words = f"Due in {working_days_left} working day{'' if working_days_left == 1 else 's'}"
    return Standing("soon" if working_days_left <= AMBER_WORKING_DAYS else "later", words)


def is_vague(text: str, measure: str) -> bool:
    """Whether an action starts with a verb that cannot be seen to be done, and says no measure that could."""
    start = text.strip().casefold()
    return not measure.strip() and any(start == verb or start.startswith(verb + " ") for verb in VAGUE_VERBS)


def escalation(days_late: int, told: frozenset[str]) -> str | None:
    """Who is to be told next of a late action: "chair" from the 14th day, "manager" from the 7th, each once."""
    if days_late >= CHAIR_AFTER and "chair" not in told:
        return "chair"
    if days_late >= MANAGER_AFTER and not told & {"manager", "chair"}:
        return "manager"
    return None
