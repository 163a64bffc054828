"""The doors to documents: the list opens the names' keys, a download has an entry of its own."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.doors import Target, pass_door, pass_list_door
from auth.roles import Actor
from casework.cases.access import RecordDestroyed, related_to, relationships
from casework.cases.models import Case
from casework.documents.models import Document
from extensions import db


def documents_of_case(actor: Actor, case: Case) -> list[Document]:
    """The documents of a case that the person has open already, newest first; one entry for the list."""
    wanted = sa.select(Document).where(Document.case_id == case.id, Document.removed_at.is_(None))
    wanted = wanted.options(joinedload(Document.agency), joinedload(Document.added_by))
    found = list(db.session.scalars(wanted.order_by(Document.added_at.desc())))
    related = relationships(actor, [case])[case.id]
    targets = [_target(document, case, related) for document in found]
    passed = pass_list_door(actor, "document.read", targets, event="document.list", tiers="F1", object_type="document")
    shown = {target.object_id for target in passed}
    return [document for document in found if document.id in shown]


def document_for(
    actor: Actor, reference: str, document_id: UUID, permission: str = "document.read", *, event: str
) -> Document:
    """Open one document of the case with this reference.

    :raises NotAllowed: unknown, taken away, of another case, or not for this person.
    :raises RecordDestroyed: its case was destroyed.
    """
    wanted = sa.select(Document, Case).join(Case, Case.id == Document.case_id)
    wanted = wanted.where(Document.id == document_id, Case.reference == reference, Document.removed_at.is_(None))
    document, case = db.session.execute(wanted).one_or_none() or (None, None)
    related = related_to(actor, case)
    target = _target(document, case, related) if document and case else None
    pass_door(actor, permission, target, event=event, tiers="F1-F3", object_type="document")
    assert document is not None
    assert case is not None
    if case.destroyed_at is not None:
        raise RecordDestroyed(case.reference, case.panel, case.destroyed_at)
    return document


@dataclass(frozen=True)
class OfReferral:
    """A referral whose files are asked for, as its own door knows it. ``permission`` is what that door asks for."""

    referral_id: UUID
    panel: str
    permission: str
    relationships: frozenset[str]


def documents_of_referral(actor: Actor, asked: OfReferral) -> list[Document]:
    """The files that came with a referral, oldest first; one entry for the list."""
    wanted = sa.select(Document).where(Document.referral_id == asked.referral_id, Document.removed_at.is_(None))
    found = list(db.session.scalars(wanted.order_by(Document.added_at, Document.id)))
    targets = [_of_referral(document, asked) for document in found]
    passed = pass_list_door(actor, asked.permission, targets, event="document.list", tiers="F1", object_type="document")
    shown = {target.object_id for target in passed}
    return [document for document in found if document.id in shown]


def document_of_referral(actor: Actor, asked: OfReferral, document_id: UUID, *, event: str) -> Document:
    """Open one file of a referral.

    :raises NotAllowed: unknown, taken away, of another referral, or not for this person.
    """
    wanted = sa.select(Document).where(Document.id == document_id, Document.removed_at.is_(None))
    document = db.session.scalars(wanted.where(Document.referral_id == asked.referral_id)).one_or_none()
    target = _of_referral(document, asked) if document else None
    pass_door(actor, asked.permission, target, event=event, tiers="F1-F3", object_type="document")
    assert document is not None
    return document


def _of_referral(document: Document, asked: OfReferral) -> Target:
    return Target("document", document.id, asked.panel, (document.data_key_id,), asked.relationships)


def _target(document: Document, case: Case, related: frozenset[str]) -> Target:
    return Target("document", document.id, case.panel, (document.data_key_id,), related)
