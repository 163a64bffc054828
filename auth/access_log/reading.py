"""Reading the log: entries about a record or by a person in a period, newest first. Nothing sealed is touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.access_log.service import ALLOWED, REFUSED
from auth.access_log.subjects import Subject, references_of
from auth.access_log.words import event_words, object_words
from auth.models import Account, Agency
from auth.panel_facts import is_hidden
from extensions import db

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One entry as the auditor reads it."""

    entry: AccessEntry
    who: str
    agency: str
    did: str
    what: str
    reference: str = ""


@dataclass(frozen=True)
class Totals:
    """Counts over the whole period, not only the page shown."""

    entries: int
    people: int
    agencies: int
    allowed: int
    refused: int


def lines(subject: Subject | None, period: Period, *, outcome: str, page: int) -> list[Line]:
    """One page of entries; ``page`` counts from 1. An entry about one record says its reference."""
    query = (
        sa.select(AccessEntry, Account.name, Agency.name)
        .outerjoin(Account, Account.id == AccessEntry.actor_id)
        .outerjoin(Agency, Agency.id == AccessEntry.agency_id)
        .where(*_about(subject, period, outcome))
        .order_by(AccessEntry.number.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    rows = list(db.session.execute(query))
    named = _references(entry for entry, _, _ in rows)
    return [
        Line(
            entry,
            who or "Nobody signed in",
            agency or "",
            event_words(entry),
            object_words(entry),
            named.get(entry.number, ""),
        )
        for entry, who, agency in rows
    ]


def totals(subject: Subject | None, period: Period) -> Totals:
    """How many entries, by how many people of how many agencies, and with what outcome."""
    query = sa.select(
        sa.func.count(),
        sa.func.count(sa.distinct(AccessEntry.actor_id)),
        sa.func.count(sa.distinct(AccessEntry.agency_id)),
        sa.func.count().filter(AccessEntry.outcome == ALLOWED),
        sa.func.count().filter(AccessEntry.outcome == REFUSED),
    ).where(*_about(subject, period, ""))
    return Totals(*db.session.execute(query).one())


def _references(entries: Iterable[AccessEntry]) -> dict[int, str]:
    numbers = [entry.number for entry in entries if entry.shown == 1 and not is_hidden(entry.panel)]
    wanted = sa.select(AccessedObject).where(AccessedObject.entry_number.in_(numbers))
    records = {row.entry_number: (row.object_type, row.object_id) for row in db.session.scalars(wanted)}
    named = references_of(set(records.values()))
    return {number: named[record] for number, record in records.items() if record in named}


def _about(subject: Subject | None, period: Period, outcome: str) -> Sequence[sa.ColumnElement[bool]]:
    wanted = [AccessEntry.at >= period.starts_at, AccessEntry.at < period.ends_at]
    if outcome:
        wanted.append(AccessEntry.outcome == outcome)
    if subject is None:
        return wanted
    # The auditor's own questions about a record are no look at the record; they stand under the auditor's name.
    about = sa.and_(_touching(subject.objects), AccessEntry.event != "audit.search")
    if subject.account is not None:
        return [*wanted, sa.or_(AccessEntry.actor_id == subject.account.id, about)]
    return [*wanted, about]


def _touching(objects: Sequence[tuple[str, object]]) -> sa.ColumnElement[bool]:
    numbers = sa.select(AccessedObject.entry_number).where(
        sa.or_(
            *(
                sa.and_(AccessedObject.object_type == kind, AccessedObject.object_id == object_id)
                for kind, object_id in objects
            )
        )
    )
    return AccessEntry.number.in_(numbers)
