"""Who can open a case and why; letting somebody in; taking it back."""

from uuid import UUID

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.accounts.service import agencies, people_of
from auth.current import current_actor, permission_required
from auth.policy import may
from auth.roles import Actor
from casework.apart.rules import KIND_WORDS as APART_WORDS
from casework.cases import grants
from casework.cases.access import OpenCase, case_for
from casework.cases.apart import CLEAR, may_clear, waiting_in
from casework.cases.blueprint import blueprint
from casework.cases.conflicts import conflicts_of
from casework.cases.forms import GrantForm
from casework.cases.grants import CONFIRM, GIVE, KIND_WORDS
from casework.cases.opened_by import opened_by
from casework.cases.pages import page
from casework.cases.who import who_opens
from casework.errors import Refused, show
from casework.panel_type.registry import panel_types
from extensions import now
from inputs import Option

Answer = str | Response | tuple[str, int]


@blueprint.route("/cases/<reference>/access", methods=["GET", "POST"])
@permission_required(GIVE)
def access(reference: str) -> Answer:
    """Who can open this case, and the form to let somebody in."""
    actor = current_actor()
    opened = case_for(actor, reference, GIVE, event="case.who")
    form = _form(opened)
    if form.validate_on_submit():
        try:
            grant = grants.give(
                actor=actor, case=opened.case, account_id=UUID(form.account_id.data), kind=form.kind.data
            )
        except Refused as refused:
            show(form, refused)
        else:
            waits = grant.awaits_chair()
            flash(f"{grant.account.name} {'waits for the chair' if waits else 'is let in'}.", "success")
            return redirect(f"/cases/{reference}/access", 303)
    return _page(actor, opened, form)


@blueprint.post("/cases/<reference>/access/<uuid:grant_id>/confirmation")
@permission_required(CONFIRM)
def grant_confirmation(reference: str, grant_id: UUID) -> Answer:
    """A chair agrees that somebody from outside is let in."""
    actor = current_actor()
    opened = case_for(actor, reference, CONFIRM, event="case.change")
    grant = grants.grant_of(opened.case, grant_id)
    try:
        grants.confirm(actor=actor, case=opened.case, grant=grant)
    except Refused as refused:
        flash(str(refused), "error")
    else:
        flash(f"{grant.account.name} is let in.", "success")
    return redirect(f"/cases/{reference}/access", 303)


@blueprint.post("/cases/<reference>/access/<uuid:grant_id>/ending")
@permission_required(GIVE)
def grant_ending(reference: str, grant_id: UUID) -> Answer:
    """Take it back at once."""
    actor = current_actor()
    opened = case_for(actor, reference, GIVE, event="case.change")
    grant = grants.grant_of(opened.case, grant_id)
    grants.end(actor=actor, case=opened.case, grant=grant)
    flash(f"{reference} is closed to {grant.account.name} from now on, as far as this let them in.", "success")
    return redirect(f"/cases/{reference}/access", 303)


def _form(opened: OpenCase) -> GrantForm:
    form = GrantForm()
    offered = grants.kinds_offered(panel_types.get(opened.case.panel), opened.case)
    form.kind.choices = [Option(kind, KIND_WORDS[kind]) for kind in offered]
    form.account_id.choices = [
        Option(str(person.id), f"{agency.short_name}: {person.name}")
        for agency in agencies()
        for person in people_of(agency.id)
    ]
    return form


def _apart(actor: Actor, opened: OpenCase) -> list[tuple[str, UUID | None]]:
    """Why each person is kept apart, and whom: the second for those alone who may clear them."""
    clears = may(actor, CLEAR, opened.case.panel, opened.relationships)
    return [
        (APART_WORDS[one.kind], account.id if clears and may_clear(actor, account) else None)
        for one, account in waiting_in(opened.case)
    ]


def _page(actor: Actor, opened: OpenCase, form: GrantForm) -> Answer:
    case, at = opened.case, now()
    found = grants.grants_of(case.id)
    let_in = [grant for grant in found if grant.confirmed_at is not None and not grant.is_over(at)]
    context = page(
        opened,
        actor,
        "/access",
        openers=who_opens(case, found),
        opened=opened_by(case),
        to_come=[grant for grant in let_in if grant.from_at is None or grant.from_at > at],
        proposals=[grant for grant in found if grant.awaits_chair()],
        over=[grant for grant in found if grant.is_over(at)],
        conflicts=[conflict for conflict in conflicts_of(case.id) if conflict.lifted_at is None],
        apart=_apart(actor, opened),
        kinds=KIND_WORDS,
        may_confirm=may(actor, CONFIRM, case.panel, opened.relationships),
        rules=panel_types.get(case.panel).visibility,
    )
    text = render_template("casework/cases/access.html", form=form, **context)
    return (text, 422) if form.errors else text
