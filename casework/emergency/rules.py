"""What may be asked, for how long, and when its review is late. Pure.

Lengths and limits: the access model's rules for emergency access; the precedent is the NHS Summary Care Record, whose
privacy officers review every access that somebody claimed for themselves.
"""

from datetime import date, datetime, timedelta

from inputs import Option
from wording.dates import as_date

LENGTH = timedelta(minutes=60)
SHORTEST_REASON = 30
"""Characters, without spaces around them."""
REVIEW_DAYS = 2
"""Working days within which it is reviewed."""

REASONS = (
    Option("danger", "Somebody is in danger now"),
    Option("contact", "I must reach somebody today, and need to know how to do it safely"),
    Option("cover", "I stand in for a colleague who cannot be reached"),
    Option("other", "Something else that cannot wait"),
)
REASON_WORDS = {reason.value: reason.label for reason in REASONS}

WAITING, ASKED = "", "asked"
JUSTIFIED, NOT_JUSTIFIED, MORE = "justified", "not_justified", "more"
FINDINGS = (
    Option(JUSTIFIED, "Justified"),
    Option(NOT_JUSTIFIED, "Not justified", "Tell the person’s agency yourself, in the way your partnership has agreed"),
    Option(MORE, "I need to know more", "The person is asked, and answers on this page. The review stays open"),
)
FINAL = (JUSTIFIED, NOT_JUSTIFIED)
ANSWER = "answer"
STATE_WORDS = {
    WAITING: "Waits for a review",
    ASKED: "A question waits for an answer",
    JUSTIFIED: "Justified",
    NOT_JUSTIFIED: "Not justified",
}


def fault_of_reason(kind: str, text: str) -> tuple[str, str] | None:
    """Why this reason is not enough: the form field and the message; ``None`` when it is."""
    if kind not in REASON_WORDS:
        return "kind", "Select why you need to open the case now"
    if len(text.strip()) < SHORTEST_REASON:
        return "reason", f"Enter at least {SHORTEST_REASON} characters about why you need to open the case now"
    return None


def last_day(due_at: datetime) -> date:
    """The last day on which the review is in time: ``due_at`` is the midnight at its end."""
    return as_date(due_at - timedelta(seconds=1))


def days_late(state: str, due_at: datetime, at: datetime) -> int:
    """By how many days the review is late; 0 where it is not, or on the first day."""
    return (as_date(at) - last_day(due_at)).days if is_overdue(state, due_at, at) else 0


def is_overdue(state: str, due_at: datetime, at: datetime) -> bool:
    """Whether the review should have been finished before ``at``."""
    return state not in FINAL and due_at <= at
