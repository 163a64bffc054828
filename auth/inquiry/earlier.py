"""Months that the usual periods reach no more: what nobody has decided about does not fall away with time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from auth.access_log.periods import FOUR_WEEKS, Period, named
from auth.inquiry import flags

MONTHS = 12
"""So many are looked through."""


@dataclass(frozen=True)
class Month:
    """``name``: as the address has it (2026-08). ``undecided``: flags with a day before the last 28, open questions
    among them."""

    name: str
    period: Period
    undecided: int


def month_named(name: str, on: date) -> Period | None:
    """One of these months; ``None`` if the name is none of theirs."""
    return next((period for period in spans(on) if _name(period) == name), None)


def months(viewer: UUID, on: date) -> list[Month]:
    """The months that end, or begin, before the last 28 days, the newest first, with what is undecided in each."""
    return [Month(_name(period), period, undecided(period, {viewer}, on)) for period in spans(on)]


def undecided(period: Period, but_about: Collection[UUID], on: date) -> int:
    """How many flags of one of these months are undecided, but those about one of these accounts. It may take a
    second."""
    since = named(FOUR_WEEKS, on).first
    return sum(flag.days[0] < since and flag.about not in but_about for flag in flags.flags_in(period))


def spans(on: date) -> list[Period]:
    """The months alone, the newest first."""
    last = named(FOUR_WEEKS, on).first - timedelta(days=1)
    found: list[Period] = []
    while len(found) < MONTHS:
        begins = last.replace(day=1)
        ends = (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        found.append(Period(begins, ends))
        last = begins - timedelta(days=1)
    return found


def _name(period: Period) -> str:
    return f"{period.first:%Y-%m}"
