"""The page for photos, sound and documents: one at a time, before sending and after. It needs no script."""

from uuid import UUID

from flask import abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from casework.documents.kinds import Unfit, Why
from casework.documents.models import Document
from casework.documents.service import most_bytes
from casework.errors import Refused
from casework.panel_settings.narrative import instead_of_words
from casework.trigger import file_words, trouble
from casework.trigger.access import READ, WRITE, OpenRequest, file_of, files_of, request_for
from casework.trigger.blueprint import blueprint
from casework.trigger.files import Full, add_file, remove_file
from casework.trigger.forms import FileForm, StartForm, file_form
from casework.trigger.marks import resident
from casework.trigger.opening import here
from casework.trigger.sessions import present_session
from casework.trigger.switching import chose_language
from extensions import present_settings
from wording.languages import gettext, speak_as_kept

PAGE = "/form/files"


@blueprint.get(PAGE)
@resident
def files() -> ResponseReturnValue:
    """What was added, and a form for one more."""
    return _page(request_for(here(), READ), file_form())


@blueprint.post(PAGE)
@resident
def file_added() -> ResponseReturnValue:
    """Keep one file. One that cannot be taken is said beside the field; nothing else changes."""
    opened, switched = request_for(here(), WRITE), chose_language()
    form = file_form()
    if switched or not form.validate_on_submit():
        return _page(opened, form)
    sent = form.upload.data
    if sent is None:
        form.upload.errors = [gettext(file_words.CHOOSE)]
        return _page(opened, form)
    try:
        content = sent.stream.read(most_bytes() + 1)
        add_file(opened=opened, name=sent.filename, about=str(form.about.data or ""), content=content)
    except Unfit as unfit:
        form.upload.errors = [file_words.refused_words(unfit.why, most_bytes())]
    except Full:
        form.upload.errors = [gettext(file_words.FULL)]
    except Refused:
        form.upload.errors = [gettext(file_words.NOT_HERE)]
    else:
        return redirect(PAGE, 303)
    return _page(opened, form)


@blueprint.post(f"{PAGE}/<uuid:document_id>/removal")
@resident
def file_removed(document_id: UUID) -> ResponseReturnValue:
    """Take a file back before sending. After it was sent it stays."""
    opened = request_for(here(), WRITE)
    if not opened.is_sent:
        remove_file(opened=opened, document=file_of(opened, document_id))
    return redirect(PAGE, 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(fault: RequestEntityTooLarge) -> ResponseReturnValue:
    """So much was sent that it was not read at all: the page of files again, with everything that was added before."""
    if request.path == PAGE and present_session() is not None:
        speak_as_kept()
        # The list is shown, so the entry about it is kept.
        g.commit_despite_status = True
        return _too_large_file(), 413
    return trouble.page_for(413) or abort(413)


def _too_large_file() -> str:
    form = file_form(formdata=None)
    form.upload.errors = [file_words.refused_words(Why.TOO_LARGE, most_bytes())]
    return _page(request_for(here(), READ), form)


def _page(opened: OpenRequest, form: FileForm) -> str:
    settings = present_settings()
    return render_template(
        "trigger/files.html",
        form=form,
        plain=StartForm(formdata=None),
        rows=[_row(document) for document in files_of(opened)],
        is_sent=opened.is_sent,
        not_here="" if not instead_of_words(opened.referral.panel) else gettext(file_words.NOT_HERE),
        most=most_bytes() // 1_000_000,
        viruses=gettext(file_words.CHECKED if settings.clamd_address else file_words.NOT_CHECKED),
    )


def _row(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "name": document.name,
        "about": document.about,
        "kind": file_words.kind_words(document.content_type),
        "size": file_words.size_words(document.size),
    }
