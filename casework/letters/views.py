"""Pages of the letters of a case, for whoever keeps the case."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from casework.cases.access import OpenCase, case_for
from casework.cases.pages import page
from casework.errors import Refused, Stale, show
from casework.letters import own_views, pages, service
from casework.letters.access import WRITE, letter_of_case
from casework.letters.blueprint import blueprint
from casework.letters.drafting import follow
from casework.letters.forms import AgreementForm, ApprovalForm, SendingForm, WithholdForm, WordsForm, WriteForm
from casework.letters.models import Letter
from casework.letters.printing import FILE_NAME, LARGE, letter_pdf
from casework.letters.rules import Scope, Way
from casework.letters.standing import standing_of, template_of, why_not_approve
from casework.letters.text import parts_of
from casework.panel_settings.named_pages import copy_line
from casework.panel_settings.wordless import worded
from casework.panel_type.letter_templates import To

__all__ = ["blueprint", "own_views"]
Answer = str | Response | tuple[str, int]
PRINT = "letter.print"
"""The event of a letter that leaves the service."""


@blueprint.get("/cases/<reference>/letters")
@permission_required(WRITE)
def of_case(reference: str) -> str:
    """The letters of one case, each with what stands in its way."""
    actor = current_actor()
    opened = case_for(actor, reference, WRITE)
    return render_template("casework/letters/of_case.html", **pages.list_page(actor, opened))


@blueprint.post("/cases/<reference>/letters/drafts")
@permission_required(WRITE)
def drafts(reference: str) -> Answer:
    """Draft what the passing of time has called for: a job holds no key to write with."""
    actor = current_actor()
    opened = case_for(actor, reference, WRITE, event="case.change")
    written = follow(actor=actor, case=opened.case)
    flash(f"{_count(written)} drafted.", "success")
    return redirect(f"/cases/{reference}/letters", 303)


@blueprint.route("/cases/<reference>/letters/new", methods=["GET", "POST"])
@permission_required(WRITE)
def new(reference: str) -> Answer:
    """Write one of the panel's letters."""
    actor = current_actor()
    opened = case_for(actor, reference, WRITE, event="case.change")
    form = WriteForm()
    form.template.choices = pages.templates_to_choose(opened.case)
    if form.validate_on_submit():
        try:
            written = service.draft_by_hand(actor=actor, case=opened.case, template=form.template.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash(f"{_count(written)} drafted. Read before you approve.", "success")
            return redirect(f"/cases/{reference}/letters", 303)
    text = render_template("casework/letters/new.html", form=form, **page(opened, actor, pages.TAB))
    return (text, 422) if form.errors else text


@blueprint.route("/cases/<reference>/letters/agreement", methods=["GET", "POST"])
@permission_required(WRITE)
def agreement(reference: str) -> Answer:
    """Note how much somebody who speaks for the person may be told."""
    actor = current_actor()
    opened = case_for(actor, reference, WRITE, event="case.change")
    form = worded(AgreementForm, opened.case.panel, reasons=["words"])()
    form.person.choices = pages.speakers_to_choose(opened.case)
    if form.validate_on_submit():
        try:
            service.agree(
                actor=actor,
                case=opened.case,
                person_id=UUID(form.person.data),
                scope=Scope(form.scope.data),
                words=form.words.data,
            )
        except Refused as refused:
            show(form, refused)
        else:
            flash("Noted. Letters go no further than this.", "success")
            return redirect(f"/cases/{reference}/letters", 303)
    text = render_template("casework/letters/agreement.html", form=form, **page(opened, actor, pages.TAB))
    return (text, 422) if form.errors else text


@blueprint.get("/cases/<reference>/letters/<uuid:letter_id>")
@permission_required(WRITE)
def letter(reference: str, letter_id: UUID) -> str:
    """One letter: how it stands, what it says, what can be done."""
    actor = current_actor()
    opened, found = _open(reference, letter_id)
    refusal = why_not_approve(actor, found)
    return render_template("casework/letters/letter.html", **pages.letter_page(actor, opened, found, why_not=refusal))


@blueprint.route("/cases/<reference>/letters/<uuid:letter_id>/words", methods=["GET", "POST"])
@permission_required(WRITE)
def words(reference: str, letter_id: UUID) -> Answer:
    """Change the words of a letter that was not sent."""
    opened, found = _open(reference, letter_id, "letter.change")
    back = f"/cases/{reference}/letters/{letter_id}"
    if request.form.get("choice") == "theirs":
        return redirect(back, 303)
    form = _words_form(found)
    to_agency = found.to == To.AGENCY
    if form.validate_on_submit():
        try:
            service.edit(
                actor=current_actor(),
                case=opened.case,
                letter=found,
                version=form.version.data or 0,
                title=form.title.data,
                body=form.body.data,
                agency_id=UUID(form.agency.data) if to_agency and form.agency.data else None,
            )
        except Refused as refused:
            show(form, refused)
        except Stale as stale:
            return _both_texts(form, back, stale)
        else:
            flash("The letter is saved. It has to be approved before it goes.", "success")
            return redirect(back, 303)
    return _page("words.html", opened, found, form, to_agency=to_agency)


@blueprint.route("/cases/<reference>/letters/<uuid:letter_id>/approval", methods=["GET", "POST"])
@permission_required(WRITE)
def approval(reference: str, letter_id: UUID) -> Answer:
    """Read it once more and let it go."""
    actor = current_actor()
    opened, found = _open(reference, letter_id, "letter.approve")
    form = ApprovalForm(data={"version": found.version})
    confirm: tuple[str, ...] = ()
    if form.validate_on_submit():
        try:
            service.approve(
                actor=actor,
                opened=opened,
                letter=found,
                version=form.version.data or 0,
                confirmed="yes" in form.confirmed.data,
            )
        except Refused as refused:
            form.form_errors.append(str(refused))
        except Stale:
            form.form_errors.append("Somebody changed the letter while you were reading. Read it again")
            form.version.data = found.version
        except service.NotConfirmed as asked:
            confirm = asked.found
            form.confirmed.errors = ["Confirm what the letter says about other people, or change it"]
        else:
            flash("The letter is approved. It is not sent yet.", "success")
            return redirect(f"/cases/{reference}/letters/{letter_id}", 303)
    confirm = confirm or standing_of(found, opened.case).confirm
    return _page("approval.html", opened, found, form, confirm=confirm, why_not=why_not_approve(actor, found))


@blueprint.route("/cases/<reference>/letters/<uuid:letter_id>/sending", methods=["GET", "POST"])
@permission_required(WRITE)
def sending(reference: str, letter_id: UUID) -> Answer:
    """Record that it went. Only ways that are safe for the reader are offered."""
    opened, found = _open(reference, letter_id, "letter.send")
    form = worded(SendingForm, opened.case.panel, gone=["note"])()
    form.way.choices = pages.ways_to_choose(standing_of(found, opened.case))
    if form.validate_on_submit():
        try:
            service.send(
                actor=current_actor(),
                opened=opened,
                letter=found,
                way=Way(form.way.data),
                on=form.sent_on.data,
                note=form.note.data,
            )
        except Refused as refused:
            show(form, refused)
        else:
            flash("Recorded: the letter was sent.", "success")
            return redirect(f"/cases/{reference}/letters/{letter_id}", 303)
    return _page("sending.html", opened, found, form)


@blueprint.route("/cases/<reference>/letters/<uuid:letter_id>/withholding", methods=["GET", "POST"])
@permission_required(WRITE)
def withholding(reference: str, letter_id: UUID) -> Answer:
    """Do not send it, with a reason."""
    opened, found = _open(reference, letter_id, "letter.withhold")
    form = worded(WithholdForm, opened.case.panel, reasons=["reason"])()
    if form.validate_on_submit():
        try:
            service.withhold(actor=current_actor(), case=opened.case, letter=found, reason=form.reason.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash("The letter is withheld. It stays on record.", "success")
            return redirect(f"/cases/{reference}/letters", 303)
    return _page("withholding.html", opened, found, form)


@blueprint.get("/cases/<reference>/letters/<uuid:letter_id>/print")
@permission_required(WRITE)
def print_page(reference: str, letter_id: UUID) -> str:
    """The letter alone, for paper; ``?size=large`` in large print."""
    _, found = _open(reference, letter_id, PRINT)
    return render_template(
        "casework/letters/print.html",
        letter=found,
        template=template_of(found),
        parts=parts_of(found.body or ""),
        large=request.args.get("size") == LARGE,
        back=f"/cases/{reference}/letters/{letter_id}",
    )


@blueprint.get("/cases/<reference>/letters/<uuid:letter_id>/copy")
@permission_required(WRITE)
def copy(reference: str, letter_id: UUID) -> Response:
    """The letter as a PDF with a name that says nothing; ``?size=large`` in large print."""
    _, found = _open(reference, letter_id, PRINT)
    return _pdf(found)


def _count(written: list[Letter]) -> str:
    return "1 letter is" if len(written) == 1 else f"{len(written)} letters are"


def _pdf(found: Letter) -> FlaskResponse:
    response = make_response(_printed(found))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _printed(found: Letter) -> bytes:
    large = request.args.get("size") == LARGE
    return letter_pdf(found, large=large, copy_for=copy_line(current_actor(), found.panel))


def _open(reference: str, letter_id: UUID, event: str = "letter.open") -> tuple[OpenCase, Letter]:
    actor = current_actor()
    opened = case_for(actor, reference, WRITE)
    return opened, letter_of_case(actor, opened, letter_id, event=event, fresh=event == PRINT)


def _words_form(found: Letter) -> WordsForm:
    data = {"title": found.title, "body": found.body, "version": found.version}
    form = WordsForm(data={**data, "agency": str(found.agency_id or "")})
    form.agency.choices = pages.agencies_to_choose()
    if found.to != To.AGENCY:
        del form.agency
    return form


def _page(template: str, opened: OpenCase, found: Letter, form: object, **more: object) -> Answer:
    context = pages.letter_page(current_actor(), opened, found, form=form, **more)
    text = render_template(f"casework/letters/{template}", **context)
    return (text, 422) if form.errors else text  # type: ignore[attr-defined]


def _both_texts(form: WordsForm, back: str, stale: Stale) -> Response:
    fields = [
        ("once", WordsForm(formdata=None).once.data),
        ("version", stale.version),
        ("title", form.title.data),
        ("body", form.body.data),
    ]
    if "agency" in form:
        fields.append(("agency", form.agency.data or ""))
    text = render_template(
        "errors/conflict.html",
        yours=[{"label": "", "text": stale.mine}],
        theirs=[{"label": "", "text": stale.theirs}],
        saved_by=stale.by,
        action=f"{back}/words",
        fields=fields,
        choices=[
            {"text": "Use mine", "value": "mine"},
            {"text": "Use theirs", "value": "theirs", "kind": "secondary"},
        ],
        back_href=back,
    )
    return make_response(text, 409)
