"""Views of documents: the list, adding one, handing one out."""

from http import HTTPStatus
from io import BytesIO
from uuid import UUID

from flask import Blueprint, Flask, flash, g, redirect, render_template, send_file
from werkzeug.wrappers import Response

from auth.accounts.online_form import is_online_form
from auth.current import current_actor, permission_required
from auth.policy import may
from casework.cases.access import case_for
from casework.cases.pages import page
from casework.documents.access import document_for, documents_of_case
from casework.documents.forms import RemovalForm, UploadForm
from casework.documents.inspection import download_name
from casework.documents.kinds import ALLOWED_WORDS, KINDS
from casework.documents.models import Document
from casework.documents.scanning import SCAN_WORDS
from casework.documents.service import add_document, most_bytes, remove_document
from casework.errors import Refused, show
from casework.panel_settings.narrative import instead_of_words
from casework.panel_settings.wordless import worded

blueprint = Blueprint("documents", __name__)
Answer = str | Response | tuple[str, int]
# Whatever the browser makes of a file, nothing in it runs.
NOTHING_RUNS = "default-src 'none'; style-src 'self'; sandbox; frame-ancestors 'none'"


def bind_headers(app: Flask) -> None:
    """The policy of a file, in place of that of pages. Bound first, so that it has the last word on headers."""

    @app.after_request
    def _nothing_runs(response: Response) -> Response:
        # What stands in place of the file is a page of ours, with the policy of pages.
        if g.get("nothing_runs") and response.status_code == HTTPStatus.OK:
            response.headers["Content-Security-Policy"] = NOTHING_RUNS
        return response


@blueprint.get("/cases/<reference>/documents")
@permission_required("document.read")
def of_case(reference: str) -> str:
    """The documents of one case."""
    actor = current_actor()
    opened = case_for(actor, reference, "document.read")
    rows = [
        {
            "name": document.name,
            "about": document.about,
            "href": f"/cases/{reference}/documents/{document.id}",
            "kind": KINDS[document.content_type].words,
            "size": size_words(document.size),
            "scan": SCAN_WORDS[document.scan],
            "by": by_words(document),
            "added_at": document.added_at,
        }
        for document in documents_of_case(actor, opened.case)
    ]
    case = opened.case
    context = page(
        opened,
        actor,
        "/documents",
        rows=rows,
        may_add=may(actor, "document.add", case.panel, opened.relationships) and not instead_of_words(case.panel),
        may_remove=may(actor, "document.remove", case.panel, opened.relationships),
    )
    return render_template("casework/documents/of_case.html", **context)


@blueprint.route("/cases/<reference>/documents/new", methods=["GET", "POST"])
@permission_required("document.add")
def new(reference: str) -> Answer:
    """Add one file."""
    actor = current_actor()
    opened = case_for(actor, reference, "document.add", event="case.change")
    form = UploadForm()
    if form.validate_on_submit():
        sent = form.upload.data
        try:
            add_document(
                actor=actor,
                case=opened.case,
                name=sent.filename,
                about=form.about.data,
                content=sent.stream.read(most_bytes() + 1),
            )
        except Refused as refused:
            show(form, refused)
        else:
            flash(f"The document is added to {reference}.", "success")
            return redirect(f"/cases/{reference}/documents", 303)
    context = page(opened, actor, "/documents", allowed=ALLOWED_WORDS, most=most_bytes() // 1_000_000)
    text = render_template("casework/documents/new.html", form=form, **context)
    return (text, 422) if form.errors else text


@blueprint.get("/cases/<reference>/documents/<uuid:document_id>")
@permission_required("document.read")
def download(reference: str, document_id: UUID) -> Response:
    """Hand one document out: always as an attachment, never shown inside the service."""
    return handed_out(document_for(current_actor(), reference, document_id, event="document.download"))


def handed_out(document: Document) -> Response:
    """An open document as an answer: an attachment of its own kind that no browser shows or runs, with the policy
    :data:`NOTHING_RUNS`."""
    g.nothing_runs = True
    response = send_file(
        BytesIO(document.content or b""),
        mimetype=document.content_type,
        as_attachment=True,
        download_name=download_name(document.name or "", document.content_type),
        conditional=False,
        etag=False,
        max_age=0,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.route("/cases/<reference>/documents/<uuid:document_id>/removal", methods=["GET", "POST"])
@permission_required("document.remove")
def removal(reference: str, document_id: UUID) -> Answer:
    """Take a document out of the case, with a reason."""
    actor = current_actor()
    opened = case_for(actor, reference, "document.remove", event="case.change")
    document = document_for(actor, reference, document_id, "document.remove", event="document.remove")
    form = worded(RemovalForm, opened.case.panel, reasons=["reason"])()
    if form.validate_on_submit():
        remove_document(actor=actor, case=opened.case, document=document, reason=form.reason.data)
        flash("The document is taken away.", "success")
        return redirect(f"/cases/{reference}/documents", 303)
    context = page(opened, actor, "/documents", document=document)
    text = render_template("casework/documents/removal.html", form=form, **context)
    return (text, 422) if form.errors else text


def by_words(document: Document) -> str:
    """Who added a file; a resident has no account, so the words say who sent it."""
    if is_online_form(document.added_by):
        return "sent by the person affected, online"
    return f"by {document.added_by.name}, {document.agency.short_name}"


def size_words(size: int) -> str:
    """A size in words for staff."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(size // 1_000, 1)} KB"
