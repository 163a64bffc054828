"""Notes: what an agency knows, tagged as fact, allegation or opinion. A correction never overwrites."""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.roles import Actor
from casework.cases.events import touch
from casework.cases.models import Case, Note
from casework.cases.named import refuse_names
from casework.cases.rules import ALLEGATION, CHAIR_ONLY, FACT, OPINION, PANEL, may_read_note
from casework.errors import Refused, Stale
from casework.panel_settings.narrative import must_take_words
from extensions import db, now
from inputs import Option

NATURES = (
    Option(FACT, "Fact", "Seen, heard or recorded by the agency itself"),
    Option(ALLEGATION, "Allegation", "Somebody says so; it is not confirmed"),
    Option(OPINION, "Opinion", "A professional judgement"),
)
HANDLINGS = (
    Option(PANEL, "Everybody who may open this case"),
    Option(CHAIR_ONLY, "Only the chair, the vice-chair and the coordinator"),
)


def add_note(*, actor: Actor, case: Case, nature: str, text: str, handling: str = PANEL) -> Note:
    """Add what the actor's agency knows.

    :raises Refused: no text, no answer to what kind of knowledge it is, the panel runs without narrative, or the text
            names somebody whose name is withheld here.
    """
    must_take_words(case.panel, "text")
    _check(nature, handling, text)
    if handling != CHAIR_ONLY:
        refuse_names(case, text=text)
    note = Note(
        data_key_id=case.data_key_id,
        case_id=case.id,
        author_id=actor.account_id,
        agency_id=actor.agency_id,
        nature=nature,
        handling=handling,
        text=text,
    )
    db.session.add(note)
    touch(case)
    db.session.flush()
    return note


def notes_of(actor: Actor, case: Case) -> list[Note]:
    """All notes of the case that this person may read, corrected ones included, newest first."""
    standing = sa.select(Note).where(Note.case_id == case.id, Note.moved_at.is_(None))
    wanted = standing.order_by(Note.written_at.desc(), Note.id)
    roles = actor.roles(case.panel)
    return [note for note in db.session.scalars(wanted) if may_read_note(note.handling, roles)]


def note_to_correct(*, actor: Actor, case: Case, note_id: UUID) -> Note:
    """The note, if this person may correct it: its author's agency, or who runs the panel.

    :raises NotAllowed: unknown, of another case, not readable, or another agency's.
    """
    standing = sa.select(Note).where(Note.id == note_id, Note.case_id == case.id, Note.moved_at.is_(None))
    note = db.session.scalar(standing)
    if note is None or not may_correct(actor, case, note):
        raise NotAllowed
    return note


def may_correct(actor: Actor, case: Case, note: Note) -> bool:
    """Whether this person may correct the note: what an agency said is that agency's to put right, or the panel's."""
    roles = actor.roles(case.panel)
    runs_panel = may_read_note(CHAIR_ONLY, roles)
    return may_read_note(note.handling, roles) and (runs_panel or note.agency_id == actor.agency_id)


def correct_note(*, actor: Actor, case: Case, note: Note, nature: str, handling: str, text: str) -> Note:
    """Write the note anew; the old one stays in the history.

    :raises Refused: as for :func:`add_note`.
    :raises Stale: somebody corrected it first; both texts are in the exception, neither is lost.
    """
    must_take_words(case.panel, "text")
    _check(nature, handling, text)
    if handling != CHAIR_ONLY:
        refuse_names(case, text=text)
    taken = sa.update(Note).where(Note.id == note.id, Note.replaced_at.is_(None), Note.moved_at.is_(None))
    taken = taken.values(replaced_at=now())
    if not db.session.execute(taken.returning(Note.id)).scalar_one_or_none():
        raise _stale(actor, case, note, text)
    db.session.expire(note, ["replaced_at"])
    new = add_note(actor=actor, case=case, nature=nature, text=text, handling=handling)
    new.replaces_id = note.id
    db.session.flush()
    return new


def newest_of(note: Note) -> Note:
    """The note that stands now in place of ``note``."""
    while note.replaced_at is not None:
        later = db.session.scalar(sa.select(Note).where(Note.replaces_id == note.id))
        if later is None:
            return note
        note = later
    return note


def _stale(actor: Actor, case: Case, note: Note, mine: str) -> Stale:
    db.session.expire(note, ["replaced_at"])
    stands = newest_of(note)
    readable = may_read_note(stands.handling, actor.roles(case.panel))
    theirs = (stands.text or "") if readable else "This note is now for the chair, the vice-chair and the coordinator."
    return Stale(theirs=theirs, mine=mine, by=stands.author.name, version=1)


def _check(nature: str, handling: str, text: str) -> None:
    if not text.strip():
        raise Refused("Enter the note", "text")
    if nature not in {offered.value for offered in NATURES}:
        raise Refused("Select whether this is a fact, an allegation or an opinion", "nature")
    if handling not in {offered.value for offered in HANDLINGS}:
        raise Refused("Select who may read this note", "handling")
