"""Pages of one agency: its agreement, the domains of its addresses, and who answers for its people."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import finding, offered, sharing, sharing_rules
from auth.accounts.access import PERMISSION, agency_for
from auth.accounts.blueprint import blueprint
from auth.accounts.forms import AgreementForm, DomainsForm, LeadForm, PlainForm
from auth.current import current_actor, permission_required
from auth.models import Agency
from auth.providers import setting_up
from auth.refusals import Refused
from inputs import PageForm


@blueprint.get("/agencies/<uuid:agency_id>")
@permission_required(PERMISSION)
def agency(agency_id: UUID) -> ResponseReturnValue:
    """One agency."""
    return _page(agency_for(current_actor(), agency_id))


@blueprint.route("/agencies/<uuid:agency_id>/agreement", methods=["GET", "POST"])
@permission_required(PERMISSION)
def agreement(agency_id: UUID) -> ResponseReturnValue:
    """Record an agreement, or its renewal."""
    found, form = agency_for(current_actor(), agency_id, fresh=True), AgreementForm()
    if form.validate_on_submit():
        try:
            sharing.record_agreement(
                actor=current_actor(),
                agency=found,
                reference=form.reference.data,
                signed_on=form.signed_on.data,
                expires_on=form.expires_on.data,
                contact=form.contact.data,
            )
        except Refused as fault:
            return _form(found, "agreement", form, fault)
        return _done(found, "The agreement is on record.")
    return _form(found, "agreement", form)


@blueprint.post("/agencies/<uuid:agency_id>/agreement/ending")
@permission_required(PERMISSION)
def agreement_ending(agency_id: UUID) -> ResponseReturnValue:
    """End the agreement now."""
    found = agency_for(current_actor(), agency_id, fresh=True)
    try:
        sharing.end_agreement(actor=current_actor(), agency=found)
    except Refused as fault:
        return _page(found, str(fault))
    return _done(found, "The agreement has ended. Panels are shut to the agency’s people.")


@blueprint.route("/agencies/<uuid:agency_id>/domains", methods=["GET", "POST"])
@permission_required(PERMISSION)
def domains(agency_id: UUID) -> ResponseReturnValue:
    """Say at which domains its people have their addresses."""
    found = agency_for(current_actor(), agency_id, fresh=True)
    form = DomainsForm(data={"domains": found.mail_domains})
    if form.validate_on_submit():
        try:
            sharing.set_domains(actor=current_actor(), agency=found, domains=form.domains.data)
        except Refused as fault:
            return _form(found, "domains", form, fault)
        return _done(found, "The domains are saved.")
    return _form(found, "domains", form)


@blueprint.route("/agencies/<uuid:agency_id>/lead", methods=["GET", "POST"])
@permission_required(PERMISSION)
def lead(agency_id: UUID) -> ResponseReturnValue:
    """Say who answers for its people."""
    found = agency_for(current_actor(), agency_id, fresh=True)
    present = finding.account_with(found.lead_id)
    form = LeadForm(data={"email": present.email if present else ""})
    if form.validate_on_submit():
        try:
            sharing.set_lead(actor=current_actor(), agency=found, email=form.email.data)
        except Refused as fault:
            return _form(found, "lead", form, fault)
        return _done(found, "The agency’s lead is saved.")
    return _form(found, "lead", form)


def _done(found: Agency, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("accounts.agency", agency_id=found.id), 303)


def _page(found: Agency, refusal: str = "") -> ResponseReturnValue:
    people = finding.people_of(found.id)
    page = render_template(
        "auth/accounts/agency.html",
        agency=found,
        kind=offered.kind_titles().get(found.kind, found.kind),
        agreements=sharing.agreements_of(found.id),
        lead=finding.account_with(found.lead_id),
        has_provider=setting_up.of_agency(found.id) is not None,
        people=people,
        strangers=[one for one in people if not sharing_rules.is_of(one.email, found.mail_domains)],
        refusal=refusal,
        form=PlainForm(),
    )
    return make_response(page, 422 if refusal else 200)


def _form(found: Agency, name: str, form: PageForm, fault: Refused | None = None) -> ResponseReturnValue:
    if fault is not None and fault.field:
        form[fault.field].errors = [fault.message]
    elif fault is not None:
        form.form_errors.append(fault.message)
    page = render_template(f"auth/accounts/{name}.html", form=form, agency=found, grace=sharing_rules.GRACE_DAYS)
    return make_response(page, 422 if request.method == "POST" else 200)
