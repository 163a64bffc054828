"""Until when a person's vetting holds, and who hears in time that it ends. Pure.

Two days are kept and nothing else: that somebody was vetted, and until when it holds. Which checks were made and what
they found stays with whoever made them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_YEARS = 10
"""How long any vetting holds before it is made anew; national vetting is never given for longer."""
TOLD_BEFORE = (56, 28, 14, 7, 1)
"""Days before the last day on which the person and the administrators are told."""
TOLD_AFTER = 1
SHOWN_BEFORE = timedelta(days=max(TOLD_BEFORE))
"""From so long before the last day on it stands on the administrators' first page."""


@dataclass(frozen=True, slots=True)
class Vetted:
    """The day on which somebody was vetted, and the last day on which that holds."""

    on: date
    until: date


def fault_of(vetted: Vetted, today: date) -> tuple[str, str] | None:
    """Why it cannot be recorded like this: the form field and the message, or ``None``."""
    if vetted.on > today:
        return "vetted_on", "The day of vetting must be today or in the past"
    if vetted.until <= today:
        return "vetted_until", "The day until which vetting holds must be in the future"
    if vetted.until > _years_after(vetted.on, LONGEST_YEARS):
        return "vetted_until", f"Vetting holds for {LONGEST_YEARS} years at most after the day of vetting"
    return None


def is_told(until: date, today: date, told_on: date | None) -> bool:
    """Whether a message is due that was not given yet. A day on which no job ran is made up for."""
    days = [until - timedelta(days=before) for before in TOLD_BEFORE] + [until + timedelta(days=TOLD_AFTER)]
    past = [day for day in days if day <= today]
    return bool(past) and (told_on is None or told_on < past[-1])


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
