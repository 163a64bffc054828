"""Sums over a period: which records of a question were looked at, and what one person did day by day."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from auth.access_log.clock_sql import london_day
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.access_log.reading import about
from auth.access_log.service import REFUSED, SEARCHED_WORD
from auth.access_log.subjects import Found, Subject, references_of
from auth.access_log.verdicts import TITLES, UNEXPLAINED, has_verdict
from extensions import db

MOST_RECORDS = 100


@dataclass(frozen=True)
class OfRecord:
    """How one record of a question was looked at. ``depths``: the tiers that were shown, as they stand in the log."""

    reference: str
    entries: int
    people: int
    unexplained: int
    refused: int
    depths: tuple[str, ...]


@dataclass(frozen=True)
class OfDay:
    """What one person did on one day in London. The figures of its days add up to the totals of the period."""

    day: date
    entries: int
    records: int
    by_verdict: dict[str, int]


def by_record(subject: Subject, period: Period) -> list[OfRecord]:
    """By record that the question is about (a person's cases): entries, people, depth; the most looked at first."""
    pairs = sa.tuple_(AccessedObject.object_type, AccessedObject.object_id).in_(subject.objects)
    columns = AccessedObject.object_type, AccessedObject.object_id, AccessEntry.tiers
    wanted = (
        sa.select(
            *columns,
            sa.func.count(),
            sa.func.count().filter(has_verdict(UNEXPLAINED)),
            sa.func.count().filter(has_verdict(REFUSED)),
        )
        .join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        .where(pairs, *about(subject, period))
        .group_by(*columns)
    )
    found: dict[Found, list[tuple[str, int, int, int]]] = {}
    for kind, object_id, depth, entries, bare, refused in db.session.execute(wanted):
        found.setdefault((kind, object_id), []).append((depth, entries, bare, refused))
    names, people = references_of(set(found)), _people(subject, period)
    rows = [
        OfRecord(
            names.get(record, subject.title if record == subject.first else "A record without a reference here"),
            sum(one[1] for one in parts),
            people[record],
            sum(one[2] for one in parts),
            sum(one[3] for one in parts),
            tuple(sorted({one[0] for one in parts if one[0]})),
        )
        for record, parts in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.entries, row.reference))[:MOST_RECORDS]


def by_day(subject: Subject, period: Period) -> list[OfDay]:
    """What one person did day by day, the newest day first."""
    day = london_day(period.first, period.last)
    conditions = about(subject, period)
    verdicts = [sa.func.count().filter(has_verdict(one)) for one in TITLES]
    wanted = sa.select(day, sa.func.count(), *verdicts).where(*conditions).group_by(day)
    different = (
        sa.select(day, sa.func.count(sa.distinct(AccessedObject.object_id)))
        .join(AccessedObject, AccessedObject.entry_number == AccessEntry.number)
        .where(*conditions, AccessedObject.object_type != SEARCHED_WORD)
        .group_by(day)
    )
    records: dict[str, int] = dict(db.session.execute(different).all())
    return [
        OfDay(date.fromisoformat(text), entries, records.get(text, 0), dict(zip(TITLES, figures, strict=True)))
        for text, entries, *figures in sorted(db.session.execute(wanted), reverse=True)
    ]


def _people(subject: Subject, period: Period) -> dict[Found, int]:
    columns = AccessedObject.object_type, AccessedObject.object_id
    wanted = (
        sa.select(*columns, sa.func.count(sa.distinct(AccessEntry.actor_id)))
        .join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        .where(sa.tuple_(*columns).in_(subject.objects), *about(subject, period))
        .group_by(*columns)
    )
    return {(kind, object_id): people for kind, object_id, people in db.session.execute(wanted)}
