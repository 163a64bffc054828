"""Adding documents to a case and taking them away."""

from auth.encryption.keyring import new_data_key
from auth.roles import Actor
from casework.cases.events import record_event
from casework.cases.models import Case
from casework.documents.inspection import inspect, label_of
from casework.documents.kinds import Unfit
from casework.documents.models import Document
from casework.documents.scanning import scan
from casework.errors import Refused
from casework.panel_settings.narrative import must_take_words
from extensions import db, now


def add_document(*, actor: Actor, case: Case, name: str | None, about: str = "", content: bytes) -> Document:
    """Keep a file on an open case, sealed with a key of its own.

    :raises Refused: a file that is not let in, or the panel runs without narrative; says why and what to do.
    """
    must_take_words(case.panel, "upload")
    try:
        found = inspect(content)
        scanned = scan(content)
    except Unfit as fault:
        raise Refused(str(fault), "upload") from fault
    document = Document(
        data_key_id=new_data_key(panel=case.panel, kind="document"),
        case_id=case.id,
        name=label_of(name),
        about=about.strip(),
        content=found.content,
        content_type=found.kind.content_type,
        size=len(found.content),
        scan=scanned,
        agency_id=actor.agency_id,
        added_by_id=actor.account_id,
    )
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
    if document.removed_at is None:
        document.removed_at = now()
        title = f"Document taken away: {document.name}"
        record_event(actor=actor, case=case, kind="document", title=title, text=reason.strip())
