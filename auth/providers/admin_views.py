"""Pages of the system administrator: an agency's provider. That a person has a link is seen; whose it is there, not."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import service as accounts_service
from auth.accounts.access import PERMISSION, account_for
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.models import Agency
from auth.providers import access, expiry, links, proposals, service, setting_up
from auth.providers.forms import PlainForm, ProviderForm, SecretEndForm
from auth.providers.setting_up import Wanted
from auth.refusals import Refused
from auth.sign_in import answers

blueprint = Blueprint("provider_settings", __name__, url_prefix="/admin")
TEMPLATE, EVENT = "auth/providers/provider.html", "provider.form"


@blueprint.route("/agencies/<uuid:agency_id>/sign-in", methods=["GET", "POST"])
@permission_required(PERMISSION)
def provider(agency_id: UUID) -> ResponseReturnValue:
    """How an agency's people sign in with their own organisation."""
    actor = current_actor()
    agency = access.agency_for(actor, agency_id, event=EVENT)
    form = ProviderForm(data=_shown(agency_id))
    if not form.validate_on_submit():
        return answers.form_page(TEMPLATE, form, **_facts(agency))
    wanted = _typed(form)
    try:
        setting_up.try_out(wanted)
        # The provider was asked with no transaction open: what the door wrote before is written again.
        agency = access.agency_for(actor, agency_id, event=EVENT)
        proposals.ask(actor=actor, agency=agency, wanted=wanted)
    except Refused as fault:
        if not fault.field:
            return _not_now(fault, agency_id)
        return answers.again(TEMPLATE, form, fault, **_facts(access.agency_for(actor, agency_id, event=EVENT)))
    return _done("Another administrator has to confirm this. Until then it counts for nothing.", agency_id)


@blueprint.post("/agencies/<uuid:agency_id>/sign-in/removal")
@permission_required(PERMISSION)
def removal(agency_id: UUID) -> ResponseReturnValue:
    """Remove an agency's provider, and every link to it."""
    actor = current_actor()
    agency = access.agency_for(actor, agency_id, event=EVENT)
    proposals.remove(actor=actor, agency=agency)
    return _done(f"{agency.name} has no sign-in of its own here any more.", agency_id)


@blueprint.post("/agencies/<uuid:agency_id>/sign-in/secret")
@permission_required(PERMISSION)
def secret_end(agency_id: UUID) -> ResponseReturnValue:
    """Note when the client secret in force runs out."""
    actor = current_actor()
    agency = access.agency_for(actor, agency_id, event=EVENT)
    if setting_up.of_agency(agency_id) is None:
        raise NotAllowed
    form = SecretEndForm()
    try:
        if form.validate_on_submit():
            expiry.note_end(actor=actor, agency=agency, until=form.until.data)
            return _done("Noted. All administrators are reminded from 60 days before.", agency_id)
    except Refused as fault:
        if not fault.field:
            return _not_now(fault, agency_id)
        form[fault.field].errors = [fault.message]
    shown = ProviderForm(formdata=None, data=_shown(agency_id))
    return answers.form_page(TEMPLATE, shown, **_facts(agency) | {"secret": form})


@blueprint.post("/sign-ins/<uuid:provider_id>/confirmation")
@permission_required(access.CONFIRM)
def confirmation(provider_id: UUID) -> ResponseReturnValue:
    """Put in force what another administrator asked for."""
    actor = current_actor()
    proposal = access.proposal_to_confirm(actor, provider_id)
    agency = proposal.agency
    try:
        proposals.confirm(actor=actor, proposal=proposal)
    except Refused as fault:
        return _not_now(fault, agency.id)
    return _done(f"People of {agency.name} can link their accounts from now on. Administrators are told.", agency.id)


@blueprint.post("/sign-ins/<uuid:provider_id>/refusal")
@permission_required(PERMISSION)
def refusal(provider_id: UUID) -> ResponseReturnValue:
    """Say no to what was asked for, or take it back."""
    actor = current_actor()
    proposal = access.proposal_to_refuse(actor, provider_id)
    agency_id = proposal.agency_id
    try:
        proposals.refuse(actor=actor, proposal=proposal)
    except Refused as fault:
        return _not_now(fault, agency_id)
    return _done("Nothing was changed. All administrators are told.", agency_id)


@blueprint.post("/people/<uuid:account_id>/organisation-link/removal")
@permission_required(PERMISSION)
def link_removal(account_id: UUID) -> ResponseReturnValue:
    """Remove a person's link."""
    actor = current_actor()
    account = account_for(actor, account_id, fresh=True)
    access.need_proof(actor)
    try:
        accounts_service.unlink(actor=actor, account=account)
        flash("The link has been removed. The person is signed out everywhere.", "success")
    except Refused as fault:
        flash(f"{fault}.", "error")
    return redirect(url_for("accounts.person", account_id=account.id), 303)


def _done(words: str, agency_id: UUID) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("provider_settings.provider", agency_id=agency_id), 303)


def _not_now(fault: Refused, agency_id: UUID) -> ResponseReturnValue:
    flash(f"{fault}.", "error")
    return redirect(url_for("provider_settings.provider", agency_id=agency_id), 303)


def _facts(agency: Agency) -> dict[str, object]:
    waiting = proposals.waiting_of(agency.id)
    return {
        "agency": agency,
        "found": setting_up.of_agency(agency.id),
        "waiting": waiting,
        "may_confirm": waiting is not None and access.may_confirm(current_actor(), waiting),
        "redirect_address": service.redirect_address(),
        "plain": PlainForm(),
        "secret": SecretEndForm(formdata=None),
        "linked": links.of_agency(agency.id),
    }


def _shown(agency_id: UUID) -> dict[str, object] | None:
    found = setting_up.of_agency(agency_id)
    if found is None:
        return None
    return {
        "issuer": found.issuer,
        "client_id": found.client_id,
        "other_hosts": found.other_hosts,
        "counts_as_two": "yes" if found.counts_as_two else "no",
        "acr_values": found.acr_values,
    }


def _typed(form: ProviderForm) -> Wanted:
    return Wanted(
        issuer=form.issuer.data,
        client_id=form.client_id.data,
        client_secret=(form.client_secret.data or "").strip(),
        other_hosts=form.other_hosts.data or "",
        counts_as_two=form.counts_as_two.data == "yes",
        acr_values=form.acr_values.data or "",
    )
