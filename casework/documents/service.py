"""Adding documents to a case or a referral, and taking them away."""

from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from auth.encryption.models import DataKey
from auth.roles import Actor
from casework.cases.events import record_event
from casework.cases.models import Case
from casework.documents.inspection import inspect, label_of
from casework.documents.kinds import Unfit
from casework.documents.models import Document
from casework.documents.scanning import scan
from casework.errors import Refused
from casework.panel_settings.narrative import must_be_reason, must_take_words
from extensions import db, now, present_settings


def add_document(*, actor: Actor, case: Case, name: str | None, about: str = "", content: bytes) -> Document:
    """Keep a file on an open case, sealed with a key of its own.

    :raises Refused: a file that is not let in, or the panel runs without narrative; says why and what to do.
    """
    must_take_words(case.panel, "upload")
    try:
        document = _sealed(actor, case.panel, name, about, content)
    except Unfit as fault:
        raise Refused(str(fault), "upload") from fault
    document.case_id = case.id
    db.session.add(document)
    db.session.flush()
    record_event(actor=actor, case=case, kind="document", title=f"Document added: {document.name}")
    return document


def remove_document(*, actor: Actor, case: Case, document: Document, reason: str) -> None:
    """Take a document out of the case. It is kept, sealed, until the case itself is disposed of.

    :raises Refused: no reason.
    """
    if not reason.strip():
        raise Refused("Enter why the document is taken away", "reason")
    must_be_reason(case.panel, reason=reason)
    if document.removed_at is None:
        document.removed_at = now()
        title = f"Document taken away: {document.name}"
        record_event(actor=actor, case=case, kind="document", title=title, text=reason.strip())


def add_to_referral(
    *, actor: Actor, panel: str, referral_id: UUID, case_id: UUID | None, name: str | None, about: str, content: bytes
) -> Document:
    """Keep a file that came with a referral, sealed with a key of its own. ``case_id``: the case that the referral was
    taken into, if it was. The door to the referral was passed.

    :raises Unfit: a file that is not let in.
    :raises Refused: the panel runs without narrative.
    """
    must_take_words(panel, "upload")
    document = _sealed(actor, panel, name, about, content)
    document.referral_id, document.case_id = referral_id, case_id
    db.session.add(document)
    db.session.flush()
    return document


def move_to_case(*, referral_id: UUID, case_id: UUID) -> None:
    """The files of a referral become files of the case it was taken into."""
    theirs = sa.update(Document).where(Document.referral_id == referral_id)
    db.session.execute(theirs.values(case_id=case_id).execution_options(synchronize_session="fetch"))


def destroy(document: Document) -> None:
    """Take a file that was never handed to anybody away with its key, so that no copy of it can be opened again."""
    key = document.data_key_id
    db.session.delete(document)
    db.session.flush()
    db.session.execute(sa.delete(DataKey).where(DataKey.id == key))


def destroy_all_of(referral_id: UUID) -> None:
    """Take every file of a referral away that is deleted before it was sent, with their keys."""
    for document in db.session.scalars(sa.select(Document).where(Document.referral_id == referral_id)):
        destroy(document)


def most_bytes() -> int:
    """How large a file may be here, in bytes."""
    settings = present_settings()
    return settings.max_upload_bytes


def _sealed(actor: Actor, panel: str, name: str | None, about: str, content: bytes) -> Document:
    """The file made harmless and scanned, not stored yet. :raises Unfit: it is not let in."""
    found = inspect(content, most_bytes())
    # What was sent is scanned, not what is kept: a file that carries something is refused, not mended.
    scanned = scan(content)
    return Document(
        data_key_id=new_data_key(panel=panel, kind="document"),
        name=label_of(name),
        about=about.strip(),
        content=found.content,
        content_type=found.kind.content_type,
        size=len(found.content),
        scan=scanned,
        agency_id=actor.agency_id,
        added_by_id=actor.account_id,
    )
