"""Sessions that live on the server.

The cookie holds 256 random bits; the table holds their SHA-256. A copied cookie is dead as soon as the row is ended,
which sign-out, suspension, a change of agency and a reset second factor do at once.
"""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, Request, Response, g, has_request_context, request, session, url_for
from flask_wtf.csrf import generate_csrf

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.models import Account, UserSession
from auth.sign_in import devices, known_devices, session_rules
from config import Settings
from extensions import db, login_manager, now, present_settings
from wall.standing import stand

FORM_SECRET = "csrf_token"  # noqa: S105 - the name under which Flask-WTF looks for the secret of form tokens
TOKEN_BYTES = 32


def bind(app: Flask, settings: Settings) -> None:
    """Load the session at the start of each request and send its cookie after a sign-in or sign-out."""
    login_manager.session_protection = None  # type: ignore[assignment]
    login_manager.request_loader(_account_of)
    app.before_request(_load)
    app.after_request(_send_cookie)
    app.context_processor(_for_pages)
    known_devices.bind(app)


def start(*, account: Account, factors: str) -> UserSession:
    """Begin a new session for this browser. Anything the browser held before is dropped, form tokens included."""
    end_present(because=session_rules.REPLACED)
    token, form_secret = secrets.token_bytes(TOKEN_BYTES), secrets.token_hex(TOKEN_BYTES)
    session[FORM_SECRET] = form_secret
    g.pop(FORM_SECRET, None)
    row = UserSession(
        token_hash=hashlib.sha256(token).digest(),
        form_hash=_form_hash(form_secret),
        account=account,
        account_id=account.id,
        created_at=now(),
        last_seen_at=now(),
        factors=factors,
        device=this_device(),
        network_hash=g.get("network_hash"),
    )
    db.session.add(row)
    db.session.flush()
    _take_up(row)
    g.session_cookie = token.hex()
    return row


def renew(row: UserSession) -> None:
    """Give this browser's session a new token: from now on a copy of the old cookie is worth nothing."""
    token = secrets.token_bytes(TOKEN_BYTES)
    row.token_hash = hashlib.sha256(token).digest()
    g.session_cookie = token.hex()


def end_present(*, because: str) -> None:
    """End this browser's session, if it has one, and take its cookies back."""
    row: UserSession | None = g.get("user_session")
    if row is not None:
        row.ended_at, row.ended_because = now(), because
    session.clear()
    _take_up(None)
    g.session_cookie = ""


def end_all(account_id: UUID, *, because: str, but: UserSession | None = None) -> None:
    """End every session of an account, wherever it is signed in; ``but`` the one that goes on."""
    ended = sa.update(UserSession).where(UserSession.account_id == account_id, UserSession.ended_at.is_(None))
    if but is not None:
        ended = ended.where(UserSession.id != but.id)
    db.session.execute(ended.values(ended_at=now(), ended_because=because))


def live_of(account_id: UUID, *, but: UserSession | None = None) -> list[UserSession]:
    """The account's sessions that still last, the one used last first; without ``but``."""
    idle, longest = limits()
    wanted = sa.select(UserSession).where(
        UserSession.account_id == account_id,
        UserSession.ended_at.is_(None),
        UserSession.last_seen_at > now() - idle,
        UserSession.created_at > now() - longest,
    )
    found = db.session.scalars(wanted.order_by(UserSession.last_seen_at.desc(), UserSession.created_at.desc()))
    return [row for row in found if but is None or row.id != but.id]


def end_beyond(most: int, account_id: UUID, *, because: str) -> None:
    """Let this browser's session and the account's ``most - 1`` others that were used last go on, and end the rest."""
    for row in live_of(account_id, but=present())[most - 1 :]:
        row.ended_at, row.ended_because = now(), because


def last_of(account_id: UUID, number: int) -> list[UserSession]:
    """The account's last sign-ins, ended ones too, the newest first. Kept for as long as networks are known."""
    wanted = sa.select(UserSession).where(UserSession.account_id == account_id)
    return list(db.session.scalars(wanted.order_by(UserSession.created_at.desc()).limit(number)))


def this_device() -> str:
    """What this request's browser says that it is, in words."""
    return devices.described(request.headers.get("User-Agent", "")) if has_request_context() else ""


def owner_of_form_secret(form_secret: str) -> UUID | None:
    """The account in whose session a form with this secret was made, whether or not that session still lasts."""
    wanted = sa.select(UserSession.account_id).where(UserSession.form_hash == _form_hash(form_secret))
    return db.session.scalars(wanted).first()


def present() -> UserSession | None:
    """This browser's session, if it still lasts."""
    found: UserSession | None = g.get("user_session")
    return found


def form_token() -> str:
    """The token that this browser's forms carry."""
    found: str = generate_csrf()
    return found


def cookie_name() -> str:
    """The session cookie's name: with the ``__Host-`` prefix wherever the site is served over TLS."""
    return "__Host-casework" if present_settings().cookie_secure else "casework"


def limits() -> tuple[timedelta, timedelta]:
    """How long a session may be idle, and how long it may last."""
    return timedelta(minutes=present_settings().session_idle_minutes), timedelta(hours=present_settings().session_hours)


def _form_hash(form_secret: str) -> bytes:
    return hashlib.sha256(b"form|" + form_secret.encode()).digest()


def _load() -> None:
    if request.endpoint == "static":
        return
    row = _row_of_cookie()
    g.ended_session_of = None
    if row is None:
        return
    why = _why_over(row)
    if why is not None:
        # Written down, so that a clock that is put back does not bring the session back.
        if row.ended_at is None:
            _log_end(row, why)
        row.ended_at, row.ended_because = row.ended_at or now(), row.ended_because or why
        g.ended_session_of = row.account_id
        return
    _take_up(row)
    if not _is_poll(request) and session_rules.is_due_for_touch(at=now(), last_seen_at=row.last_seen_at):
        row.last_seen_at = now()


def _log_end(row: UserSession, why: str) -> None:
    """The entry of a sign-in that nobody ended, written when its cookie is next used."""
    because = session_rules.OVER_WORDS[why]
    looked = Looked("session.over", ALLOWED, "account", (row.account_id,), None, "session", 1, because)
    write_entry(actor=None, looked=looked)


def hash_in_cookie(name: str) -> bytes | None:
    """What a row keeps of the token in this request's cookie; ``None`` when there is no such cookie, or no token."""
    try:
        token = bytes.fromhex(request.cookies.get(name, ""))
    except ValueError:
        return None
    return hashlib.sha256(token).digest() if len(token) == TOKEN_BYTES else None


def _row_of_cookie() -> UserSession | None:
    token_hash = hash_in_cookie(cookie_name())
    if token_hash is None:
        return None
    wanted = sa.select(UserSession).where(UserSession.token_hash == token_hash)
    return db.session.scalars(wanted).one_or_none()


def _why_over(row: UserSession) -> str | None:
    idle, longest = limits()
    if row.ended_at is not None:
        return row.ended_because or session_rules.SIGNED_OUT
    if not row.account.is_active:
        return session_rules.LEFT if row.account.is_past() else session_rules.SUSPENDED
    if row.account.is_demo and not present_settings().demo:
        return session_rules.DEMO_OFF
    if devices.is_another(row.device, this_device()):
        return session_rules.BROWSER
    return session_rules.why_over(
        at=now(), created_at=row.created_at, last_seen_at=row.last_seen_at, idle=idle, longest=longest
    )


def _is_poll(sent: Request) -> bool:
    # A page that asks for progress by itself is nobody's activity.
    return sent.method == "GET" and sent.headers.get("Accept") == "application/json"


def _take_up(row: UserSession | None) -> None:
    for name in ("user_session", "actor", "_login_user"):
        g.pop(name, None)
    stand(None)
    if row is not None:
        g.user_session = row


def _account_of(sent: Request) -> Account | None:
    row: UserSession | None = g.get("user_session")
    return row.account if row else None


def _send_cookie(response: Response) -> Response:
    token = g.pop("session_cookie", None)
    secure = present_settings().cookie_secure
    if token:
        response.set_cookie(cookie_name(), token, secure=secure, httponly=True, samesite="Lax", path="/")
    elif token == "":
        response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def _for_pages() -> dict[str, object]:
    row: UserSession | None = g.get("user_session") if has_request_context() else None
    if row is None:
        return {"session_idle_minutes": 0, "session_keep_url": "", "session_ends_at": None, "account_notice": False}
    idle, longest = limits()
    return {
        "session_idle_minutes": present_settings().session_idle_minutes,
        "session_keep_url": url_for("sign_in.stay"),
        "account_notice": row.has_notice,
        "session_ends_at": session_rules.ends_at(created_at=row.created_at, at=now(), idle=idle, longest=longest),
    }
