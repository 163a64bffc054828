"""A chair of another agency clears somebody who is kept apart from a referral."""

from uuid import UUID

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from casework.apart.rules import KIND_WORDS
from casework.cases.apart import CLEAR, may_clear
from casework.cases.forms import ClearForm
from casework.panel_settings.wordless import worded
from casework.referrals.access import door_to_clearing, referral_for
from casework.referrals.apart import clear_referral, waiting_before
from casework.referrals.blueprint import blueprint


@blueprint.route("/triage/<reference>/apart/<uuid:account_id>/clearing", methods=["GET", "POST"])
@permission_required(CLEAR)
def clearing(reference: str, account_id: UUID) -> Response | str | tuple[str, int]:
    """Who is kept apart and why; the chair's reason is kept in the log."""
    actor = current_actor()
    opened = referral_for(actor, reference, CLEAR, event="referral.open")
    waiting = {one.account_id: (one, account) for one, account in waiting_before(opened.referral)}
    if account_id not in waiting or not may_clear(actor, waiting[account_id][1]):
        raise NotAllowed
    one, account = waiting[account_id]
    form = worded(ClearForm, opened.referral.panel, reasons=["reason"])()
    if form.validate_on_submit():
        door_to_clearing(actor, opened, reason=form.reason.data)
        clear_referral(actor=actor, referral=opened.referral, account_id=account_id)
        flash(f"{reference} is open to {account.name} from now on, as far as their role allows it.", "success")
        return redirect(f"/triage/{reference}", 303)
    page = render_template(
        "casework/triage/clearing.html",
        referral=opened.referral,
        form=form,
        person=account,
        why=KIND_WORDS[one.kind],
    )
    return (page, 422) if form.errors else page
