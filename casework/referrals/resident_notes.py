"""What a resident says after sending, and what waits to be translated.

Every note has a key of its own: whoever writes it opens neither the case nor anything else that staff have written.
Staff are told that something came in, never what.
"""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from auth.policy_relationships import CONTACT
from auth.roles import Actor
from casework.cases.events import record_unsealed, touch
from casework.cases.grant_models import CaseGrant
from casework.cases.granted import in_force
from casework.clocks.service import calendar, open_ended
from casework.errors import Refused
from casework.notifications.service import appointed_as, tell, tell_role
from casework.panel_type.calendar import local_day
from casework.panel_type.definition import CASE_OFFICER, CHAIR, COORDINATOR, VICE_CHAIR
from casework.panel_type.registry import panel_types
from casework.panel_type.working_time import add_working_days, working_days_between
from casework.referrals.models import PUBLIC, Referral, ResidentNote
from extensions import db, now
from wall.standing import as_service
from wording.dates import today, uk_date
from wording.languages import SOURCE, language_named

ANSWERS, MORE, STOP, NOT_SAFE = "answers", "more", "stop", "not_safe"
KIND_WORDS = {
    ANSWERS: "The request itself",
    MORE: "Something has changed",
    STOP: "They want to stop",
    NOT_SAFE: "It is not safe to contact them",
}
"""What a note is, in the words of staff."""

EVENTS = {MORE: "resident_told", STOP: "resident_stops", NOT_SAFE: "resident_not_safe"}
MOST_CHARACTERS = 4000


def take_note(*, actor: Actor, referral: Referral, kind: str, text: str = "", language: str = SOURCE) -> ResidentNote:
    """Keep what a resident says, put it on the timeline of the case, if there is one, and tell those who work on it."""
    note = _keep(referral, kind, text, language)
    db.session.flush()
    # The database shows a resident nothing of the case: what follows from their words is the service's to do.
    with as_service():
        if referral.case is not None:
            record_unsealed(case=referral.case, kind=EVENTS[kind], actor=actor)
            touch(referral.case)
        tell_those_who_work_on(referral, f"/added/{note.id}")
        db.session.flush()
    return note


def note_answers(referral: Referral) -> None:
    """A request that was not written in English waits to be translated from the day it comes in."""
    if referral.source == PUBLIC and referral.language != SOURCE:
        _keep(referral, ANSWERS, "", referral.language)


def translate(*, actor: Actor, note: ResidentNote, text: str) -> None:
    """Enter the translation of an opened note; it waits no longer.

    :raises Refused: it is English, or there is no text.
    """
    if note.language == SOURCE:
        raise Refused("This is in English already")
    if not text.strip():
        raise Refused("Enter the translation", "translation")
    note.translation = text.strip()
    note.translated_at, note.translated_by_id = now(), actor.account_id


def notes_on(*where: sa.ColumnElement[bool]) -> list[ResidentNote]:
    """The notes for which this holds, newest first, still sealed."""
    wanted = sa.select(ResidentNote).where(*where).order_by(ResidentNote.at.desc(), ResidentNote.id)
    return list(db.session.scalars(wanted))


def of_referral(referral: Referral) -> sa.ColumnElement[bool]:
    """The condition under which a note is of this referral."""
    return ResidentNote.referral_id == referral.id


def translation_words(note: ResidentNote) -> str:
    """ "Answered in Bengali. Translation due today"; nothing for what is English."""
    language = language_named(note.language)
    if note.translate_by is None or language is None:
        return ""
    said = f"{'Answered' if note.kind == ANSWERS else 'Written'} in {language.english}"
    if note.translated_at is not None:
        return f"{said}. Translated on {uk_date(note.translated_at)}"
    return f"{said}. Translation {_due_words(note.translate_by, today())}"


def shown_notes(notes: list[ResidentNote]) -> list[dict[str, Any]]:
    """Opened notes as pages show them."""
    return [{"note": note, "title": KIND_WORDS[note.kind], "translation": translation_words(note)} for note in notes]


def tell_those_who_work_on(referral: Referral, path: str) -> None:
    """Tell the coordinators, whoever leads the case and its single point of contact that something came in."""
    told = tell_role(panel=referral.panel, roles=(COORDINATOR, CASE_OFFICER), template="resident_told", path=path)
    if not told:
        tell_role(panel=referral.panel, roles=(CHAIR, VICE_CHAIR), template="resident_told", path=path)
    if referral.case is None:
        return
    # A link to the note would answer them that there is nothing, if they lead the case and no more.
    contacts = _contacts(referral)
    opens = {*appointed_as(panel=referral.panel, roles=(COORDINATOR, CASE_OFFICER, CHAIR, VICE_CHAIR)), *contacts}
    for account_id in [*filter(None, [referral.case.lead_officer_id]), *contacts]:
        leads_to = path if account_id in opens else f"/cases/{referral.case.reference}"
        tell(account_id=account_id, template="resident_told", path=leads_to)


def _contacts(referral: Referral) -> list[UUID]:
    contacts = sa.select(CaseGrant.account_id).where(
        CaseGrant.case_id == referral.case_id, CaseGrant.kind == CONTACT, in_force(now())
    )
    return list(db.session.scalars(contacts))


def _keep(referral: Referral, kind: str, text: str, language: str) -> ResidentNote:
    at = now()
    note = ResidentNote(
        data_key_id=new_data_key(panel=referral.panel, kind="resident_note"),
        referral_id=referral.id,
        kind=kind,
        language=language,
        at=at,
        text=text or None,
        translate_by=_translate_by(referral) if language != SOURCE and (text or kind == ANSWERS) else None,
    )
    db.session.add(note)
    db.session.flush()
    return note


def _translate_by(referral: Referral) -> date:
    door = panel_types.declared(referral.panel).public_door
    return add_working_days(local_day(now()), door.translated_wd if door else 0, open_ended())


def _due_words(due_on: date, day: date) -> str:
    late = working_days_between(due_on, day, calendar()) if day > due_on else 0
    if day > due_on:
        return f"{late} working day{'s' if late != 1 else ''} late"
    return "due today" if due_on == day else f"due on {uk_date(due_on)}"
