"""Sums over a period: which records of a question were looked at, and what one person did day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.clock_sql import london_day
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.access_log.reading import about, touching
from auth.access_log.service import REFUSED, SEARCHED_WORD
from auth.access_log.subjects import Found, Subject, kinds_with_references, references_of
from auth.access_log.verdicts import TITLES, UNEXPLAINED, has_verdict
from auth.access_log.words import kind_words
from extensions import db

MOST_RECORDS = 100
Grouped = tuple[str, UUID | None]
GROUPED = "kind", "of_record"
"""Names of columns: PostgreSQL does not know an expression with values in it again, and groups by its name."""


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
    """By record that the question is about (a person's cases): entries, people, depth; the most looked at first. What
    has no reference of its own, a document say, stands together by its kind."""
    which, entries = _which(), sa.func.count(sa.distinct(AccessEntry.number))
    wanted = (
        sa.select(
            *which,
            AccessEntry.tiers,
            entries,
            entries.filter(has_verdict(UNEXPLAINED)),
            entries.filter(has_verdict(REFUSED)),
        )
        .join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        .where(touching(subject.objects), *about(subject, period))
        .group_by(*GROUPED, AccessEntry.tiers)
    )
    found: dict[Grouped, list[tuple[str, int, int, int]]] = {}
    for kind, object_id, depth, seen, bare, refused in db.session.execute(wanted):
        found.setdefault((kind, object_id), []).append((depth, seen, bare, refused))
    names = references_of({(kind, object_id) for kind, object_id in found if object_id})
    people = _people(subject, period)
    rows = [
        OfRecord(
            _called(record, names, subject),
            sum(one[1] for one in parts),
            people[record],
            sum(one[2] for one in parts),
            sum(one[3] for one in parts),
            tuple(sorted({one[0] for one in parts if one[0]})),
        )
        for record, parts in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.entries, row.reference))[:MOST_RECORDS]


def _which() -> tuple[sa.Label[str], sa.Label[UUID | None]]:
    """Kind and id of a record; no id where its kind has no references."""
    with_reference = AccessedObject.object_type.in_(kinds_with_references())
    of_record = sa.case((with_reference, AccessedObject.object_id), else_=sa.null())
    return AccessedObject.object_type.label(GROUPED[0]), of_record.label(GROUPED[1])


def _called(record: Grouped, names: Mapping[Found, str], subject: Subject) -> str:
    kind, object_id = record
    if object_id is not None and (kind, object_id) in names:
        return names[kind, object_id]
    if kind == subject.first[0] and object_id in (None, subject.first[1]):
        return subject.title
    return f"Any {kind_words(kind).lower()}" if object_id is None else "A record without a reference here"


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


def _people(subject: Subject, period: Period) -> dict[Grouped, int]:
    which = _which()
    wanted = (
        sa.select(*which, sa.func.count(sa.distinct(AccessEntry.actor_id)))
        .join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        .where(touching(subject.objects), *about(subject, period))
        .group_by(*GROUPED)
    )
    return {(kind, object_id): people for kind, object_id, people in db.session.execute(wanted)}
