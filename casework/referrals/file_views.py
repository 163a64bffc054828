"""Files that came with a referral, at triage."""

from uuid import UUID

from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from casework.documents.kinds import KINDS
from casework.documents.models import Document
from casework.documents.scanning import SCAN_WORDS
from casework.documents.views import handed_out, size_words
from casework.referrals.access import TRIAGE, referral_for
from casework.referrals.blueprint import blueprint
from casework.referrals.file_access import file_with


@blueprint.get("/triage/<reference>/files/<uuid:document_id>")
@permission_required(TRIAGE)
def file(reference: str, document_id: UUID) -> Response:
    """Hand one file out: always as an attachment, never shown inside the service."""
    opened = referral_for(current_actor(), reference, TRIAGE, event="referral.open")
    return handed_out(file_with(current_actor(), opened, document_id))


def file_row(reference: str, document: Document) -> dict[str, object]:
    """What the triage page says of a file."""
    return {
        "name": document.name,
        "about": document.about,
        "href": f"/triage/{reference}/files/{document.id}",
        "words": f"{KINDS[document.content_type].words}, {size_words(document.size)}",
        "scan": SCAN_WORDS[document.scan],
        "added_at": document.added_at,
    }
