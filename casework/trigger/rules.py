"""Numbers, PINs and how long a session lasts. Pure."""

import re
import secrets
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

from inputs.text_rules import digits_as_ascii

NUMBER_LENGTH, PIN_LENGTH = 8, 6
IDLE_MINUTES = (20, 240)
"""Twenty minutes, or four hours for whoever needs longer: twelve times as long (WCAG 2.2, 2.2.1)."""
LONGEST = timedelta(hours=24)
MOST_TRIES = 5
"""Wrong PINs for one number on one day. The next one is not looked at any more."""
MOST_FORM_BYTES = 2_000_000
"""Of one page of text as it is sent: 200,000 letters of any script. Nobody types so much; a program may."""
CROWD_SPAN = timedelta(hours=1)
FREE_HERE, MOST_HERE = 5, 40
"""Requests that begin at one network within an hour: so many without a delay, and so many at all. A library, a hostel
or a mobile network is one network for many people, so the second number is far above what one place needs."""
FREE_EVERYWHERE, MOST_EVERYWHERE = 60, 400
"""The same in all: a council has some hundreds a year."""
DELAY_SECONDS = 15
MOST_TOLD, TOLD_SPAN = 20, timedelta(hours=24)
"""Messages of "something has changed" on one request within a day: an hourly diary of a bad day. Stopping contact, or
the request, is never counted."""
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


def is_full(*, here: int, everywhere: int) -> bool:
    """Whether no more requests may begin for a while, by how many began at this network and in all."""
    return here >= MOST_HERE or everywhere >= MOST_EVERYWHERE


def is_crowded(*, here: int, everywhere: int) -> bool:
    """Whether a request that begins has to wait first."""
    return here >= FREE_HERE or everywhere >= FREE_EVERYWHERE


def seconds_left(opened: datetime, at: datetime) -> int:
    """How many seconds a page that was opened then must still wait; never more than the whole delay."""
    left = DELAY_SECONDS - (at - opened).total_seconds()
    return min(DELAY_SECONDS, max(0, ceil(left)))
