"""Spans of whole days in London. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LONGEST = timedelta(days=366)
TODAY, WEEK, FOUR_WEEKS, LAST_MONTH, YEAR, CHOSEN = "today", "7-days", "28-days", "last-month", "12-months", "chosen"
TITLES = {
    TODAY: "Today", WEEK: "Last 7 days", FOUR_WEEKS: "Last 28 days", LAST_MONTH: "Last month", YEAR: "Last 12 months",
    CHOSEN: "Choose dates",
}  # fmt: skip
"""Of what a page offers all end with today but last month, which is the one before this month."""
DAYS = {WEEK: 7, FOUR_WEEKS: 28, YEAR: 365}


@dataclass(frozen=True)
class Period:
    """From the start of ``first`` to the end of ``last``, London time. ``up_to``: of the log as it stood at the
    entry of this number."""

    first: date
    last: date
    up_to: int | None = None

    @property
    def starts_at(self) -> datetime:
        """The first moment inside, UTC."""
        return datetime.combine(self.first, time(), LONDON).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The first moment after, UTC."""
        return datetime.combine(self.last + timedelta(days=1), time(), LONDON).astimezone(UTC)

    def words(self) -> str:
        """The period inside a sentence."""
        if self.first == self.last:
            return f"on {self.first:%-d %B %Y}"
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1 and self.first.month == self.last.month:
            return f"in {self.first:%B %Y}"
        return f"from {self.first:%-d %B %Y} to {self.last:%-d %B %Y}"


def named(name: str, today: date) -> Period:
    """One of the periods that a page offers; seven days, today included, if the name is none of them."""
    if name == TODAY:
        return Period(today, today)
    if name == LAST_MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return Period(last.replace(day=1), last)
    return Period(today - timedelta(days=DAYS.get(name, DAYS[WEEK]) - 1), today)


def fault_of(first: date, last: date) -> str | None:
    """Why two chosen days are no period, or ``None``."""
    if last < first:
        return "The last day must be on or after the first day"
    if last - first >= LONGEST:
        return "Choose 12 months or less"
    return None
