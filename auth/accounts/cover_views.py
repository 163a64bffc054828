"""Arranging that somebody covers for a colleague."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import covering, finding, granting, offered
from auth.accounts.access import PERMISSION, account_for, appointment_of
from auth.accounts.blueprint import blueprint
from auth.accounts.forms import CHOOSE, CoverForm
from auth.accounts.rules import needs_two
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.models import Account
from auth.refusals import Refused
from auth.roles import ROLE_TITLES
from inputs import Option

GIVEN = "{name} covers. Both are told, and {name} is signed out everywhere to begin anew."
ASKED = "The cover waits for a second person, and gives nothing until then. All administrators are told."


@blueprint.route("/people/<uuid:account_id>/appointments/<uuid:appointment_id>/cover", methods=["GET", "POST"])
@permission_required(PERMISSION)
def cover(account_id: UUID, appointment_id: UUID) -> ResponseReturnValue:
    """Let a colleague hold a person's role for a time."""
    actor = current_actor()
    account = account_for(actor, account_id, event="cover.form", fresh=True)
    appointment = appointment_of(account, appointment_id)
    found = covering.colleagues(account)
    form = CoverForm()
    form.colleague.choices = [CHOOSE, *(Option(str(one.id), _named(one)) for one in found)]
    if form.validate_on_submit():
        colleague = _chosen(form.colleague.data)
        try:
            given = granting.cover(
                actor=actor, covered=appointment, account=colleague, from_on=form.from_on.data, to_on=form.to_on.data
            )
        except Refused as fault:
            # What stands against the person who covers is said of the role elsewhere; here they are what was chosen.
            field = fault.field or ""
            form[field if field in form else "colleague"].errors = [fault.message]
        else:
            flash(ASKED if given.is_pending() else GIVEN.format(name=colleague.name), "success")
            return redirect(url_for("accounts.person", account_id=account.id), 303)
    page = render_template(
        "auth/accounts/cover.html",
        form=form,
        account=account,
        appointment=appointment,
        can_be=covering.can_be_covered(appointment),
        takes_two=needs_two(appointment.as_role()),
        has_colleagues=bool(found),
        title=ROLE_TITLES[appointment.as_role()],
        panel=offered.panel_titles().get(appointment.panel or "", appointment.panel),
    )
    return make_response(page, 422 if request.method == "POST" else 200)


def _named(account: Account) -> str:
    return f"{account.name}, {account.job_title}" if account.job_title else account.name


def _chosen(account_id: str) -> Account:
    found = finding.account_with(UUID(account_id))
    if found is None:
        raise NotAllowed
    return found
