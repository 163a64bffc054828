"""Roles to confirm, and one's own."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.accounts.forms import PlainForm
from auth.accounts.offered import panel_titles
from auth.current import current_actor, signed_in
from auth.doors import shut_panels
from auth.panel_facts import panel_facts
from auth.recertification import service
from auth.roles import ROLE_TITLES
from wording.dates import uk_date

blueprint = Blueprint("recertification", __name__, url_prefix="/roles")


@blueprint.get("")
@signed_in
def roles() -> ResponseReturnValue:
    """What this person is asked about, and how their own roles stand."""
    actor = current_actor()
    names, known = panel_facts().neutral_names, actor.panels()
    return render_template(
        "auth/recertification/roles.html",
        form=PlainForm(),
        rows=service.due_for(actor),
        changes=service.changes_for(actor),
        own=service.own(actor.account_id),
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
