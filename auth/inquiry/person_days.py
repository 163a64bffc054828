"""Each person's days, counted by the database: how many cases, other records, searches, files, refused tries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.classes import (
    finds_nothing,
    leaves,
    opens_case,
    opens_paper,
    opens_record,
    retells,
    searches,
    tries,
)
from auth.access_log.clock_sql import london_day, out_of_hours
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.inquiry.rules import Day
from auth.policy_table import EMERGENCY_RULE
from extensions import db

PersonDay = tuple[UUID, date]


class Reach(NamedTuple):
    """How many different records somebody opened in a period, in which role they mostly did, and the last entry."""

    account_id: UUID
    role: str
    records: int
    last: int


def within(period: Period) -> sa.ColumnElement[bool]:
    """Entries of a period."""
    inside = sa.and_(AccessEntry.at >= period.starts_at, AccessEntry.at < period.ends_at)
    return inside if period.up_to is None else sa.and_(inside, AccessEntry.number <= period.up_to)


def days_of(period: Period, days_off: Collection[date]) -> dict[PersonDay, Day]:
    """What everybody did on each day of a period, by two questions to the log."""
    day = london_day(period.first, period.last)
    counted = _counted(period, day)
    late = is_late(period, days_off)
    found: dict[PersonDay, Day] = {}
    for who, text, *figures in db.session.execute(_records(period, day, late)):
        pairs = ((figures[place], figures[place + 1] or 0) for place in (0, 2, 4))
        found[who, date.fromisoformat(text)] = Day(*pairs, **counted.pop((who, text), {}))
    for (who, text), others in counted.items():
        found[who, date.fromisoformat(text)] = Day(**others)
    return found


def is_late(period: Period, days_off: Collection[date]) -> sa.ColumnElement[bool]:
    """Entries out of hours, whatever was opened. What was opened in an emergency is a flag of its own."""
    return sa.and_(out_of_hours(period.first, period.last, days_off), AccessEntry.rule != EMERGENCY_RULE)


def reaches(period: Period, counts: sa.ColumnElement[bool] = opens_case) -> list[Reach]:
    """Of everybody who opened a case in the period, or what else ``counts``: how many different ones."""
    wanted = (
        sa.select(
            AccessEntry.actor_id,
            AccessEntry.role,
            sa.func.count(sa.distinct(AccessedObject.object_id)),
            sa.func.max(AccessEntry.number),
        )
        .join(AccessedObject, AccessedObject.entry_number == AccessEntry.number)
        .where(within(period), counts, AccessEntry.actor_id.is_not(None))
        .group_by(AccessEntry.actor_id, AccessEntry.role)
    )
    by_person: dict[UUID, Reach] = {}
    for who, role, records, last in db.session.execute(wanted):
        assert who is not None  # the question leaves them out
        before = by_person.get(who)
        if before is None or records > before.records:
            by_person[who] = Reach(who, role or "", records, last)
    return list(by_person.values())


def _records(period: Period, day: sa.ColumnElement[str], late: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    """Cases, other records, and either of them out of hours, each with the number of its last entry."""
    record_id, number = AccessedObject.object_id, AccessEntry.number
    columns: list[sa.ColumnElement[Any]] = []
    for condition in (opens_case, opens_paper, late):
        columns += [
            sa.func.count(sa.distinct(sa.case((condition, record_id)))),
            sa.func.max(sa.case((condition, number))),
        ]
    return (
        sa.select(AccessEntry.actor_id, day, *columns)
        .join(AccessedObject, AccessedObject.entry_number == number)
        .where(within(period), opens_record, AccessEntry.actor_id.is_not(None))
        .group_by(AccessEntry.actor_id, day)
    )


def _counted(period: Period, day: sa.ColumnElement[str]) -> dict[tuple[UUID, str], dict[str, tuple[int, int]]]:
    """Searches, files, tries and own facts told anew, each with the number of its last entry."""
    classes = {"searches": searches, "fruitless": finds_nothing, "leaves": leaves, "tries": tries, "retold": retells}
    columns: list[sa.ColumnElement[Any]] = []
    for condition in classes.values():
        columns += [
            sa.func.count(sa.case((condition, 1))),
            sa.func.max(sa.case((condition, AccessEntry.number))),
        ]
    wanted = (
        sa.select(AccessEntry.actor_id, day, *columns)
        .where(within(period), sa.or_(*classes.values()), AccessEntry.actor_id.is_not(None))
        .group_by(AccessEntry.actor_id, day)
    )
    found: dict[tuple[UUID, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for who, text, *figures in db.session.execute(wanted):
        for place, name in enumerate(classes):
            found[who, text][name] = (figures[2 * place], figures[2 * place + 1] or 0)
    return found
