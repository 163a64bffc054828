"""The doors to what residents said after sending: for whoever triages for the panel."""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import Target, pass_door, pass_list_door
from auth.policy import may
from auth.roles import Actor
from casework.referrals.access import TRIAGE, relationships
from casework.referrals.models import Referral, ResidentNote
from casework.referrals.resident_notes import notes_on
from extensions import db

RESIDENT_NOTE = "resident_note"
TIERS = "F0-F3"


def note_for(actor: Actor, note_id: UUID, *, event: str = "resident_note.read") -> tuple[ResidentNote, Referral]:
    """Open one note, with its referral still sealed.

    :raises NotAllowed: unknown, or of a panel for which this person does not triage: the same answer.
    """
    note = db.session.get(ResidentNote, note_id)
    if note is None:
        pass_door(actor, TRIAGE, None, event=event, object_type=RESIDENT_NOTE)
        raise AssertionError("A door without a target never opens.")
    referral = db.session.get_one(Referral, note.referral_id)
    pass_door(actor, TRIAGE, _target(actor, note, referral), event=event, tiers=TIERS)
    return note, referral


def notes_of_referral(actor: Actor, referral: Referral) -> list[ResidentNote]:
    """Everything a resident said about one request, opened, newest first."""
    return _open(actor, [referral])


def notes_of_case(actor: Actor, case_id: UUID) -> list[ResidentNote]:
    """Everything that residents said about the requests of one case, opened, newest first."""
    wanted = sa.select(Referral).where(Referral.case_id == case_id)
    return _open(actor, list(db.session.scalars(wanted)))


def _open(actor: Actor, referrals: list[Referral]) -> list[ResidentNote]:
    by_id = {one.id: one for one in referrals if may(actor, TRIAGE, one.panel, relationships(actor, one))}
    found = notes_on(ResidentNote.referral_id.in_(by_id)) if by_id else []
    targets = [_target(actor, note, by_id[note.referral_id]) for note in found]
    opened = pass_list_door(actor, TRIAGE, targets, event="resident_note.read", tiers=TIERS, object_type=RESIDENT_NOTE)
    shown = {target.object_id for target in opened}
    return [note for note in found if note.id in shown]


def _target(actor: Actor, note: ResidentNote, referral: Referral) -> Target:
    related = relationships(actor, referral)
    return Target(RESIDENT_NOTE, note.id, referral.panel, (note.data_key_id,), related)
