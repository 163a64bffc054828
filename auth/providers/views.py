"""Pages of signing in through one's organisation: setting out, coming back, proving, and linking.

Nobody is sent away by the answer to a form: the content policy lets forms lead nowhere else. A form that sets out is
answered with a page that has the link.
"""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from auth.current import public, signed_in, signed_in_account
from auth.providers import flow, own, service, setting_up
from auth.providers.forms import CodeGivenForm, PlainForm
from auth.providers.rules import FLOW_LASTS
from auth.refusals import Refused
from auth.sign_in import again as proving
from auth.sign_in import answers, invitations, sessions
from auth.sign_in.access import own_account, own_account_to_change
from auth.sign_in.service import TooManyTries
from extensions import now

blueprint = Blueprint("providers", __name__)
PROVEN, BACK_TO = "proven_at_provider", "proof_leads_to"
PASSKEY_ALONE = "Your organisation’s word alone is not enough here, and you have no code to give. Use your passkey."
FAULTS = (Refused, TooManyTries, service.Down)


@blueprint.get("/sign-in/organisation")
@public
def organisations() -> ResponseReturnValue:
    """The agencies that have a sign-in of their own, by name. Nobody types who they are."""
    return render_template("auth/providers/organisations.html", providers=setting_up.offered())


@blueprint.get("/sign-in/organisation/<uuid:agency_id>")
@public
def set_out(agency_id: UUID) -> ResponseReturnValue:
    """To the agency's provider."""
    if signed_in_account():
        return redirect("/home", 303)
    try:
        return redirect(service.set_out(purpose=flow.SIGN_IN, agency_id=agency_id), 303)
    except FAULTS as fault:
        return _not_this_time(fault, "providers.organisations")


@blueprint.get("/sign-in/organisation/back")
@public
def back() -> ResponseReturnValue:
    """Where every provider sends people back to. The address with its code is left at once, however it ends."""
    purpose = (session.get(flow.KEY) or {}).get("purpose", "")
    try:
        return ENDS[purpose](service.come_back(request.args)) if purpose in ENDS else _stray()
    except FAULTS as fault:
        there = {flow.LINK: "providers.own_link", flow.STEP_UP: "sign_in.again"}.get(purpose, "providers.organisations")
        return _not_this_time(fault, there)


@blueprint.get("/sign-in/again/organisation")
@signed_in
def prove() -> ResponseReturnValue:
    """To the provider, which is to ask the person anew."""
    account = own_account()
    session[BACK_TO] = proving.wanted_path()
    try:
        return redirect(service.set_out(purpose=flow.STEP_UP, agency_id=account.agency_id), 303)
    except FAULTS as fault:
        return _not_this_time(fault, "sign_in.again")


@blueprint.route("/sign-in/again/organisation/code", methods=["GET", "POST"])
@signed_in
def prove_code() -> ResponseReturnValue:
    """The account's own code, where the provider's word does not count as two factors."""
    account, at = own_account(), _proven_at()
    if at is None:
        return redirect(url_for("sign_in.again"), 303)
    form, other = proving.second_form(account), url_for("sign_in.again", next=session.get(BACK_TO) or None)
    if "code" not in form and "recovery_code" not in form:
        flash(PASSKEY_ALONE, "error")
        return redirect(other, 303)
    if form.validate_on_submit():
        try:
            proving.take_second(account, form)
            service.note_proof(account, at)
        except (Refused, TooManyTries) as fault:
            return answers.again("auth/providers/proof_code.html", form, fault, other=other)
        session.pop(PROVEN, None)
        return _after_proof()
    return answers.form_page("auth/providers/proof_code.html", form, other=other)


@blueprint.route("/account/organisation", methods=["GET", "POST"])
@signed_in
def own_link() -> ResponseReturnValue:
    """One's own link: whether there is one, and the way to make it."""
    if request.method == "GET":
        name, since = own.state_of(own_account())
        return render_template("auth/providers/own.html", organisation=name, since=since, form=PlainForm())
    account = own_account_to_change()
    if not PlainForm().validate_on_submit():
        return redirect(url_for("providers.own_link"), 303)
    try:
        service.set_out(purpose=flow.LINK, agency_id=account.agency_id)
    except FAULTS as fault:
        return _not_this_time(fault, "providers.own_link")
    return redirect(url_for("providers.own_onward"), 303)


@blueprint.get("/account/organisation/onward")
@signed_in
def own_onward() -> ResponseReturnValue:
    """The link out, once one has asked to link one's account: the answer to a form must lead to a page of ours."""
    name, _ = own.state_of(own_account())
    journey = flow.under_way(flow.LINK)
    if journey is None:
        return redirect(url_for("providers.own_link"), 303)
    try:
        return _onward(name, service.address_of(journey))
    except FAULTS as fault:
        return _not_this_time(fault, "providers.own_link")


@blueprint.post("/account/organisation/removal")
@signed_in
def own_removal() -> ResponseReturnValue:
    """Remove one's own link."""
    account = own_account_to_change()
    try:
        own.unlink(account=account)
    except Refused as fault:
        return _not_this_time(fault, "providers.own_link")
    flash("The link has been removed. You are signed out everywhere else.", "success")
    return redirect(url_for("providers.own_link"), 303)


@blueprint.route("/invitation/organisation", methods=["GET", "POST"])
@public
def with_code() -> ResponseReturnValue:
    """Link with a one-time code instead of choosing a password."""
    form = CodeGivenForm()
    if form.validate_on_submit():
        try:
            given = invitations.check(email=form.email.data, code=form.code.data)
            agency = invitations.agency_of(given)
            address = service.set_out(purpose=flow.INVITATION, agency_id=agency.id, invitation_id=given.id)
            return _onward(agency.name, address)
        except service.Down as fault:
            return answers.again("auth/providers/with_code.html", form, Refused(str(fault), "code"))
        except (Refused, TooManyTries) as fault:
            return answers.again("auth/providers/with_code.html", form, fault)
    return answers.form_page("auth/providers/with_code.html", form)


def _sign_in(back: service.Back) -> ResponseReturnValue:
    account = service.account_of(back)
    return answers.after_provider(account, two_factors=back.identity.two_factors)


def _accept(back: service.Back) -> ResponseReturnValue:
    account = own.link_with_code(back)
    return answers.after_provider(account, two_factors=back.identity.two_factors, anew=True)


def _link(back: service.Back) -> ResponseReturnValue:
    own.link(account=own_account(), back=back)
    flash("Your account is linked. You can sign in with your organisation from now on.", "success")
    return redirect(url_for("providers.own_link"), 303)


def _prove(back: service.Back) -> ResponseReturnValue:
    account = own_account()
    if service.prove(account=account, back=back):
        return _after_proof()
    present = sessions.present()
    at = service.proven_at(back, account)
    session[PROVEN] = {"at": at, "session": str(present.id) if present else ""}
    return redirect(url_for("providers.prove_code"), 303)


ENDS = {flow.SIGN_IN: _sign_in, flow.INVITATION: _accept, flow.LINK: _link, flow.STEP_UP: _prove}


def _stray() -> ResponseReturnValue:
    if request.args:
        service.come_back(request.args)
    return redirect(url_for("providers.organisations"), 303)


def _proven_at() -> int | None:
    kept, present = session.get(PROVEN), sessions.present()
    if not isinstance(kept, dict) or present is None or kept["session"] != str(present.id):
        return None
    return int(kept["at"]) if now().timestamp() - kept["at"] < FLOW_LASTS else None


def _after_proof() -> ResponseReturnValue:
    return proving.lead_back(session.pop(BACK_TO, ""))


def _onward(name: str, address: str) -> ResponseReturnValue:
    return render_template("auth/providers/onward.html", organisation=name, address=address)


def _not_this_time(fault: Refused | TooManyTries | service.Down, there: str) -> ResponseReturnValue:
    words = answers.when_again(fault) if isinstance(fault, TooManyTries) else str(fault)
    flash(f"{words}.", "error")
    return redirect(url_for(there), 303)
