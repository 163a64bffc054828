"""The chair's word on a proposal to turn a referral away or to hear it urgently."""

from uuid import UUID

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from casework.errors import Refused
from casework.panel_settings.wordless import worded
from casework.panel_type.registry import panel_types
from casework.referrals.access import CONFIRM, referral_for
from casework.referrals.blueprint import blueprint
from casework.referrals.forms import DeclineForm
from casework.referrals.models import Referral, TriageDecision
from casework.referrals.queue import OPTION_WORDS
from casework.referrals.triage import confirm, decline


@blueprint.route("/triage/<reference>/confirmation/<uuid:decision_id>", methods=["GET", "POST"])
@permission_required(CONFIRM)
def confirmation(reference: str, decision_id: UUID) -> Response | str | tuple[str, int]:
    """Read the proposal and its reason, then agree, or say why not."""
    actor = current_actor()
    referral = referral_for(actor, reference, CONFIRM, event="referral.confirm").referral
    proposal = _proposal(referral, decision_id)
    form = worded(DeclineForm, referral.panel, reasons=["reason"])()
    if request.method == "POST" and "agree" in request.form:
        confirm(actor=actor, referral=referral, decision=proposal)
        flash(f"{referral.reference}: you agreed {OPTION_WORDS[proposal.option]}.", "success")
        return redirect("/triage", 303)
    if form.validate_on_submit():
        try:
            decline(actor=actor, referral=referral, decision=proposal, reason=form.reason.data)
            flash(f"{referral.reference}: you did not agree {OPTION_WORDS[proposal.option]}.", "success")
            return redirect("/triage", 303)
        except Refused as refusal:
            form.form_errors.append(str(refusal))
    page = render_template(
        "casework/triage/confirmation.html",
        referral=referral,
        panel=panel_types.get(referral.panel),
        proposal=proposal,
        form=form,
        words=OPTION_WORDS[proposal.option],
    )
    return (page, 422) if form.errors else page


def _proposal(referral: Referral, decision_id: UUID) -> TriageDecision:
    for decision in referral.decisions:
        if decision.id == decision_id and decision.awaits_chair():
            return decision
    raise NotAllowed
