"""The doors to documents: the list opens the names' keys, a download has an entry of its own."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.doors import Target, pass_door, pass_list_door
from auth.roles import Actor
from casework.cases.access import related_to, relationships
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
    """
    wanted = sa.select(Document, Case).join(Case, Case.id == Document.case_id)
    wanted = wanted.where(Document.id == document_id, Case.reference == reference, Document.removed_at.is_(None))
    document, case = db.session.execute(wanted).one_or_none() or (None, None)
    related = related_to(actor, case)
    target = _target(document, case, related) if document and case else None
    pass_door(actor, permission, target, event=event, tiers="F2", object_type="document")
    assert document is not None
    return document


def _target(document: Document, case: Case, related: frozenset[str]) -> Target:
    return Target("document", document.id, case.panel, (document.data_key_id,), related)
