"""Numbers, PINs and how long a session lasts. Pure."""

import re
import secrets
from datetime import datetime, timedelta
from itertools import pairwise

from inputs.text_rules import digits_as_ascii

NUMBER_LENGTH, PIN_LENGTH = 8, 6
IDLE_MINUTES = (20, 240)
"""Twenty minutes, or four hours for whoever needs longer: twelve times as long (WCAG 2.2, 2.2.1)."""
LONGEST = timedelta(hours=24)
MOST_TRIES = 5
"""Wrong PINs for one number on one day. The next one is not looked at any more."""
MOST_FORM_BYTES = 2_000_000
"""Of one page of text as it is sent: 200,000 letters of any script. Nobody types so much; a program may."""
KEPT_DAYS = 30
"""Days after which a request that was not sent is destroyed, counted from its last change."""


def digits_in(typed: str) -> str:
    """The digits of a number as people write it: digits of any script, with spaces or hyphens between them."""
    return re.sub(r"[\s.\-\u00a0\u2009]", "", digits_as_ascii(typed))


def new_number() -> str:
    """Eight random digits, the first of them no nought, so that none is lost when it is said."""
    return str(secrets.randbelow(9 * 10 ** (NUMBER_LENGTH - 1)) + 10 ** (NUMBER_LENGTH - 1))


def number_words(number: str) -> str:
    """The number in two halves, as it is read out."""
    return f"{number[:4]} {number[4:]}"


def is_number(digits: str) -> bool:
    """Whether this could be a request's number."""
    return re.fullmatch(rf"[0-9]{{{NUMBER_LENGTH}}}", digits) is not None


def is_pin(digits: str) -> bool:
    """Whether this could be a PIN."""
    return re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", digits) is not None


def is_easy(pin: str) -> bool:
    """Whether a PIN is one that everybody tries first: one digit over and over, or digits in a row."""
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(pin)}
    return steps in ({0}, {1}, {9})


def is_over(*, at: datetime, created_at: datetime, last_seen_at: datetime, idle_minutes: int) -> bool:
    """Whether a session has ended by the passing of time."""
    return at - last_seen_at > timedelta(minutes=idle_minutes) or at - created_at > LONGEST
