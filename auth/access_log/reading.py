"""Reading the log: entries about a record or by a person in a period, newest first. Nothing sealed is touched."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from auth.access_log.classes import LEAVES, leaves, searches
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.access_log.service import SEARCHED_WORD
from auth.access_log.subjects import Found, Subject, Taken, owners_of, people_in, references_of
from auth.access_log.verdicts import TITLES, has_verdict, verdict_of
from auth.access_log.words import ERASED, event_words, object_words
from auth.models import Account, Agency
from auth.panel_facts import is_hidden
from extensions import db

PAGE = 50
EXPORTS, SEARCHES, LOG = "exports", "searches", "access_log"
NONE: Found = ("", UUID(int=0))
SHOWN = {**{verdict: has_verdict(verdict) for verdict in TITLES}, EXPORTS: leaves, SEARCHES: searches}
"""What a list can be narrowed to."""


@dataclass(frozen=True)
class Line:
    """One entry as the auditor reads it. ``reference``: of the record, or of what it belongs to.
    ``acting_for``: the colleague for whom the person covered.
    ``people``: of what was taken away, how many people stand in it, where that is known."""

    entry: AccessEntry
    who: str
    agency: str
    did: str
    what: str
    reference: str = ""
    acting_for: str = ""
    people: int | None = None

    @property
    def verdict(self) -> str:
        """What the entry says of itself."""
        return verdict_of(self.entry)


@dataclass(frozen=True)
class Totals:
    """Counts over the whole period, not only the page shown. The last four add up to ``entries``."""

    entries: int
    people: int
    agencies: int
    by_rule: int
    emergency: int
    unexplained: int
    refused: int


def lines(subject: Subject | None, period: Period, *, show: str, page: int, most: int = PAGE) -> list[Line]:
    """One page of entries; ``page`` counts from 1. An entry about one record says its reference."""
    return lines_where(*about(subject, period, show), page=page, most=most)


def lines_where(*conditions: sa.ColumnElement[bool], page: int = 1, most: int = PAGE) -> list[Line]:
    """One page of the entries that meet these conditions, the newest first."""
    covered = aliased(Account)
    query = (
        sa.select(AccessEntry, Account.name, Agency.name, covered.name)
        .outerjoin(Account, Account.id == AccessEntry.actor_id)
        .outerjoin(covered, covered.id == AccessEntry.for_account_id)
        .outerjoin(Agency, Agency.id == AccessEntry.agency_id)
        .where(*conditions)
        .order_by(AccessEntry.number.desc())
        .limit(most)
        .offset((page - 1) * most)
    )
    rows = list(db.session.execute(query))
    records = _records(entry for entry, *_ in rows)
    named = references_of(set(records.values()))
    owners = owners_of(set(records.values()) - named.keys())
    taken = people_in(
        [
            Taken(entry.number, *records[entry.number], entry.request_id)
            for entry, *_ in rows
            if entry.event in LEAVES and entry.number in records
        ]
    )
    return [
        Line(
            entry,
            who or ("Erased by law" if entry.request_id == ERASED else "Nobody signed in"),
            agency or "",
            event_words(entry),
            _what(entry, records.get(entry.number), owners),
            (named | owners).get(records.get(entry.number, NONE), ""),
            acting_for or "",
            taken.get(entry.number),
        )
        for entry, who, agency, acting_for in rows
    ]


def totals(subject: Subject | None, period: Period) -> Totals:
    """How many entries, by how many people of how many agencies, and with what outcome."""
    counted: list[Any] = [
        sa.func.count(),
        sa.func.count(sa.distinct(AccessEntry.actor_id)),
        sa.func.count(sa.distinct(AccessEntry.agency_id)),
        *(sa.func.count().filter(has_verdict(verdict)) for verdict in TITLES),
    ]
    row = db.session.execute(sa.select(*counted).where(*about(subject, period, ""))).one()
    return Totals(*map(int, row))


def count(subject: Subject | None, period: Period, show: str) -> int:
    """How many entries are shown."""
    return count_where(*about(subject, period, show))


def count_where(*conditions: sa.ColumnElement[bool]) -> int:
    """How many entries meet these conditions."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(AccessEntry).where(*conditions)) or 0


def newest_of(request_id: str) -> int | None:
    """The number of the last entry that a request has written."""
    written = sa.select(AccessEntry.number).where(AccessEntry.request_id == request_id)
    return db.session.scalar(written.order_by(AccessEntry.number.desc()).limit(1))


def _what(entry: AccessEntry, record: Found | None, owners: Collection[Found]) -> str:
    """What it was done to; of one entry of the log itself, which; of a paper, that what is named is what it is of."""
    words = object_words(entry)
    if record in owners:
        return f"{words} of"
    return f"{words}, entry {record[1].int}" if record and record[0] == LOG else words


def _records(entries: Iterable[AccessEntry]) -> dict[int, Found]:
    """By entry about one record: which."""
    numbers = [entry.number for entry in entries if entry.shown == 1 and not is_hidden(entry.panel)]
    wanted = sa.select(AccessedObject).where(
        AccessedObject.entry_number.in_(numbers), AccessedObject.object_type != SEARCHED_WORD
    )
    return {row.entry_number: (row.object_type, row.object_id) for row in db.session.scalars(wanted)}


def about(subject: Subject | None, period: Period, show: str = "") -> Sequence[sa.ColumnElement[bool]]:
    """The conditions under which an entry answers a question: of which period, about whom or what, of which kind."""
    wanted = [AccessEntry.at >= period.starts_at, AccessEntry.at < period.ends_at]
    if period.up_to is not None:
        wanted.append(AccessEntry.number <= period.up_to)
    if show:
        wanted.append(SHOWN[show])
    if subject is None:
        return wanted
    # The auditor's own questions about a record are no look at the record; they stand under the auditor's name.
    numbers = sa.select(AccessedObject.entry_number).where(touching(subject.objects))
    touches = sa.and_(AccessEntry.number.in_(numbers), AccessEntry.event.not_like("audit.%"))
    if subject.account is not None:
        if not subject.by_others:
            return [*wanted, AccessEntry.actor_id == subject.account.id]
        in_their_place = AccessEntry.for_account_id == subject.account.id
        others = AccessEntry.actor_id.is_distinct_from(subject.account.id)
        return [*wanted, others, sa.or_(in_their_place, touches)]
    # Found by the record, never by the period: a server that plans without the values takes a period for a few entries
    # and reads all of it, which is the whole log.
    return [*(one.is_(True) for one in wanted), touches]


def touching(objects: Collection[Found]) -> sa.ColumnElement[bool]:
    """Rows of what was looked at that are about one of these records. The ids stand in the statement itself: PostgreSQL
    plans one with hundreds of unknown values as a reading of the whole table."""
    by_kind: dict[str, list[UUID]] = {}
    for kind, object_id in objects:
        by_kind.setdefault(kind, []).append(object_id)
    kinds = (
        sa.and_(AccessedObject.object_type == kind, AccessedObject.object_id.in_(_written_out(ids)))
        for kind, ids in by_kind.items()
    )
    return sa.or_(sa.false(), *kinds)


def _written_out(ids: Sequence[UUID]) -> sa.BindParameter[UUID]:
    return sa.bindparam(None, ids, type_=sa.Uuid(), expanding=True, literal_execute=True, unique=True)
