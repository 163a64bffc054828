"""What a resident does with files: add one, take one back. How many and how much there may be."""

from uuid import UUID

import sqlalchemy as sa

from casework.documents.models import Document
from casework.documents.service import add_to_referral, destroy
from casework.errors import Refused
from casework.notifications.service import tell_role
from casework.panel_type.definition import COORDINATOR
from casework.trigger.access import OpenRequest
from extensions import db, now

MOST_FILES, MOST_BYTES = 30, 200_000_000
"""Of one request: the photos of a bad month, and a bound on what a stranger can fill a disk with (bytes)."""


class Full(Exception):
    """No more files can be added to this request."""


def count(referral_id: UUID) -> int:
    """How many files a request has."""
    return _kept(referral_id)[0]


def add_file(*, opened: OpenRequest, name: str | None, about: str, content: bytes) -> Document:
    """Keep a file with a request, before it is sent or after. After it was sent the team is told that something came.

    :raises Unfit: a file that is not let in.
    :raises Full: there are as many files as there may be.
    :raises Refused: the panel runs without narrative, or the request was taken back.
    """
    referral = opened.referral
    if opened.request.withdrawn_at is not None:
        raise Refused("The request was withdrawn")
    number, size = _kept(referral.id)
    if number >= MOST_FILES or size + len(content) > MOST_BYTES:
        raise Full
    document = add_to_referral(
        actor=opened.actor,
        panel=referral.panel,
        referral_id=referral.id,
        case_id=referral.case_id,
        name=name,
        about=about,
        content=content,
    )
    if opened.is_sent:
        _tell(opened)
    else:
        referral.saved_at = now()
    return document


def remove_file(*, opened: OpenRequest, document: Document) -> None:
    """Take a file back and destroy it. :raises Refused: the request was sent, so the file is on record."""
    if opened.is_sent:
        raise Refused("It was sent, so it cannot be changed here")
    destroy(document)


def _tell(opened: OpenRequest) -> None:
    referral = opened.referral
    path = f"/cases/{referral.case.reference}/documents" if referral.case else f"/triage/{referral.reference}"
    tell_role(panel=referral.panel, roles=(COORDINATOR,), template="files_received", path=path)


def _kept(referral_id: UUID) -> tuple[int, int]:
    wanted = sa.select(sa.func.count(Document.id), sa.func.coalesce(sa.func.sum(Document.size), 0))
    number, size = db.session.execute(wanted.where(Document.referral_id == referral_id)).one()
    return int(number), int(size)
