"""The timeline: events and notes together, newest first. A note that the person may not read leaves no trace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.accounts.covering import words_on
from auth.roles import Actor
from casework.cases.access import is_withheld_from
from casework.cases.events import UNSEALED_TITLES
from casework.cases.models import Case, CaseEvent, Note
from casework.cases.notes import NATURES, may_correct, notes_of
from casework.cases.rules import CHAIR_ONLY
from extensions import db

KINDS = {
    "note": "Notes",
    "risk": "Risk",
    "decision": "Decisions",
    "action": "Actions",
    "document": "Documents",
    "form": "Forms",
    "letter": "Letters",
    "state": "State of the case",
    "person": "People",
}
ABOUT_PEOPLE = {
    "person": "The people of this case were changed",
    "contact": "How somebody may be contacted was changed or checked",
    "safety": "A staff safety warning was changed",
    "address": "A hidden address was shown",
    "letter": "A letter of this case was dealt with",
}
"""Kinds of entries whose words may name somebody, and what stands in their place where names are withheld."""
PAGE = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the timeline component shows it."""

    at: datetime
    kind: str
    title: str
    text: str
    by: str
    href: str = ""
    link_text: str = ""
    tone: str = ""
    lang: str = ""


def entries_of(actor: Actor, case: Case, kind: str = "") -> list[Entry]:
    """The entries of an opened case that this person may read, newest first; all kinds, or one."""
    found = [*_notes(actor, case), *_events(case, named=not is_withheld_from(actor, case))]
    wanted = [entry for entry in found if kind in ("", entry.kind)]
    return sorted(wanted, key=lambda entry: entry.at, reverse=True)


def events_of(case: Case, kinds: Iterable[str], *, named: bool = True) -> list[Entry]:
    """The events of some kinds, newest first; ``named``: for a reader who may read the names in the case."""
    wanted = frozenset(kinds)
    return [entry for entry in _events(case, named=named) if entry.kind in wanted]


def note_title(note: Note) -> str:
    """Whose knowledge a note is and of what nature, in words."""
    nature = next((offered.label for offered in NATURES if offered.value == note.nature), note.nature)
    who = " (chair, vice-chair and coordinator only)" if note.handling == CHAIR_ONLY else ""
    return f"{nature}, from {note.agency.name}{who}"


def _notes(actor: Actor, case: Case) -> list[Entry]:
    notes = [note for note in notes_of(actor, case) if note.replaced_at is None]
    covering = words_on(case.panel, (note.author_id for note in notes))
    return [
        Entry(
            at=note.written_at,
            kind="note",
            title=note_title(note) + _since(note),
            text=note.text or "",
            by=f"{note.author.name}, {note.agency.short_name}{covering(note.author_id, note.written_at)}",
            href=f"/cases/{case.reference}/notes/{note.id}/correction" if may_correct(actor, case, note) else "",
            link_text="Correct",
        )
        for note in notes
    ]


def _since(note: Note) -> str:
    """What became of a note after it was written."""
    return (", corrected" if note.replaces_id else "") + (", moved here from another case" if note.came_at else "")


def _events(case: Case, *, named: bool) -> list[Entry]:
    wanted = sa.select(CaseEvent).where(CaseEvent.case_id == case.id)
    wanted = wanted.options(joinedload(CaseEvent.by), joinedload(CaseEvent.agency))
    rows = db.session.scalars(wanted.order_by(CaseEvent.at.desc(), CaseEvent.id)).all()
    covering = words_on(case.panel, (row.by.id for row in rows if row.by))
    return [
        Entry(
            at=row.at,
            kind=row.kind,
            title=_title(row, named=named),
            text="" if row.kind in ABOUT_PEOPLE and not named else row.text or "",
            by=f"{row.by.name}, {row.agency.short_name}{covering(row.by.id, row.at)}" if row.by and row.agency else "",
            tone="decision" if row.kind in ("decision", "closed") else "",
        )
        for row in rows
    ]


def _title(row: CaseEvent, *, named: bool) -> str:
    if row.kind in ABOUT_PEOPLE and not named:
        return ABOUT_PEOPLE[row.kind]
    return row.title or UNSEALED_TITLES.get(row.kind, "")
