"""The page of questions for equality monitoring, after sending. Every one may be left empty, and the page too."""

from typing import Any

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from casework.trigger.access import WRITE
from casework.trigger.blueprint import blueprint
from casework.trigger.equality import QUESTIONS, count_answers
from casework.trigger.marks import resident
from casework.trigger.opening import open_sent
from casework.trigger.switching import chose_language
from inputs import ChoiceField, MultiField, Option, PageForm
from wording.languages import gettext

PAGE = "/form/about-you"
AFTER = "/form/status"


@blueprint.get(PAGE)
@resident
def about_you() -> ResponseReturnValue:
    """The questions, for whoever did not answer them yet."""
    opened = open_sent()
    return redirect(AFTER, 303) if opened.request.was_counted else _page(_form())


@blueprint.post(PAGE)
@resident
def about_you_said() -> ResponseReturnValue:
    """Count the answers. None of them is kept with the request."""
    opened, switched = open_sent(WRITE), chose_language()
    form = _form()
    if switched or not form.validate_on_submit():
        return _page(form)
    given = {asked.key: form[asked.key].data or "" for asked in QUESTIONS}
    count_answers(opened=opened, given={key: [one] if isinstance(one, str) else one for key, one in given.items()})
    return redirect(AFTER, 303)


def _page(form: PageForm) -> ResponseReturnValue:
    return render_template("trigger/about_you.html", form=form, fields=[form[asked.key] for asked in QUESTIONS])


def _form() -> PageForm:
    fields: dict[str, Any] = {
        asked.key: (MultiField if asked.several else ChoiceField)(
            gettext(asked.words), choices=[Option(value, gettext(words)) for value, words in asked.answers]
        )
        for asked in QUESTIONS
    }
    made: type[PageForm] = type("AboutYouForm", (PageForm,), fields)
    return made()
