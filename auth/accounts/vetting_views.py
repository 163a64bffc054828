"""Recording a new vetting of somebody, and settling one that somebody else recorded."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import vetting
from auth.accounts.access import CONFIRM, PERMISSION, account_for, vetting_to_settle
from auth.accounts.blueprint import blueprint
from auth.accounts.forms import VettingForm
from auth.accounts.second_views import done, waiting_page
from auth.accounts.vetting_rules import Vetted
from auth.current import current_actor, permission_required
from auth.refusals import Refused

ASKED = "The vetting waits for a second person. Until then nothing changes. All administrators are told."


@blueprint.route("/people/<uuid:account_id>/vetting", methods=["GET", "POST"])
@permission_required(PERMISSION)
def new_vetting(account_id: UUID) -> ResponseReturnValue:
    """Record a new vetting of somebody who holds a role that asks for it."""
    actor = current_actor()
    account = account_for(actor, account_id, event="vetting.form", fresh=True)
    form = VettingForm()
    if form.validate_on_submit():
        try:
            vetting.ask(actor=actor, account=account, vetted=Vetted(form.vetted_on.data, form.vetted_until.data))
        except Refused as fault:
            form[fault.field or "vetted_on"].errors = [fault.message]
        else:
            flash(ASKED, "success")
            return redirect(url_for("accounts.person", account_id=account.id), 303)
    page = render_template("auth/accounts/vetting.html", form=form, account=account)
    return make_response(page, 422 if request.method == "POST" else 200)


@blueprint.post("/vetting/<uuid:vetting_id>/confirmation")
@permission_required(CONFIRM)
def vetting_confirmation(vetting_id: UUID) -> ResponseReturnValue:
    """Let a vetting that somebody else recorded count, with a fresh proof of who it is."""
    actor = current_actor()
    row = vetting_to_settle(actor, vetting_id, fresh=True)
    try:
        vetting.confirm(actor=actor, row=row)
    except Refused as fault:
        return waiting_page(str(fault))
    return done("The vetting is on record. The person and all administrators are told.")


@blueprint.post("/vetting/<uuid:vetting_id>/refusal")
@permission_required(CONFIRM)
def vetting_refusal(vetting_id: UUID) -> ResponseReturnValue:
    """Say no to a vetting that somebody else recorded."""
    actor = current_actor()
    try:
        vetting.refuse(actor=actor, row=vetting_to_settle(actor, vetting_id))
    except Refused as fault:
        return waiting_page(str(fault))
    return done("The vetting is refused. What stood before stands.")
