"""One-time codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds). Pure."""

import hmac
import re
import unicodedata
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
# One step either side, for clocks that are a little wrong (RFC 6238 section 5.2).
DRIFT_STEPS = 1


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32(length=32)


def code_at(secret: str, step: int) -> str:
    """The six digits of one step of 30 seconds."""
    return pyotp.TOTP(secret).at(step * STEP_SECONDS)


def step_of(at: datetime) -> int:
    """The number of the step in which ``at`` lies."""
    return int(at.timestamp()) // STEP_SECONDS


def matching_step(secret: str, typed: str, at: datetime) -> int | None:
    """The step whose code was typed, if it is the present one or a neighbour; ``None`` otherwise."""
    code = _digits(typed)
    here = step_of(at)
    found = None
    for step in range(here - DRIFT_STEPS, here + DRIFT_STEPS + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found


def address_of(secret: str, *, email: str, issuer: str) -> str:
    """The address that an authenticator app reads from the square code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def in_fours(secret: str) -> str:
    """The secret in groups of four, for typing by hand."""
    return " ".join(re.findall(".{1,4}", secret))


def square(text: str) -> tuple[int, str]:
    """A QR code as its width in modules and the SVG path of its dark modules; holds nothing but numbers."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    return len(rows), "".join(dark)


def to_be_shown(secret: str, email: str) -> dict[str, object]:
    """What a page of setting up shows: the secret in groups of four, and the width and path of its square."""
    width, dark = square(address_of(secret, email=email, issuer="Risk panels"))
    return {"secret": in_fours(secret), "width": width, "dark": dark}


def _digits(typed: str) -> str:
    marks = "".join(typed.split())
    return "".join(str(unicodedata.decimal(mark, mark)) for mark in marks)[:12]
