"""A language chosen in the middle of a page: the button sends what was typed, and the page comes back with it.

Nothing is kept and nothing is checked: the answer itself holds what was typed, in the other language. The panel's own
pages keep it instead (``page_views``), because their address is asked for again.
"""

from typing import TypeVar

from flask import after_this_request, g, request

from casework.trigger.forms import DigitsField
from inputs import PageForm
from wording.languages import PARAMETER, language_named, remember_language

Sent = TypeVar("Sent", bound=PageForm)


def chose_language() -> bool:
    """Whether this form was sent to be shown in another language. From here on the request speaks it."""
    chosen = language_named(request.form.get(PARAMETER)) if request.method == "POST" else None
    if chosen is None:
        return False
    g.language = chosen.code
    after_this_request(lambda response: remember_language(response, chosen.code))
    return True


def as_typed(form: Sent) -> Sent:
    """The form with every digit given back, a PIN too: only here, where she asked for the same page again."""
    for field in form:
        if isinstance(field, DigitsField):
            field.given_back = True
    return form
