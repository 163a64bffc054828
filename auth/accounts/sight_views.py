"""Before a role is given, confirmed or ended: which cases that opens and shuts."""

from uuid import UUID, uuid4

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import offered
from auth.accounts.access import CONFIRM, PERMISSION, account_for, appointment_of, role_to_settle
from auth.accounts.blueprint import blueprint
from auth.accounts.forms import NO_PANEL, AppointmentForm
from auth.accounts.sight import SightChange, if_ended, if_given
from auth.current import current_actor, permission_required
from auth.models import Account, Appointment
from auth.roles import ROLE_TITLES, Actor, Held, Role

SIGHT = "role.sight"


@blueprint.get("/people/<uuid:account_id>/appointments/<uuid:appointment_id>/sight")
@permission_required(PERMISSION)
def appointment_sight(account_id: UUID, appointment_id: UUID) -> ResponseReturnValue:
    """What ending a role shuts."""
    actor = current_actor()
    account = account_for(actor, account_id, event=SIGHT)
    appointment = appointment_of(account, appointment_id)
    changes = if_ended(actor, account, _held(appointment))
    return _page(appointment, changes, "If this role ends", url_for("accounts.person", account_id=account.id))


@blueprint.get("/roles/<uuid:appointment_id>/sight")
@permission_required(CONFIRM)
def role_sight(appointment_id: UUID) -> ResponseReturnValue:
    """What confirming a role opens."""
    actor = current_actor()
    appointment = role_to_settle(actor, appointment_id, event=SIGHT)
    changes = if_given(actor, appointment.account, _held(appointment))
    return _page(appointment, changes, "If this role is confirmed", url_for("accounts.waiting"))


def before_giving(actor: Actor, account: Account, form: AppointmentForm) -> ResponseReturnValue:
    """The form for giving a role again, with what the role opens. Nothing is given."""
    panel = None if form.panel.data == NO_PANEL.value else form.panel.data
    changes = if_given(actor, account, Held(Role(form.role.data), panel, uuid4()))
    facts = {"account": account, "changes": changes, "panels": offered.panel_titles()}
    return render_template("auth/accounts/new_appointment.html", form=form, **facts)


def _held(appointment: Appointment) -> Held:
    return Held(appointment.as_role(), appointment.panel, appointment.id)


def _page(appointment: Appointment, changes: tuple[SightChange, ...], heading: str, back: str) -> ResponseReturnValue:
    return render_template(
        "auth/accounts/sight.html",
        appointment=appointment,
        changes=changes,
        heading=heading,
        back=back,
        titles=ROLE_TITLES,
        panels=offered.panel_titles(),
    )
