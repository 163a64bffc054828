"""Roles to confirm, and one's own."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import covering, granting
from auth.accounts.forms import CHOOSE, OwnCoverForm, PlainForm
from auth.accounts.offered import panel_titles
from auth.current import current_actor, signed_in, signed_in_account
from auth.doors import shut_panels
from auth.models import Appointment
from auth.panel_facts import panel_facts
from auth.recertification import service
from auth.recertification.access import cover_to_end
from auth.refusals import Refused
from auth.roles import ROLE_TITLES
from inputs import Option
from wording.dates import uk_date

blueprint = Blueprint("recertification", __name__, url_prefix="/roles")


@blueprint.get("")
@signed_in
def roles() -> ResponseReturnValue:
    """What this person is asked about, and how their own roles stand."""
    actor, account = current_actor(), signed_in_account()
    assert account is not None  # the mark has seen to it
    names, known = panel_facts().neutral_names, actor.panels()
    return render_template(
        "auth/recertification/roles.html",
        form=PlainForm(),
        rows=service.due_for(actor),
        changes=service.changes_for(actor),
        own=service.own(actor.account_id),
        covering=covering.covered_by(account),
        covers=covering.covering_for(account),
        titles=ROLE_TITLES,
        panels={key: title if key in known else names.get(key, title) for key, title in panel_titles().items()},
        shut=shut_panels(actor),
    )


@blueprint.post("/<uuid:appointment_id>/<side>")
@signed_in
def confirmation(appointment_id: UUID, side: str) -> ResponseReturnValue:
    """Say for one side that a role is still needed."""
    found = service.certify(actor=current_actor(), appointment_id=appointment_id, side=side)
    flash(f"You have confirmed the role of {found.account.name}. It counts until {uk_date(found.certified_until)}.")
    return redirect(url_for("recertification.roles"), 303)


@blueprint.route("/cover", methods=["GET", "POST"])
@signed_in
def cover_ask() -> ResponseReturnValue:
    """Ask that a colleague of one's own agency covers for oneself."""
    actor, account = current_actor(), signed_in_account()
    assert account is not None  # the mark has seen to it
    roles = {str(one.id): one for one in account.appointments if covering.can_be_covered(one)}
    people = {str(one.id): one for one in covering.colleagues(account)}
    form, titles = OwnCoverForm(), panel_titles()
    form.role.choices = [CHOOSE, *(Option(key, _named(one, titles)) for key, one in roles.items())]
    form.colleague.choices = [CHOOSE, *(Option(key, one.name) for key, one in people.items())]
    if form.validate_on_submit():
        covered, colleague = roles[form.role.data], people[form.colleague.data]
        days = {"from_on": form.from_on.data, "to_on": form.to_on.data}
        try:
            granting.ask_for_cover(actor=actor, covered=covered, account=colleague, **days)
        except Refused as fault:
            field = fault.field or ""
            form[field if field in form else "colleague"].errors = [fault.message]
        else:
            flash(f"You have asked that {colleague.name} covers for you. It counts when somebody has confirmed it.")
            return redirect(url_for("recertification.roles", _anchor="cover"), 303)
    has_any = bool(roles and people)
    page = render_template("auth/recertification/cover.html", form=form, has_any=has_any, agency=account.agency)
    return make_response(page, 422 if form.errors else 200)


def _named(appointment: Appointment, titles: Mapping[str, str]) -> str:
    panel = appointment.panel or ""
    return f"{ROLE_TITLES[appointment.as_role()]}, {titles.get(panel, panel)}"


@blueprint.post("/cover/<uuid:appointment_id>/end")
@signed_in
def cover_end(appointment_id: UUID) -> ResponseReturnValue:
    """Whoever is covered ends the cover."""
    actor = current_actor()
    found = cover_to_end(actor, appointment_id)
    granting.end_cover_for_oneself(actor=actor, appointment=found)
    flash(f"{found.account.name} does not cover for you any more.", "success")
    return redirect(url_for("recertification.roles"), 303)
