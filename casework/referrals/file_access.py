"""The door to the files that came with a referral: for whoever triages it."""

from uuid import UUID

from auth.roles import Actor
from casework.documents.access import OfReferral, document_of_referral, documents_of_referral
from casework.documents.models import Document
from casework.referrals.access import TRIAGE, OpenReferral, relationships


def files_with(actor: Actor, opened: OpenReferral) -> list[Document]:
    """The files that came with an opened referral, oldest first; one entry for the list."""
    return documents_of_referral(actor, _asked(actor, opened))


def file_with(actor: Actor, opened: OpenReferral, document_id: UUID) -> Document:
    """Open one of them, to hand it out.

    :raises NotAllowed: unknown, taken away, of another referral, or not for this person.
    """
    return document_of_referral(actor, _asked(actor, opened), document_id, event="document.download")


def _asked(actor: Actor, opened: OpenReferral) -> OfReferral:
    referral = opened.referral
    return OfReferral(referral.id, referral.panel, TRIAGE, relationships(actor, referral))
