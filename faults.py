"""Floor 5: the page for whatever goes wrong. None has content, and what somebody had typed is handed back to them."""

from flask import Flask, Response, current_app, g, make_response, render_template, request
from sqlalchemy.exc import DataError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError, TooManyRequests

from auth.access_log.service import EntryNotWritten
from auth.current import current_actor
from auth.doors import NotAllowed
from auth.encryption import unreadable
from auth.encryption.cells import CannotOpen
from auth.policy import may
from auth.sign_in.kept_forms import is_never_kept
from auth.sign_in.passwords import TooBusy
from casework.cases.access import RecordDestroyed
from casework.cases.typed_before import keep_typed
from casework.retention.access import READ
from casework.trigger import trouble
from config import Settings
from extensions import db, nothing_is_shown


def bind(app: Flask, settings: Settings) -> None:
    """Answer every fault with a page of ours."""
    app.register_error_handler(SecurityError, _not_our_name)
    app.register_error_handler(DataError, _no_such_value)

    @app.errorhandler(NotAllowed)
    @app.errorhandler(404)
    @app.errorhandler(405)
    def _not_found(fault: Exception) -> Response:
        keep_typed(fault)
        return _page("errors/not_found.html", 404)

    @app.errorhandler(EntryNotWritten)
    @app.errorhandler(SQLAlchemyError)
    @app.errorhandler(TooBusy)
    def _unavailable(fault: Exception) -> Response:
        app.logger.error("Unavailable: %s", type(fault).__name__)
        db.session.rollback()
        return unavailable_page(503)

    @app.errorhandler(RecordDestroyed)
    def _destroyed(fault: RecordDestroyed) -> Response:
        # That somebody was told so stays in the log, though nothing else that the request did does.
        g.commit_despite_status = True
        certificate = f"/retention/{fault.reference}/certificate" if may(current_actor(), READ, fault.panel) else None
        shown = render_template(
            "errors/destroyed.html", reference=fault.reference, at=fault.at, certificate=certificate
        )
        return make_response(shown, 410)

    @app.errorhandler(CannotOpen)
    def _cannot_open(fault: Exception) -> Response:
        db.session.rollback()
        return unavailable_page(409, "errors/cannot_be_shown.html")

    @app.errorhandler(RequestEntityTooLarge)
    def _too_large(fault: Exception) -> Response:
        return _page("errors/too_large.html", 413)

    @app.errorhandler(TooManyRequests)
    def _too_many(fault: Exception) -> Response:
        return _page("errors/too_many.html", 429)

    @app.errorhandler(HTTPException)
    def _bad_request(fault: HTTPException) -> Response:
        return _page("errors/bad_request.html", fault.code or 400)

    @app.errorhandler(Exception)
    def _fault(fault: Exception) -> Response:
        # The type and place only: a message may hold what somebody typed.
        app.logger.error("Fault %s in %s", type(fault).__name__, request.endpoint, exc_info=settings.demo)
        db.session.rollback()
        if unreadable.found_any():
            return unavailable_page(409, "errors/cannot_be_shown.html")
        return unavailable_page(500)


def _no_such_value(fault: DataError) -> Response:
    """An address asks for what the database cannot even compare (a NUL, a number without end): there is none like it.

    A form that comes to this is a fault of ours.
    """
    current_app.logger.warning("No such value: %s", type(fault).__name__)
    db.session.rollback()
    return _page("errors/not_found.html", 404) if request.method in ("GET", "HEAD") else unavailable_page(503)


def _not_our_name(fault: Exception) -> Response:
    # No template: every address on a page would have to be made for a name that is not ours.
    return make_response(("This service does not answer under that name.\n", 400, {"Content-Type": "text/plain"}))


def _page(template: str, status: int) -> Response:
    nothing_is_shown()
    return trouble.page_for(status) or make_response(render_template(template), status)


def unavailable_page(status: int, template: str = "errors/unavailable.html") -> Response:
    """No content; but what the person had typed is handed back to send again. Where the database is at fault the page
    asks it nothing, not even for the menu."""
    g.asks_nothing = status == 503
    nothing_is_shown()
    typed = [(name, value) for name in request.form for value in request.form.getlist(name)]
    plain = [(name, value) for name, value in typed if not is_never_kept(name)]
    return trouble.page_for(status, typed=typed) or make_response(
        render_template(template, fields=plain or None, action=request.path if plain else None), status
    )
