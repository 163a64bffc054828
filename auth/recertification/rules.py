"""Until when a role counts without being confirmed again. Pure, on whole days.

A role counts until a day. In the last quarter of its period both sides are asked; when both have said so, it counts for
a whole period from the earlier of the two. If they have not by that day, it does not count until they have.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

AGENCY, CHAIR = "agency", "chair"
SIDES = (AGENCY, CHAIR)
WEEK, LAST_DAYS = timedelta(days=7), timedelta(days=3)


@dataclass(frozen=True)
class Standing:
    """How a role stands: the last day on which it counts, and when each side last said that it is still needed."""

    until: date
    agency_on: date | None = None
    chair_on: date | None = None

    def given_on(self, side: str) -> date | None:
        """When this side last said so."""
        return self.agency_on if side == AGENCY else self.chair_on


def period_of(months: int) -> timedelta:
    """How long a role counts: 31 days for one month, 92 for three."""
    return timedelta(days=(months * 92 + 2) // 3)


def window_of(period: timedelta) -> timedelta:
    """How long before the day the sides are asked, and for how long the word of one waits for the other's."""
    return timedelta(days=period.days // 4)


def is_asked(standing: Standing, today: date, period: timedelta) -> bool:
    """Whether both sides are asked on ``today``: not before the last quarter of the period."""
    return today >= standing.until - window_of(period)


def stands(standing: Standing, side: str, today: date, period: timedelta) -> bool:
    """Whether this side has said so in the present round, and not so long ago that it has to say so again."""
    given, window = standing.given_on(side), window_of(period)
    return given is not None and given >= standing.until - window and given >= today - window


def given(standing: Standing, side: str, today: date, period: timedelta) -> Standing:
    """How it stands after ``side`` has said today that the role is still needed.

    :raises ValueError: nobody is asked yet.
    """
    if not is_asked(standing, today, period):
        raise ValueError("It is too early to confirm this role.")
    said = replace(standing, agency_on=today) if side == AGENCY else replace(standing, chair_on=today)
    if not all(stands(said, one, today, period) for one in SIDES):
        return said
    assert said.agency_on is not None
    assert said.chair_on is not None
    return replace(said, until=min(said.agency_on, said.chair_on) + period)


def reminds(standing: Standing, today: date, period: timedelta, last: date | None) -> bool:
    """Whether those who are asked are reminded today: at the start, each week, and daily in the last three days."""
    if not is_asked(standing, today, period):
        return False
    if last is None or last < standing.until - window_of(period):
        return True
    step = timedelta(days=1) if standing.until - LAST_DAYS <= today <= standing.until else WEEK
    return today - last >= step
