"""A signed cookie that says: on this device, these accounts were signed in to before.

It lets nobody in. It only spares the owner the brakes that a stranger's guesses would cause elsewhere. It holds a
random device number and keyed hashes, no name.
"""

import secrets
from hashlib import blake2b

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from extensions import present_settings

LASTS_SECONDS = 180 * 24 * 3600
ACCOUNTS_KEPT = 5


def bind(app: Flask) -> None:
    """Send the cookie after a sign-in."""
    app.after_request(_send)


def device_of(folded_email: str) -> str:
    """The device's number if this account was signed in to on it, else nothing."""
    number, marks = _read()
    return number if _mark(folded_email) in marks else ""


def remember(folded_email: str) -> None:
    """Add this account to the device's cookie when the answer is sent."""
    number, marks = _read()
    mark = _mark(folded_email)
    kept = [mark, *(other for other in marks if other != mark)][:ACCOUNTS_KEPT]
    g.device_cookie = _signer().dumps([number or secrets.token_hex(16), kept])


def cookie_name() -> str:
    """The cookie's name, with the ``__Host-`` prefix over TLS."""
    return "__Host-device" if _secure() else "device"


def _read() -> tuple[str, list[str]]:
    try:
        number, marks = _signer().loads(request.cookies.get(cookie_name(), ""), max_age=LASTS_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return "", []
    return number, marks


def _send(response: Response) -> Response:
    value = g.pop("device_cookie", None)
    if value:
        response.set_cookie(
            cookie_name(), value, max_age=LASTS_SECONDS, secure=_secure(), httponly=True, samesite="Lax", path="/"
        )
    return response


def _mark(folded_email: str) -> str:
    key: bytes = current_app.config["SECRET_KEY"]
    return blake2b(b"device|" + folded_email.encode(errors="replace"), key=key, digest_size=12).hexdigest()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known-device")


def _secure() -> bool:
    settings = present_settings()
    return settings.cookie_secure
