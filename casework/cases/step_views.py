"""Small steps of a case: next review, moving it by hand, conflicts of interest."""

from contextlib import suppress
from uuid import UUID

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from casework.cases.access import case_for
from casework.cases.blueprint import blueprint
from casework.cases.conflicts import declare_conflict, lift_conflict, people_of_case
from casework.cases.find import case_id_of
from casework.cases.forms import ConflictForForm, ConflictForm, NamesForm, ReviewForm
from casework.cases.pages import page
from casework.cases.service import set_review
from casework.cases.withholding import SET, set_withheld
from casework.errors import Refused, show
from casework.panel_settings.wordless import worded
from inputs import Option

Answer = str | Response | tuple[str, int]


@blueprint.route("/cases/<reference>/review", methods=["GET", "POST"])
@permission_required("case.assess")
def review(reference: str) -> Answer:
    """Set the day by which the panel looks again."""
    actor = current_actor()
    opened = case_for(actor, reference, "case.assess", event="case.change")
    form = ReviewForm(data={"on": opened.case.next_review_on})
    if form.validate_on_submit():
        set_review(actor=actor, case=opened.case, on=form.on.data)
        flash(f"The next review of {reference} is set.", "success")
        return redirect(f"/cases/{reference}", 303)
    text = render_template("casework/cases/review.html", form=form, **page(opened, actor, ""))
    return (text, 422) if form.errors else text


@blueprint.route("/cases/<reference>/names", methods=["GET", "POST"])
@permission_required(SET)
def names(reference: str) -> Answer:
    """Withhold the names from those who do not run the panel, or give them back."""
    actor = current_actor()
    opened = case_for(actor, reference, SET, event="case.change")
    form = worded(NamesForm, opened.case.panel, reasons=["reason"])()
    if form.validate_on_submit():
        withheld = not opened.case.identity_withheld
        try:
            set_withheld(actor=actor, case=opened.case, withheld=withheld, reason=form.reason.data)
        except Refused as refused:
            show(form, refused)
        else:
            flash(f"The names of {reference} are {'withheld' if withheld else 'given back'}.", "success")
            return redirect(f"/cases/{reference}", 303)
    text = render_template("casework/cases/names.html", form=form, **page(opened, actor, ""))
    return (text, 422) if form.errors else text


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


@blueprint.post("/cases/<reference>/conflicts/<uuid:exclusion_id>/lifting")
@permission_required("conflict.lift")
def lifting(reference: str, exclusion_id: UUID) -> Answer:
    """Let somebody back in; never oneself."""
    actor = current_actor()
    case_for(actor, reference, "conflict.lift", event="case.change")
    lift_conflict(actor=actor, exclusion_id=exclusion_id)
    flash("The conflict is lifted. The person can open the case again if their role allows it.", "success")
    return redirect(f"/cases/{reference}/history", 303)
