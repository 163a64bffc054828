"""A resident's session: a cookie of its own, a row on the server, and an end after the time that she chose.

It has nothing to do with an account. A page that needs one leads to a neutral page when there is none.
"""

import hashlib
import secrets

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request, session, url_for
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from auth.access_marks import RESIDENT as RESIDENT_MARK
from auth.access_marks import mark_of
from auth.sign_in.sessions import FORM_SECRET, TOKEN_BYTES, hash_in_cookie, present
from casework.trigger import rules
from casework.trigger.models import ResidentRequest, ResidentSession
from extensions import db, now, present_settings
from wall.standing import RESIDENT, Standing, stand

BLUEPRINT = "trigger"
TAKES_FILES = "file_added"
"""The one view that reads as much as a file may have."""


def bind(app: Flask) -> None:
    """Load the session before each page of the form, and keep its cookie right after it."""
    app.before_request(_load)
    app.jinja_env.globals["ends_after"] = ends_after
    app.after_request(_send_cookie)


def ends_after() -> int:
    """After how many minutes without a page this browser's session ends; 0 where it has none."""
    found = present_session()
    return found.request.idle_minutes if found is not None and found.ended_at is None else 0


def bind_headers(app: Flask) -> None:
    """What no page of the form may leave behind. Bound first, so that it has the last word on headers."""

    @app.after_request
    def _leave_no_trace(response: Response) -> Response:
        if request.path.startswith("/form/") or request.path == "/leave":
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response


def begin(found: ResidentRequest) -> ResidentSession:
    """Begin a session for this browser on this request alone; what the browser held before is dropped."""
    end_present()
    stand(Standing(RESIDENT, request=found.referral_id))
    token = secrets.token_bytes(TOKEN_BYTES)
    row = ResidentSession(
        token_hash=hashlib.sha256(token).digest(),
        request=found,
        request_id=found.id,
        created_at=now(),
        last_seen_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    if present() is None:
        # Forms opened before belong to nobody now.
        session[FORM_SECRET] = secrets.token_hex(TOKEN_BYTES)
        g.pop(FORM_SECRET, None)
    g.resident_session, g.resident_cookie = row, token.hex()
    g.form_owner = row.id
    return row


def end_present() -> None:
    """End this browser's session, if it has one, and take its cookie back."""
    row = g.pop("resident_session", None) or g.pop("late_session", None)
    if row is not None:
        row.ended_at = row.ended_at or now()
    g.pop("form_owner", None)
    g.resident_cookie = ""


def end_all(found: ResidentRequest) -> None:
    """End every session on a request."""
    over = sa.update(ResidentSession).where(ResidentSession.request_id == found.id, ResidentSession.ended_at.is_(None))
    db.session.execute(over.values(ended_at=now()).execution_options(synchronize_session=False))


def present_session() -> ResidentSession | None:
    """This browser's session, if it lasts."""
    found: ResidentSession | None = g.get("resident_session")
    return found


def late_session() -> ResidentSession | None:
    """The session that had ended by time alone when this form came back: what was typed is kept for its request."""
    found: ResidentSession | None = g.get("late_session")
    return found


def cookie_name() -> str:
    """A name that says nothing."""
    return "__Host-visit" if present_settings().cookie_secure else "visit"


def check_token() -> None:
    """The form token of a page whose browser is told to send no referrer, so that none can be asked for.

    :raises CSRFError: it is not one of this browser's, or another site sent the form.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise CSRFError("Sent from elsewhere.")
    try:
        validate_csrf(request.form.get("csrf_token", ""))
    except ValidationError as fault:
        raise CSRFError(fault.args[0]) from None
    g.csrf_valid = True


def refuse_without_session() -> AnyResponse | None:
    """Before a view: nobody without a session gets to a page that needs one."""
    if mark_of(current_app, request.endpoint or "") != RESIDENT_MARK or present_session() is not None:
        return None
    if request.method == "POST" and late_session() is not None:
        return None
    return redirect(url_for("trigger.ended"), 303)


def _load() -> None:
    if request.blueprint != BLUEPRINT:
        return
    if request.endpoint != f"{BLUEPRINT}.{TAKES_FILES}":
        most = request.max_content_length or rules.MOST_FORM_BYTES
        request.max_content_length = min(most, rules.MOST_FORM_BYTES)
    stand(Standing(RESIDENT))
    row = _row_of_cookie()
    if row is None or row.ended_at is not None:
        return
    stand(Standing(RESIDENT, request=row.request.referral_id))
    if rules.is_over(
        at=now(), created_at=row.created_at, last_seen_at=row.last_seen_at, idle_minutes=row.request.idle_minutes
    ):
        g.late_session = row
        row.ended_at = now() if request.method != "POST" else None
        return
    row.last_seen_at = now()
    g.resident_session, g.form_owner = row, row.id


def _row_of_cookie() -> ResidentSession | None:
    token_hash = hash_in_cookie(cookie_name())
    if token_hash is None:
        return None
    wanted = sa.select(ResidentSession).where(ResidentSession.token_hash == token_hash)
    return db.session.scalars(wanted).one_or_none()


def _send_cookie(response: Response) -> Response:
    token = g.pop("resident_cookie", None)
    secure = present_settings().cookie_secure
    if token:
        response.set_cookie(cookie_name(), token, secure=secure, httponly=True, samesite="Strict", path="/")
    elif token == "":
        response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Strict", path="/")
    return response
