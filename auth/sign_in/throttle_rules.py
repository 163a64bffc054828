"""How long somebody must wait before the next try. Pure; every list of moments is in ascending order.

Three brakes (NCSC and Cyber Essentials: at most ten guesses in five minutes). None of them locks an account: the owner
comes through from a device or network where they signed in before, whatever a stranger does elsewhere.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
NETWORK_TRIES, NETWORK_SPAN = 60, timedelta(minutes=10)
STRANGER_TRIES, STRANGER_SPAN = 20, timedelta(hours=1)


def pair_wait(tries: Sequence[datetime], at: datetime) -> timedelta:
    """The wait of one person at one place: none for the first five failures, then 30 seconds, doubled to 15 minutes."""
    if len(tries) < FREE_TRIES:
        return timedelta(0)
    # Doubling is stopped early so that no number of failures overflows.
    delay = min(FIRST_WAIT * 2 ** min(len(tries) - FREE_TRIES, 10), LONGEST_WAIT)
    return _left(tries[-1] + delay, at)


def span_wait(tries: Sequence[datetime], at: datetime, *, most: int, span: timedelta) -> timedelta:
    """The wait when ``most`` tries were made within ``span``: until the oldest of the last ``most`` is ``span`` old."""
    return _left(tries[-most] + span, at) if len(tries) >= most else timedelta(0)


def _left(until: datetime, at: datetime) -> timedelta:
    return max(until - at, timedelta(0))
