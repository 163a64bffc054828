"""What waits for a second person: roles, for administrators and chairs; second factors and agencies' own sign-ins, for
administrators."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import granting, offered, resets, vetting
from auth.accounts.access import (
    CONFIRM,
    CONFIRM_RESET,
    reset_to_confirm,
    reset_to_settle,
    resets_to_confirm,
    role_to_confirm,
    role_to_settle,
    roles_to_confirm,
    vetting_to_confirm,
)
from auth.accounts.blueprint import blueprint
from auth.accounts.forms import PlainForm, ShownForm
from auth.accounts.sight import NotShown, must_have_been_shown
from auth.accounts.sight_views import if_confirmed, page_to_confirm
from auth.current import current_actor, permission_required
from auth.providers import proposals
from auth.providers.access import proposals_to_confirm
from auth.refusals import Refused
from auth.roles import ROLE_TITLES


@blueprint.get("/roles")
@permission_required(CONFIRM)
def waiting() -> ResponseReturnValue:
    """What waits for a second person."""
    return waiting_page()


@blueprint.post("/roles/<uuid:appointment_id>/confirmation")
@permission_required(CONFIRM)
def role_confirmation(appointment_id: UUID) -> ResponseReturnValue:
    """Let a role that somebody else asked for count, with a fresh proof of who it is, by somebody who was shown which
    cases it opens."""
    actor = current_actor()
    appointment = role_to_confirm(actor, appointment_id)
    changes = if_confirmed(actor, appointment)
    try:
        must_have_been_shown(actor=actor, appointment=appointment, changes=changes, shown=ShownForm().shown.data)
        code = granting.confirm(actor=actor, appointment=appointment)
    except NotShown as fault:
        return page_to_confirm(actor, appointment, changes, str(fault))
    except Refused as fault:
        return waiting_page(str(fault))
    if code:
        return render_template("auth/accounts/code.html", account=appointment.account, code=code, counts=True)
    return done("The role counts from its first day on. The person and all administrators are told.")


@blueprint.post("/roles/<uuid:appointment_id>/refusal")
@permission_required(CONFIRM)
def role_refusal(appointment_id: UUID) -> ResponseReturnValue:
    """Say no to a role that somebody else asked for."""
    appointment = role_to_settle(current_actor(), appointment_id)
    try:
        granting.refuse(actor=current_actor(), appointment=appointment)
    except Refused as fault:
        return waiting_page(str(fault))
    return done("The role is refused. The person and all administrators are told.")


@blueprint.post("/resets/<uuid:reset_id>/confirmation")
@permission_required(CONFIRM_RESET)
def reset_confirmation(reset_id: UUID) -> ResponseReturnValue:
    """Take a second factor away, with a fresh proof of who it is; the answer shows the one-time code for starting
    again, this once."""
    reset = reset_to_confirm(current_actor(), reset_id)
    try:
        code = resets.confirm(actor=current_actor(), reset=reset)
    except Refused as fault:
        return waiting_page(str(fault))
    return render_template("auth/accounts/code.html", account=reset.account, code=code, counts=False)


@blueprint.post("/resets/<uuid:reset_id>/refusal")
@permission_required(CONFIRM_RESET)
def reset_refusal(reset_id: UUID) -> ResponseReturnValue:
    """Leave a second factor as it is."""
    reset = reset_to_settle(current_actor(), reset_id)
    try:
        resets.refuse(actor=current_actor(), reset=reset)
    except Refused as fault:
        return waiting_page(str(fault))
    return done("The second factor stays as it is.")


def done(words: str) -> ResponseReturnValue:
    """Back to what waits, with what was done in words."""
    flash(words, "success")
    return redirect(url_for("accounts.waiting"), 303)


def waiting_page(refusal: str = "") -> ResponseReturnValue:
    """What waits, as far as this person may settle it. ``refusal``: why something was not settled."""
    actor = current_actor()
    asked, lost, changes = granting.pending(), resets.pending(), proposals.pending()
    vetted = vetting.pending()
    page = render_template(
        "auth/accounts/waiting.html",
        roles=roles_to_confirm(actor, asked),
        resets=resets_to_confirm(actor, lost),
        sign_ins=proposals_to_confirm(actor, changes),
        vetted=vetting_to_confirm(actor, vetted),
        own_roles=[one for one in asked if one.granted_by_id == actor.account_id],
        own_resets=[one for one in lost if one.asked_by_id == actor.account_id],
        own_sign_ins=[one for one in changes if one.asked_by_id == actor.account_id],
        own_vetted=[one for one in vetted if one.asked_by_id == actor.account_id],
        titles=ROLE_TITLES,
        panels=offered.panel_titles(),
        refusal=refusal,
        form=PlainForm(),
    )
    return make_response(page, 422 if refusal else 200)
