"""The resident's pages. Their addresses, titles and icons say nothing of what the form is about."""

from flask import Blueprint, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from auth.doors import NotAllowed
from casework.trigger.sessions import BLUEPRINT, refuse_without_session
from extensions import db
from wording.languages import choose_language

blueprint = Blueprint(BLUEPRINT, __name__)
blueprint.before_request(choose_language)
blueprint.before_request(refuse_without_session)


@blueprint.errorhandler(CSRFError)
def _old_page(fault: CSRFError) -> Response:
    """A page from before: what was typed is handed back to be sent again, with a token that counts."""
    choose_language()
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "pin")]
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    db.session.rollback()
    page = render_template("trigger/again.html", fields=fields if from_here else [], action=request.path)
    return make_response(page, 400)


@blueprint.errorhandler(NotAllowed)
def _nothing_here(fault: NotAllowed) -> Response:
    g.setdefault("language", "en")
    return make_response(render_template("trigger/ended.html", exit_shown=False), 404)
