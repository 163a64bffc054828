"""Small steps of a case: next review, withholding its names."""

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from casework.cases.access import case_for
from casework.cases.blueprint import blueprint
from casework.cases.forms import NamesForm, ReviewForm
from casework.cases.pages import page
from casework.cases.service import set_review
from casework.cases.withholding import SET, set_withheld
from casework.errors import Refused, show
from casework.panel_settings.wordless import worded

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
