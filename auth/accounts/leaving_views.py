"""People come and go: a person's manager, the last day of an account, and accounts that nobody uses."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.accounts import finding, leaving, service, unused, unused_rules
from auth.accounts.access import PERMISSION, account_for, pass_accounts_door
from auth.accounts.blueprint import blueprint
from auth.accounts.forms import EndForm, ManagerForm
from auth.current import current_actor, permission_required
from auth.models import Account
from auth.refusals import Refused
from inputs import PageForm
from wording.dates import uk_date


@blueprint.route("/people/<uuid:account_id>/manager", methods=["GET", "POST"])
@permission_required(PERMISSION)
def manager(account_id: UUID) -> ResponseReturnValue:
    """Say who the person's manager is."""
    account = account_for(current_actor(), account_id, fresh=True)
    present = finding.account_with(account.manager_id)
    form = ManagerForm(data={"manager": present.email if present else ""})
    if form.validate_on_submit():
        try:
            service.set_manager(actor=current_actor(), account=account, email=form.manager.data)
        except Refused as fault:
            return _form("manager", form, account, fault)
        return _done(account, "The manager is saved. The person and both managers are told.")
    return _form("manager", form, account)


@blueprint.route("/people/<uuid:account_id>/end", methods=["GET", "POST"])
@permission_required(PERMISSION)
def end(account_id: UUID) -> ResponseReturnValue:
    """End the account, now or at the end of a day."""
    account, form = account_for(current_actor(), account_id, fresh=True), EndForm()
    if form.validate_on_submit():
        last_on = form.last_on.data if form.when.data == "day" else None
        if form.when.data == "day" and last_on is None:
            return _form("end", form, account, Refused("Enter the last day", "last_on"))
        try:
            leaving.end_account(actor=current_actor(), account=account, last_on=last_on)
        except Refused as fault:
            return _form("end", form, account, fault)
        words = f"The account ends at the end of {uk_date(last_on)}." if last_on else "The account has ended."
        return _done(account, words)
    return _form("end", form, account)


@blueprint.post("/people/<uuid:account_id>/end/withdrawal")
@permission_required(PERMISSION)
def end_withdrawal(account_id: UUID) -> ResponseReturnValue:
    """Take back a last day that has not come yet."""
    account = account_for(current_actor(), account_id, fresh=True)
    try:
        leaving.keep_account(actor=current_actor(), account=account)
    except Refused as fault:
        flash(str(fault), "warning")
        return redirect(url_for("accounts.person", account_id=account.id), 303)
    return _done(account, "The account goes on.")


@blueprint.get("/unused")
@permission_required(PERMISSION)
def unused_accounts() -> ResponseReturnValue:
    """Accounts that nobody has signed in with for thirty days or more."""
    pass_accounts_door(current_actor(), event="account.unused")
    return render_template("auth/accounts/unused.html", rows=unused.unused_accounts(), rules=unused_rules)


def _done(account: Account, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("accounts.person", account_id=account.id), 303)


def _form(name: str, form: PageForm, account: Account, fault: Refused | None = None) -> ResponseReturnValue:
    if fault is not None and fault.field:
        form[fault.field].errors = [fault.message]
    elif fault is not None:
        form.form_errors.append(fault.message)
    page = render_template(f"auth/accounts/{name}.html", form=form, account=account)
    return make_response(page, 422 if request.method == "POST" else 200)
