"""Conflicts of interest: declaring one's own, setting one for a person or an agency, lifting it by two people; and
clearing somebody who is kept apart."""

from contextlib import suppress
from uuid import UUID

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.models import Account
from casework.apart.rules import KIND_WORDS
from casework.cases.access import OpenCase, case_for, door_to_clearing
from casework.cases.apart import CLEAR, clear, may_clear, waiting_in
from casework.cases.blueprint import blueprint
from casework.cases.conflicts import (
    agencies_of_case,
    declare_conflict,
    declare_team_conflict,
    people_of_case,
)
from casework.cases.find import case_id_of
from casework.cases.forms import ClearForm, ConflictForForm, ConflictForm, LiftForm, TeamConflictForm
from casework.cases.lifting import AGREE, ASK, ask_lift, conflict_in, settle_lift
from casework.cases.pages import page
from casework.errors import Refused, show
from casework.panel_settings.wordless import worded
from inputs import Option

Answer = str | Response | tuple[str, int]


@blueprint.route("/conflicts", methods=["GET", "POST"])
@permission_required("conflict.declare")
def own_conflict() -> Answer:
    """Declare one's own conflict. The answer is the same whether there is such a case or not."""
    actor = current_actor()
    form = ConflictForm(data={"reference": request.args.get("case", "")})
    if form.validate_on_submit():
        found = case_id_of(form.reference.data)
        # No such case, or not this person's panel: neither may be told apart from success.
        with suppress(NotAllowed):
            declare_conflict(
                actor=actor,
                case_id=found[1] if found else UUID(int=0),
                account_id=actor.account_id,
                connection=form.connection.data,
            )
        return render_template("casework/cases/conflict_declared.html")
    text = render_template("casework/cases/conflict_own.html", form=form)
    return (text, 422) if form.errors else text


@blueprint.route("/cases/<reference>/conflicts", methods=["GET", "POST"])
@permission_required("conflict.set")
def conflicts(reference: str) -> Answer:
    """Set a conflict for somebody on the panel."""
    actor = current_actor()
    opened = case_for(actor, reference, "conflict.set", event="case.change")
    form = ConflictForForm()
    people = people_of_case(opened.case)
    form.account_id.choices = [Option(str(person.id), f"{person.name}, {person.agency.name}") for person in people]
    if form.validate_on_submit():
        declare_conflict(
            actor=actor,
            case_id=opened.case.id,
            account_id=UUID(form.account_id.data),
            connection=form.connection.data,
        )
        flash(f"{reference} is closed to that person from now on.", "success")
        own = UUID(form.account_id.data) == actor.account_id
        return redirect("/cases" if own else f"/cases/{reference}/history", 303)
    text = render_template("casework/cases/conflict.html", form=form, **page(opened, actor, "/history"))
    return (text, 422) if form.errors else text


@blueprint.route("/cases/<reference>/conflicts/agency", methods=["GET", "POST"])
@permission_required("conflict.set")
def team_conflict(reference: str) -> Answer:
    """Close the case to everybody of an agency, in one act."""
    actor = current_actor()
    opened = case_for(actor, reference, "conflict.set", event="case.change")
    form = TeamConflictForm()
    form.agency_id.choices = [Option(str(agency.id), agency.name) for agency in agencies_of_case(opened.case)]
    if form.validate_on_submit():
        try:
            team = declare_team_conflict(
                actor=actor,
                case_id=opened.case.id,
                agency_id=UUID(form.agency_id.data),
                connection=form.connection.data,
            )
        except Refused as refused:
            show(form, refused)
        else:
            flash(f"{reference} is closed to everybody of {team.agency.name} from now on.", "success")
            own = team.agency_id == actor.agency_id
            return redirect("/cases" if own else f"/cases/{reference}/history", 303)
    text = render_template("casework/cases/conflict_team.html", form=form, **page(opened, actor, "/history"))
    return (text, 422) if form.errors else text


@blueprint.route("/cases/<reference>/conflicts/<uuid:exclusion_id>/lifting", methods=["GET", "POST"])
@permission_required(ASK)
def lifting(reference: str, exclusion_id: UUID) -> Answer:
    """Ask that a conflict of interest be lifted, with a reason."""
    actor = current_actor()
    opened = case_for(actor, reference, ASK, event="case.change")
    conflict_in(opened.case, exclusion_id)
    form = worded(LiftForm, opened.case.panel, reasons=["reason"])()
    if form.validate_on_submit():
        try:
            ask_lift(actor=actor, case=opened.case, of_id=exclusion_id, reason=form.reason.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash("It is lifted when a second person of another agency agrees.", "success")
            return redirect(f"/cases/{reference}/history", 303)
    text = render_template("casework/cases/conflict_lift.html", form=form, **page(opened, actor, "/history"))
    return (text, 422) if form.errors else text


@blueprint.post("/cases/<reference>/lifts/<uuid:lift_id>/agreement")
@permission_required(AGREE)
def lift_agreement(reference: str, lift_id: UUID) -> Answer:
    """A second person of another agency agrees: the conflict is lifted."""
    return _settle(reference, lift_id, agreed=True)


@blueprint.post("/cases/<reference>/lifts/<uuid:lift_id>/refusal")
@permission_required(AGREE)
def lift_refusal(reference: str, lift_id: UUID) -> Answer:
    """A second person of another agency does not agree: the conflict stands."""
    return _settle(reference, lift_id, agreed=False)


@blueprint.route("/cases/<reference>/apart/<uuid:account_id>/clearing", methods=["GET", "POST"])
@permission_required(CLEAR)
def clearing(reference: str, account_id: UUID) -> Answer:
    """A chair of another agency says that somebody who is kept apart may see the case."""
    actor = current_actor()
    opened = case_for(actor, reference, CLEAR, event="case.change")
    account, kind = _waiting(opened, account_id)
    if not may_clear(actor, account):
        raise NotAllowed
    form = worded(ClearForm, opened.case.panel, reasons=["reason"])()
    if form.validate_on_submit():
        door_to_clearing(actor, opened, reason=form.reason.data)
        clear(actor=actor, case=opened.case, account_id=account_id)
        flash(f"{reference} is open to {account.name} from now on, as far as their role allows it.", "success")
        return redirect(f"/cases/{reference}/access", 303)
    context = page(opened, actor, "/access", person=account, why=KIND_WORDS[kind])
    text = render_template("casework/cases/clearing.html", form=form, **context)
    return (text, 422) if form.errors else text


def _settle(reference: str, lift_id: UUID, *, agreed: bool) -> Answer:
    actor = current_actor()
    opened = case_for(actor, reference, AGREE, event="case.change")
    try:
        settle_lift(actor=actor, case=opened.case, request_id=lift_id, agreed=agreed)
    except Refused as refused:
        flash(str(refused), "error")
    else:
        flash("The conflict is lifted." if agreed else "The conflict stands.", "success")
    return redirect(f"/cases/{reference}/history", 303)


def _waiting(opened: OpenCase, account_id: UUID) -> tuple[Account, str]:
    for one, account in waiting_in(opened.case):
        if one.account_id == account_id:
            return account, one.kind
    raise NotAllowed
