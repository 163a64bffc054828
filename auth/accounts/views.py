"""Pages of the system administrator: agencies and people. No case, and nothing that leads to one."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth import alerts
from auth.accounts import (
    agency_views,
    cover_views,
    covering,
    finding,
    granting,
    leaving_views,
    letting_in,
    offered,
    resets,
    rules,
    second_views,
    service,
    sight_views,
    vetting,
    vetting_views,
)
from auth.accounts import unused as unused_accounts
from auth.accounts.access import PERMISSION, account_for, appointment_of, pass_accounts_door
from auth.accounts.blueprint import blueprint
from auth.accounts.forms import NO_PANEL, AccountForm, AgencyForm, AppointmentForm, MoveForm, PlainForm
from auth.current import current_actor, permission_required
from auth.models import Account
from auth.providers import links, proposals
from auth.refusals import Refused
from auth.roles import ROLE_TITLES, Role
from extensions import now
from inputs import PageForm
from wall.binding import weakness

PAGES = (agency_views, cover_views, leaving_views, second_views, sight_views, vetting_views)
"""Modules whose pages stand under the same blueprint."""
ASKED = "The role waits for a second person, and gives nothing until then. All administrators are told."
RESET_ASKED = (
    "The person is signed out everywhere. Another administrator has to confirm, and reads the one-time code out. "
    "The person and their manager are told."
)


@blueprint.get("")
@permission_required(PERMISSION)
def home() -> ResponseReturnValue:
    """Where the administrator starts."""
    pass_accounts_door(current_actor(), event="accounts.home")
    people, agencies = finding.everybody(), finding.agencies()
    return render_template(
        "auth/accounts/home.html",
        people=people,
        agencies=agencies,
        unreadable=alerts.recent(),
        wall=weakness(),
        waiting=sum(len(one.pending()) for one in (granting, resets, vetting, proposals)),
        vetting=vetting.due(),
        unused=len(unused_accounts.unused_accounts()),
    )


@blueprint.get("/agencies")
@permission_required(PERMISSION)
def agencies() -> ResponseReturnValue:
    """All agencies."""
    pass_accounts_door(current_actor(), event="agency.list")
    return render_template("auth/accounts/agencies.html", agencies=finding.agencies(), kinds=offered.kind_titles())


@blueprint.route("/agencies/new", methods=["GET", "POST"])
@permission_required(PERMISSION)
def new_agency() -> ResponseReturnValue:
    """Add an agency."""
    actor = current_actor()
    pass_accounts_door(actor, event="agency.form", fresh=True)
    form = AgencyForm()
    form.kind.choices = offered.kinds()
    if form.validate_on_submit():
        try:
            agency = service.create_agency(
                actor=actor,
                name=form.name.data,
                short_name=form.short_name.data,
                kind=form.kind.data,
                is_landlord=form.is_landlord.data == "yes",
                domains=form.domains.data,
            )
        except Refused as fault:
            return _again("auth/accounts/new_agency.html", form, fault, "name")
        flash(f"{agency.name} has been added. Record its agreement: without one nobody there gets a role.", "success")
        return redirect(url_for("accounts.agencies"), 303)
    return _form_page("auth/accounts/new_agency.html", form)


@blueprint.get("/people")
@permission_required(PERMISSION)
def people() -> ResponseReturnValue:
    """Everybody with an account."""
    pass_accounts_door(current_actor(), event="account.list")
    return render_template("auth/accounts/people.html", people=finding.everybody())


@blueprint.route("/people/new", methods=["GET", "POST"])
@permission_required(PERMISSION)
def new_person() -> ResponseReturnValue:
    """Add a person; the answer shows the one-time code, this once."""
    actor = current_actor()
    pass_accounts_door(actor, event="account.form", fresh=True)
    form = AccountForm()
    form.agency.choices = offered.agencies()
    if form.validate_on_submit():
        try:
            account = service.create_account(
                actor=actor,
                email=form.email.data,
                name=form.name.data,
                agency=service.agency_by_id(UUID(form.agency.data)),
                job_title=form.job_title.data,
                phone=form.phone.data,
                manager=service.manager_with(form.manager.data),
            )
        except Refused as fault:
            return _again("auth/accounts/new_person.html", form, fault, "email")
        return _code_page(account, service.invite(actor=actor, account=account))
    return _form_page("auth/accounts/new_person.html", form)


@blueprint.get("/people/<uuid:account_id>")
@permission_required(PERMISSION)
def person(account_id: UUID) -> ResponseReturnValue:
    """One person's account and roles."""
    return _person_page(account_for(current_actor(), account_id))


@blueprint.route("/people/<uuid:account_id>/appointments", methods=["GET", "POST"])
@permission_required(PERMISSION)
def appointments(account_id: UUID) -> ResponseReturnValue:
    """Give a role."""
    actor = current_actor()
    account = account_for(actor, account_id, fresh=True)
    form = AppointmentForm()
    form.role.choices, form.panel.choices = offered.roles(), offered.panels()
    vets = offered.vetted_panels()
    if form.validate_on_submit() and "see" in request.form:
        return sight_views.before_giving(actor, account, form)
    if form.validate_on_submit():
        try:
            given = service.appoint(
                actor=actor,
                account=account,
                panel=None if form.panel.data == NO_PANEL.value else form.panel.data,
                role=Role(form.role.data),
                from_on=form.from_on.data,
                to_on=form.to_on.data,
                vetted=vetting.days_typed(form.vetted_on.data, form.vetted_until.data),
            )
        except Refused as fault:
            return _again("auth/accounts/new_appointment.html", form, fault, "role", account=account, vets=vets)
        return _done(account, ASKED if given.is_pending() else "The role has been given.")
    return _form_page("auth/accounts/new_appointment.html", form, account=account, vets=vets)


@blueprint.post("/people/<uuid:account_id>/appointments/<uuid:appointment_id>/end")
@permission_required(PERMISSION)
def appointment_end(account_id: UUID, appointment_id: UUID) -> ResponseReturnValue:
    """End a role at once."""
    account = account_for(current_actor(), account_id, fresh=True)
    appointment = appointment_of(account, appointment_id)
    try:
        service.end_appointment(actor=current_actor(), account=account, appointment=appointment)
    except Refused as fault:
        return _person_page(account, str(fault))
    return _done(account, "The role has ended.")


@blueprint.post("/people/<uuid:account_id>/suspension")
@permission_required(PERMISSION)
def suspension(account_id: UUID) -> ResponseReturnValue:
    """Suspend: sign-in is refused and every session ends at once."""
    account = account_for(current_actor(), account_id, fresh=True)
    try:
        service.suspend(actor=current_actor(), account=account)
    except Refused as fault:
        return _person_page(account, str(fault))
    return _done(account, "The account is suspended. Every session of it has ended.")


@blueprint.post("/people/<uuid:account_id>/reinstatement")
@permission_required(PERMISSION)
def reinstatement(account_id: UUID) -> ResponseReturnValue:
    """Open a suspended account again."""
    account = account_for(current_actor(), account_id, fresh=True)
    try:
        service.reinstate(actor=current_actor(), account=account)
    except Refused as fault:
        return _person_page(account, str(fault))
    return _done(account, "The account can be used again.")


@blueprint.route("/people/<uuid:account_id>/agency", methods=["GET", "POST"])
@permission_required(PERMISSION)
def move(account_id: UUID) -> ResponseReturnValue:
    """Put a person into another agency; every role and session ends."""
    account = account_for(current_actor(), account_id, fresh=True)
    form = MoveForm()
    form.agency.choices = offered.agencies()
    if form.validate_on_submit():
        try:
            service.move_to_agency(
                actor=current_actor(), account=account, agency=service.agency_by_id(UUID(form.agency.data))
            )
        except Refused as fault:
            return _again("auth/accounts/move.html", form, fault, "agency", account=account)
        return _done(account, "The agency has been changed. Give the roles that are wanted in the new one.")
    return _form_page("auth/accounts/move.html", form, account=account)


@blueprint.post("/people/<uuid:account_id>/invitation")
@permission_required(PERMISSION)
def invitation(account_id: UUID) -> ResponseReturnValue:
    """A new one-time code; the answer shows it, this once."""
    account = account_for(current_actor(), account_id, fresh=True)
    try:
        return _code_page(account, service.invite(actor=current_actor(), account=account))
    except Refused as fault:
        return _person_page(account, str(fault))


@blueprint.post("/people/<uuid:account_id>/second-factor")
@permission_required(PERMISSION)
def second_factor_reset(account_id: UUID) -> ResponseReturnValue:
    """Ask for a lost second factor to be taken away; a second person confirms it."""
    account = account_for(current_actor(), account_id, fresh=True)
    try:
        resets.ask(actor=current_actor(), account=account)
    except Refused as fault:
        return _person_page(account, str(fault))
    return _done(account, RESET_ASKED)


def _done(account: Account, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("accounts.person", account_id=account.id), 303)


def _code_page(account: Account, code: str) -> ResponseReturnValue:
    return render_template("auth/accounts/code.html", account=account, code=code, counts=False)


def _person_page(account: Account, refusal: str = "") -> ResponseReturnValue:
    page = render_template(
        "auth/accounts/person.html",
        account=account,
        appointments=sorted(account.appointments, key=lambda one: (one.ended_at is not None, one.from_on)),
        roles=ROLE_TITLES,
        panels=offered.panel_titles(),
        manager=finding.account_with(account.manager_id),
        reset=resets.lately(account.id),
        resetting=any(one.account_id == account.id for one in resets.pending()),
        lapsed=[one.id for one in account.appointments if one.is_pending() and rules.has_lapsed(one.created_at, now())],
        covers=covering.covering_for(account),
        wants_vetting=vetting.is_asked(account),
        vetting_waits=any(one.account_id == account.id for one in vetting.pending()),
        to_cover=[one.id for one in account.appointments if covering.can_be_covered(one)],
        is_own=account.id == current_actor().account_id,
        for_another=letting_in.is_for_another(current_actor(), account),
        is_linked=links.of_account(account.id) is not None,
        refusal=refusal,
        form=PlainForm(),
    )
    return make_response(page, 422 if refusal else 200)


def _form_page(template: str, form: PageForm, **facts: object) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return make_response(render_template(template, form=form, **facts), status)


def _again(template: str, form: PageForm, fault: Refused, field: str, **facts: object) -> ResponseReturnValue:
    form[fault.field or field].errors = [fault.message]
    return make_response(render_template(template, form=form, **facts), 422)
