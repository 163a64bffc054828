"""The doors to what residents said after sending: for whoever triages for the panel, and for the single point of
contact in the case of that request. Only whoever triages enters a translation."""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import Target, pass_door, pass_list_door
from auth.policy import may
from auth.policy_relationships import CONTACT
from auth.roles import Actor
from casework.cases.access import related_to
from casework.referrals.access import relationships
from casework.referrals.models import Referral, ResidentNote
from casework.referrals.resident_notes import notes_on
from extensions import db

RESIDENT_NOTE = "resident_note"
READ = "resident_note.read"
TIERS = "F0-F3"


def note_for(actor: Actor, note_id: UUID, permission: str = READ) -> tuple[ResidentNote, Referral]:
    """Open one note, with its referral still sealed. Whoever enters a translation asks with ``TRIAGE``.

    :raises NotAllowed: unknown, or not for this person: the same answer.
    """
    note = db.session.get(ResidentNote, note_id)
    if note is None:
        pass_door(actor, permission, None, event=READ, object_type=RESIDENT_NOTE)
        raise AssertionError("A door without a target never opens.")
    referral = db.session.get_one(Referral, note.referral_id)
    pass_door(actor, permission, _target(note, referral, _related(actor, referral)), event=READ, tiers=TIERS)
    return note, referral


def notes_of_referral(actor: Actor, referral: Referral) -> list[ResidentNote]:
    """Everything a resident said about one request, opened, newest first."""
    return _open(actor, [referral])


def notes_of_case(actor: Actor, case_id: UUID) -> list[ResidentNote]:
    """Everything that residents said about the requests of one case, opened, newest first."""
    wanted = sa.select(Referral).where(Referral.case_id == case_id)
    return _open(actor, list(db.session.scalars(wanted)))


def _open(actor: Actor, referrals: list[Referral]) -> list[ResidentNote]:
    related = {one.id: _related(actor, one) for one in referrals}
    by_id = {one.id: one for one in referrals if may(actor, READ, one.panel, related[one.id])}
    found = notes_on(ResidentNote.referral_id.in_(by_id)) if by_id else []
    targets = [_target(note, by_id[note.referral_id], related[note.referral_id]) for note in found]
    opened = pass_list_door(actor, READ, targets, event=READ, tiers=TIERS, object_type=RESIDENT_NOTE)
    shown = {target.object_id for target in opened}
    return [note for note in found if note.id in shown]


def _related(actor: Actor, referral: Referral) -> frozenset[str]:
    """How the person is related to the referral, and whether they are the contact in its case."""
    return relationships(actor, referral) | (related_to(actor, referral.case) & {CONTACT})


def _target(note: ResidentNote, referral: Referral, related: frozenset[str]) -> Target:
    return Target(RESIDENT_NOTE, note.id, referral.panel, (note.data_key_id,), related)
