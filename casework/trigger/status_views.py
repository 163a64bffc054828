"""The page on which a resident sees where her request stands, and what she can do there."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from casework.errors import Refused
from casework.trigger import after, sessions
from casework.trigger.access import WRITE, request_for
from casework.trigger.blueprint import blueprint
from casework.trigger.forms import StartForm, TellForm, tell_form
from casework.trigger.marks import resident
from casework.trigger.opening import open_sent
from casework.trigger.rules import number_words
from casework.trigger.status import status_of
from casework.trigger.switching import chose_language
from wording.languages import current_language


@blueprint.get("/form/status")
@resident
def status() -> ResponseReturnValue:
    """Stage, next day, contact; none of the answers, no name and nothing of the matter."""
    opened = open_sent()
    return render_template(
        "trigger/status.html",
        number=number_words(opened.request.number),
        status=status_of(opened),
        may_stop=after.may_stop(opened),
        form=StartForm(),
    )


@blueprint.get("/form/more")
@resident
def more() -> ResponseReturnValue:
    """Something has changed: a box for it."""
    open_sent()
    return _more_page(tell_form())


@blueprint.post("/form/more")
@resident
def more_told() -> ResponseReturnValue:
    """Keep it for those who work on her request."""
    opened, switched = open_sent(WRITE), chose_language()
    form = tell_form()
    if switched or not form.validate_on_submit():
        return _more_page(form)
    try:
        after.tell_more(opened=opened, text=str(form.text.data or ""), language=current_language())
    except Refused as refused:
        form.text.errors = [refused.message]
        return _more_page(form)
    return render_template("trigger/more_told.html")


@blueprint.post("/form/unsafe")
@resident
def unsafe() -> ResponseReturnValue:
    """It is not safe to call her now: nothing goes to her any more. No question is asked first."""
    late, form = sessions.late_session(), StartForm()
    if late is not None:
        # Her time is over, and still nothing is lost by stopping: the page that follows shows nothing.
        after.not_safe(opened=request_for(late, WRITE, event="request.contact", answers=False))
        sessions.end_present()
        return redirect("/form/ended", 303)
    opened = open_sent(WRITE)
    if form.validate_on_submit():
        after.not_safe(opened=opened)
    return redirect("/form/status", 303)


@blueprint.get("/form/stop")
@resident
def stop() -> ResponseReturnValue:
    """Ask once whether she wants to stop."""
    opened = open_sent()
    if not after.may_stop(opened):
        return redirect("/form/status", 303)
    return render_template("trigger/stop.html", form=StartForm())


@blueprint.post("/form/stop")
@resident
def stopped() -> ResponseReturnValue:
    """Stop it."""
    opened, form = open_sent(WRITE), StartForm()
    if form.validate_on_submit():
        after.stop(opened=opened)
    return redirect("/form/status", 303)


def _more_page(form: TellForm) -> ResponseReturnValue:
    return render_template("trigger/more.html", form=form)
