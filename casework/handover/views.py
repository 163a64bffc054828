"""The page on which a theme of a case is passed on."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from casework.cases.access import case_for
from casework.cases.pages import page
from casework.errors import Refused, show
from casework.handover.service import Unfit, offered, pass_on, receiver_of
from casework.panel_type.definition import PassOn
from casework.panel_type.form_fields import attach, form_class, item_from
from casework.panel_type.questions import Answers
from inputs import PageForm

blueprint = Blueprint("handover", __name__)


@blueprint.route("/cases/<reference>/passing-on/<key>", methods=["GET", "POST"])
@permission_required("case.pass_on")
def passing_on(reference: str, key: str) -> Response | str | tuple[str, int]:
    """Write what goes, check that nobody is named, send it."""
    actor = current_actor()
    opened = case_for(actor, reference, "case.pass_on", event="case.change")
    passing = next((one for one in offered(actor, opened.case) if one.key == key), None)
    if passing is None:
        raise NotAllowed
    section = passing.form.sections[0]
    form = form_class(section)()
    if form.validate_on_submit():
        try:
            sent = pass_on(actor=actor, case=opened.case, key=key, answers=_answers(form, passing))
        except Unfit as unfit:
            attach(form, [problem for _, problem in unfit.problems])
        except Refused as refused:
            show(form, refused)
        else:
            flash(f"Passed on. It has the reference {sent.reference} there.", "success")
            return redirect(f"/cases/{reference}", 303)
    receiver = receiver_of(passing.topic, opened.case.panel)
    context = page(opened, actor, "", passing=passing, section=section, receiver=receiver)
    text = render_template("casework/handover/passing_on.html", form=form, **context)
    return (text, 422) if form.errors or form.form_errors else text


def _answers(form: PageForm, passing: PassOn) -> Answers:
    return {passing.form.sections[0].id: [item_from(form, passing.form.sections[0])]}
