"""The risk questions of a draft, all on one page. Every question may be left open."""

from uuid import UUID

from flask import g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from casework.errors import Stale
from casework.panel_type.prompts import prompts_for
from casework.panel_type.registry import panel_types
from casework.panel_type.risk import suggestions
from casework.referrals import answers
from casework.referrals.blueprint import blueprint
from casework.referrals.forms import risk_form_class
from casework.referrals.models import Referral
from casework.referrals.opening import open_draft
from casework.referrals.risk import RISK, RISK_TITLE, Assessed, assessed, save_risk
from casework.referrals.section_views import Page, after_saving, next_address, part_words, prompt_keys
from inputs import PageForm


@blueprint.route("/refer/<uuid:referral_id>/risk", methods=["GET", "POST"])
@permission_required("referral.write")
def risk(referral_id: UUID) -> Page:
    """The questions; the button "Work out the score" saves and shows the total with what it means."""
    referral = open_draft(referral_id)
    found = assessed(referral)
    if found is None:
        raise NotAllowed
    make = risk_form_class(found.tool)
    if request.method == "GET":
        told = {} if found.begun else suggestions(found.tool, answers.answers_of(referral, restricted=False))
        form = make(formdata=None, data={**told, **found.answers, "version": found.version})
        return _render(referral, found, form)
    return _save(referral, found, make())


def _save(referral: Referral, found: Assessed, form: PageForm) -> Page:
    form.validate()
    before = prompt_keys(referral)
    given = {q.id: form[q.id].data for q in found.tool.questions if not form[q.id].errors}
    try:
        kept = save_risk(actor=current_actor(), referral=referral, given=given, version=form.version.data)
    except Stale as stale:
        return _conflict(referral, stale)
    if form.errors:
        g.commit_despite_status = True
        form.version.data = kept.version
        return _render(referral, kept, form), 422
    if "score" in request.form:
        return redirect(f"/refer/{referral.id}/{RISK}#score", 303)
    if "later" in request.form:
        return redirect(f"/refer/{referral.id}", 303)
    return after_saving(referral, RISK, before, next_address(referral, RISK))


def _render(referral: Referral, found: Assessed, form: PageForm) -> str:
    panel = panel_types.get(referral.panel)
    return render_template(
        "casework/referrals/risk.html",
        referral=referral,
        panel=panel,
        tool=found.tool,
        found=found,
        form=form,
        title=RISK_TITLE,
        part=part_words(referral, RISK),
        band=found.tool.band(found.score.band),
        computed=found.tool.band(found.score.computed_band),
        prompts=prompts_for(panel.prompts, {}, found.score.prompts),
    )


def _conflict(referral: Referral, stale: Stale) -> Page:
    fields = MultiDict(request.form)
    fields["version"] = str(stale.version)
    address = f"/refer/{referral.id}/{RISK}"
    page = render_template(
        "errors/conflict.html",
        yours=[{"label": RISK_TITLE, "text": stale.mine}],
        theirs=[{"label": RISK_TITLE, "text": stale.theirs}],
        saved_by="You, in another window,",
        action=address,
        fields=list(fields.items(multi=True)),
        choices=[{"text": "Keep my answers", "value": "mine"}],
        back_href=address,
    )
    return page, 409
