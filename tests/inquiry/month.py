"""A month of a partnership as the access log tells it; ``month_maker.py`` makes one.

What is planted stands in :attr:`Month.planted`: who did what, and by which kind of flag it should be found.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.models import AccessedObject, AccessEntry
from auth.inquiry.facts import CaseFacts
from auth.models import Account, Agency, UserSession
from extensions import db

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)  # the clocks go back on the 25th
PANEL = "asb_marac"
CLOSED = 20
"""So many of the cases were closed long ago."""
ENTRIES, OBJECTS, SESSIONS = (
    db.metadata.tables[model.__tablename__] for model in (AccessEntry, AccessedObject, UserSession)
)


@dataclass
class Person:
    id: UUID
    agency: UUID
    role: str
    cases: list[UUID]
    pace: int
    evenings: bool = False


@dataclass
class Month:
    """``planted``: kind of flag, and about whom or which case. ``facts``: what the floor above would know.

    ``on_new_device``: who opened cases in a browser that they had never used. ``on_papers``: by kind of flag, who read
    referrals and documents, and no case, in bulk and at night.
    """

    people: list[Person]
    cases: list[UUID]
    planted: list[tuple[str, UUID]] = field(default_factory=list)
    closed: dict[UUID, datetime] = field(default_factory=dict)
    linked: list[tuple[UUID, UUID, datetime]] = field(default_factory=list)
    shut: list[tuple[UUID, UUID, datetime]] = field(default_factory=list)
    left: list[tuple[UUID, UUID, datetime]] = field(default_factory=list)
    namesakes: dict[tuple[UUID, UUID], int] = field(default_factory=dict)
    neighbours: dict[tuple[UUID, UUID], int] = field(default_factory=dict)
    entries: list[dict[str, object]] = field(default_factory=list)
    objects: list[dict[str, object]] = field(default_factory=list)
    sessions: list[dict[str, object]] = field(default_factory=list)
    on_new_device: dict[UUID, date] = field(default_factory=dict)
    on_papers: dict[str, UUID] = field(default_factory=dict)
    auditor: Person | None = None

    def reference(self, case: UUID) -> str:
        """What a case is called."""
        return f"ZZ-{self.cases.index(case) + 1:04}"

    def person(self, number: int) -> tuple[str, list[UUID]]:
        """Somebody whom three cases are about: their reference, and the cases."""
        first = CLOSED + 3 * number
        return f"ZZ-P-{number:04}", self.cases[first : first + 3]

    def who(self, kind: str) -> set[UUID]:
        """About whom something of this kind was planted."""
        return {about for planted, about in self.planted if planted == kind}

    def of_october(self) -> list[dict[str, Any]]:
        """The entries of the month itself, without the weeks before."""
        begins = datetime(2026, 9, 30, 23, tzinfo=UTC)  # midnight in London
        return [entry for entry in self.entries if entry["at"] >= begins]  # type: ignore[operator]

    def facts(self) -> CaseFacts:
        """As ``casework/cases/inquired.py`` hands it in."""
        return CaseFacts(
            closed=lambda: _table(list(self.closed.items()), 2),
            linked=lambda: _spells(self.linked),
            shut=lambda: _spells(self.shut),
            left=lambda: _spells(self.left),
            namesakes=lambda _names: self.namesakes,
            neighbours=lambda: self.neighbours,
            days_off=lambda first, last: (),
            name_of=lambda kind, record_id: None,
        )


def _spells(rows: list[tuple[UUID, UUID, datetime]]) -> sa.Select[tuple[object, ...]]:
    return _table([(*row, None) for row in rows], 4)


def _table(rows: list[tuple[object, ...]], width: int) -> sa.Select[tuple[object, ...]]:
    """Rows as a question, so that no table of the floor above is needed."""
    moment = ENTRIES.c.at.type
    kinds = [sa.Uuid(), moment] if width == 2 else [sa.Uuid(), sa.Uuid(), moment, moment]
    chosen = [
        sa.select(
            *(sa.literal(value, kind).label(f"c{n}") for n, (value, kind) in enumerate(zip(row, kinds, strict=True)))
        )
        for row in rows
    ]
    if not chosen:
        nothing = (sa.cast(sa.null(), kind).label(f"c{place}") for place, kind in enumerate(kinds))
        return sa.select(*nothing).where(sa.false())
    found = sa.union_all(*chosen).subquery()
    return sa.select(*found.c)


def store(month: Month) -> None:
    """Put the month into an empty log. Accounts are called by the first letters of their ids."""
    everybody = [*month.people, *([month.auditor] if month.auditor else [])]
    agencies = {person.agency for person in everybody}
    db.session.execute(
        sa.insert(Agency),
        [{"id": one, "name": f"Agency {one.hex[:6]}", "short_name": one.hex[:6], "kind": "other"} for one in agencies],
    )
    db.session.execute(
        sa.insert(Account),
        [
            {"id": one.id, "email": f"{one.id.hex[:10]}@example.org", "name": f"Person {one.id.hex[:6]}",
             "agency_id": one.agency}
            for one in everybody
        ],
    )  # fmt: skip
    for table, rows in ((ENTRIES, month.entries), (OBJECTS, month.objects), (SESSIONS, month.sessions)):
        for start in range(0, len(rows), 5_000):
            db.session.execute(sa.insert(table), rows[start : start + 5_000])
    if db.engine.dialect.name == "postgresql":  # what the server does by itself after a while
        db.session.execute(sa.text("ANALYZE access_entry, accessed_object"))
