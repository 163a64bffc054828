"""Before a role is given, confirmed or ended: which cases that opens and shuts."""

from uuid import UUID, uuid4

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import letting_in, offered, vetting
from auth.accounts.access import CONFIRM, PERMISSION, account_for, appointment_of, role_to_settle
from auth.accounts.blueprint import blueprint
from auth.accounts.forms import NO_PANEL, AppointmentForm, ShownForm
from auth.accounts.sight import SightChange, if_ended, if_given, mark_of
from auth.current import covered_by, current_actor, permission_required
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
    """What confirming a role opens; the button that confirms it stands here alone."""
    actor = current_actor()
    appointment = role_to_settle(actor, appointment_id, event=SIGHT)
    return page_to_confirm(actor, appointment, if_confirmed(actor, appointment))


def if_confirmed(actor: Actor, appointment: Appointment) -> tuple[SightChange, ...]:
    """What this person may be told of what a role that waits would change."""
    return if_given(actor, appointment.account, _held(appointment))


def page_to_confirm(
    actor: Actor, appointment: Appointment, changes: tuple[SightChange, ...], refusal: str = ""
) -> ResponseReturnValue:
    """What a role that waits would change, and the buttons that settle it. ``refusal``: why it does not count yet."""
    mark = mark_of(actor, appointment, changes) if appointment.is_pending() else ""
    heading, back = "If this role is confirmed", url_for("accounts.waiting")
    way_in = letting_in.way_in(actor, appointment) if mark else ""
    page = _page(appointment, changes, heading, back, mark=mark, refusal=refusal, form=ShownForm(), way_in=way_in)
    return make_response(page, 422 if refusal else 200)


def before_giving(actor: Actor, account: Account, form: AppointmentForm) -> ResponseReturnValue:
    """The form for giving a role again, with what the role opens. Nothing is given."""
    panel = None if form.panel.data == NO_PANEL.value else form.panel.data
    changes = if_given(actor, account, Held(Role(form.role.data), panel, uuid4()))
    titles, vets = offered.panel_titles(), offered.vetted_panels()
    facts = {"account": account, "changes": changes, "panels": titles, "vets": vets}
    return render_template("auth/accounts/new_appointment.html", form=form, **facts)


def _held(appointment: Appointment) -> Held:
    return Held(appointment.as_role(), appointment.panel, appointment.id, covered_by(appointment))


def _page(
    appointment: Appointment,
    changes: tuple[SightChange, ...],
    heading: str,
    back: str,
    *,
    mark: str = "",
    refusal: str = "",
    form: ShownForm | None = None,
    way_in: letting_in.WayIn = "",
) -> str:
    return render_template(
        "auth/accounts/sight.html",
        appointment=appointment,
        changes=changes,
        heading=heading,
        back=back,
        mark=mark,
        refusal=refusal,
        form=form,
        way_in=way_in,
        reads_out=bool(way_in) and letting_in.reads_out(current_actor(), appointment.account),
        titles=ROLE_TITLES,
        panels=offered.panel_titles(),
        vetting=vetting.of_role(appointment),
    )
