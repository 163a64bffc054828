"""A note that was written into the wrong case: moved to the right one, or taken back within ten minutes.

Its words, those before each correction too, leave the case it did not belong to: no page and no copy of papers made
from then on has them. Both cases say that it happened; neither says which the other one is. The access log has both.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.roles import Actor
from casework.cases.events import record_event, touch
from casework.cases.models import Case, Note
from casework.cases.named import refuse_names
from casework.cases.rules import CHAIR_ONLY
from casework.errors import Refused
from casework.panel_settings.narrative import must_take_words
from extensions import db, now

TAKE_BACK = timedelta(minutes=10)
"""For so long its writer may take a note back (security.md 2.5, AC 42)."""
KIND = "note_moved"
MOVED, CAME, TAKEN_BACK = (
    "A note was moved away: it belonged to another case",
    "A note was moved here from another case",
    "A note was taken back by its writer: it did not belong to this case",
)
LATE = "Somebody corrected or moved this note meanwhile. Load the page again"


def may_take_back(actor: Actor, note: Note) -> bool:
    """Whether the note may go without a trace of its words: its own writer's, in the first ten minutes, uncorrected."""
    fresh = note.replaces_id is None and note.came_at is None and now() - note.written_at < TAKE_BACK
    return fresh and note.author_id == actor.account_id


def move_note(*, actor: Actor, note: Note, source: Case, target: Case) -> Note:
    """Let the note stand in ``target``, as its author wrote it and with its corrections. Both cases are open to
    ``actor``, who may correct the note and write notes in ``target``.

    :raises Refused: it is the same case, ``target`` takes no words or withholds a name that the note tells, or somebody
        was faster.
    """
    if target.id == source.id:
        raise Refused("This is the case that the note stands in", "reference")
    must_take_words(target.panel, "reference")
    versions = _versions(note)
    for one in versions:
        if one.handling != CHAIR_ONLY:
            refuse_names(target, reference=one.text or "")
    _take(note)
    before: UUID | None = None
    for one in versions:
        new = _copied(one, target, before)
        before = new.id
    _empty(versions)
    record_event(actor=actor, case=source, kind=KIND, title=MOVED)
    record_event(actor=actor, case=target, kind=KIND, title=CAME)
    db.session.flush()
    return new


def take_back(*, actor: Actor, note: Note, case: Case) -> None:
    """Take a note out of the case for good.

    :raises Refused: it is somebody else's, older than :data:`TAKE_BACK`, corrected, or somebody was faster.
    """
    if not may_take_back(actor, note):
        raise Refused("A note can be taken back by its writer in the first ten minutes. Move it, or correct it")
    _take(note)
    _empty([note])
    record_event(actor=actor, case=case, kind=KIND, title=TAKEN_BACK)


def gone_from(case_ids: Collection[UUID]) -> frozenset[UUID]:
    """The notes of these cases that do not stand in them any more."""
    wanted = sa.select(Note.id).where(Note.case_id.in_(case_ids), Note.moved_at.is_not(None))
    return frozenset(db.session.scalars(wanted)) if case_ids else frozenset()


def _versions(note: Note) -> list[Note]:
    """The note and what stood before each correction, oldest first."""
    found = [note]
    while found[0].replaces_id is not None:
        found.insert(0, db.session.get_one(Note, found[0].replaces_id))
    return found


def _take(note: Note) -> None:
    """Of two people who move or correct one note, the database lets one."""
    mine = sa.update(Note).where(Note.id == note.id, Note.replaced_at.is_(None), Note.moved_at.is_(None))
    if not db.session.execute(mine.values(moved_at=now()).returning(Note.id)).scalar_one_or_none():
        raise Refused(LATE)
    db.session.expire(note, ["moved_at"])


def _copied(note: Note, target: Case, before: UUID | None) -> Note:
    new = Note(
        data_key_id=target.data_key_id,
        case_id=target.id,
        author_id=note.author_id,
        agency_id=note.agency_id,
        nature=note.nature,
        handling=note.handling,
        text=note.text,
        written_at=note.written_at,
        replaces_id=before,
        replaced_at=note.replaced_at,
        came_at=now(),
    )
    db.session.add(new)
    db.session.flush()
    touch(target)
    return new


def _empty(versions: list[Note]) -> None:
    for one in versions:
        one.text, one.moved_at = None, one.moved_at or now()
    db.session.flush()
