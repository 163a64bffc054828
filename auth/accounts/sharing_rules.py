"""How long an agency's information-sharing agreement opens the panels to its people, and at which domains they work.
Pure.

An agreement is what the Information Commissioner's data sharing code (a code under section 121 of the Data Protection
Act 2018) asks partners to have and to review; the power to share is in the law and does not end with it. So an
agreement that runs out does not shut an agency out from one day to the next, in the middle of a safety plan: its people
are warned for 28 days and then shut out until it is renewed. One that is *ended* shuts them out at once.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

GRACE_DAYS = 28
LONGEST = timedelta(days=3 * 366)
REMINDED_BEFORE = (60, 30, 14, 7, 1)
"""Days before an agreement's end on which the administrators are reminded."""
REMINDED_AFTER = (1, 8, 15, 22, 28)
"""Days after it."""
TOLD_THEMSELVES_BEFORE = 7
"""From so many days before the end on the agency's own people are told too."""
WARNED_BEFORE = timedelta(days=28)
"""From so long before the end on every page says so to the agency's people."""
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def shuts_on(expires_on: date) -> date:
    """The first day on which panels are shut to the agency's people."""
    return expires_on + timedelta(days=GRACE_DAYS + 1)


@dataclass(frozen=True)
class EndWarning:
    """What an agency's people are told on every page. ``is_over``: the agreement has run out already."""

    ends_on: date
    shuts_on: date
    is_over: bool


def warning_of(ends_on: date | None, shut_from: date | None, today: date) -> EndWarning | None:
    """Whether the agency's people are told today that its agreement ends; nothing once they are shut out, for then
    every page says that."""
    if ends_on is None or shut_from is None or today >= shut_from or today < ends_on - WARNED_BEFORE:
        return None
    return EndWarning(ends_on, shut_from, is_over=today > ends_on)


def fault_of(signed_on: date, expires_on: date, today: date) -> tuple[str, str] | None:
    """Why an agreement cannot be recorded like this: the form field and the message, or ``None``."""
    if signed_on > today:
        return "signed_on", "The day on which it was signed must be today or in the past"
    if expires_on <= today:
        return "expires_on", "The last day must be in the future"
    if expires_on - signed_on > LONGEST:
        return "expires_on", "An agreement lasts three years at most before it is looked at again"
    return None


def is_reminder_due(expires_on: date, today: date, reminded_on: date | None) -> bool:
    """Whether a reminder is due that was not given yet. A day on which no job ran is made up for."""
    days = [-before for before in REMINDED_BEFORE] + list(REMINDED_AFTER)
    past = [expires_on + timedelta(days=day) for day in days if expires_on + timedelta(days=day) <= today]
    return bool(past) and (reminded_on is None or reminded_on < past[-1])


def domains_in(typed: str) -> tuple[str, ...]:
    """The domains in a text with spaces, commas or lines between, folded, each once, in order.

    :raises ValueError: naming what is no domain.
    """
    found = dict.fromkeys(part.removeprefix("@").casefold() for part in re.split(r"[\s,;]+", typed) if part)
    for one in found:
        if not DOMAIN.fullmatch(one):
            raise ValueError(one)
    return tuple(found)


def is_of(email: str, domains: str) -> bool:
    """Whether the address is at one of the domains: at that domain itself, not at one below it."""
    return email.rpartition("@")[2].casefold() in domains.split()
