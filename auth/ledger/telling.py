"""What checks and checkpoints say in words. Pure."""

from datetime import datetime

from auth.ledger.checking import FAILED, FAULTY, RUNNING, WAITING, WHOLE, is_running
from auth.ledger.found import Found, found_words
from auth.ledger.models import AccessCheck

WHAT_TO_DO = (
    "Change nothing. Save the log and the last checkpoints that partners keep, tell the data protection officer, and "
    "compare with a backup from before."
)


def result_words(check: AccessCheck) -> str:
    """What came of a check, in a sentence."""
    if check.state == WHOLE:
        return f"Whole: {check.total:,} entries match what was sealed and signed."
    if check.state == FAULTY:
        found = Found(check.kind or "forged", check.position or 0, check.until)
        return f"{found_words(found)}." + ("" if found.kind == "clock" else " Checking stopped.")
    if check.state == FAILED or not is_running(check):
        return "The check was broken off. Nothing can be said of the log: start it again."
    return progress_words(check, check.moved_at)


def progress_words(check: AccessCheck, at: datetime) -> str:
    """How far a check is, and how long it takes still at its pace."""
    if check.state not in (WAITING, RUNNING) or not is_running(check):
        return result_words(check)
    if not check.total:
        return "Waiting for its turn."
    if not check.done:
        return "Reading the signatures of the checkpoints."
    said = f"{check.done:,} of {check.total:,} entries checked"
    left = seconds_left(check, at)
    return said if left is None else f"{said}, {_time(left)} left"


def seconds_left(check: AccessCheck, at: datetime) -> int | None:
    """Seconds to the end at the pace so far; ``None`` before the first entries are done."""
    if not check.done or check.began_at is None:
        return None
    return round((at - check.began_at).total_seconds() / check.done * (check.total - check.done))


def _time(seconds: int) -> str:
    if seconds < 60:
        return f"about {max(seconds, 1)} second{'s' if seconds > 1 else ''}"
    minutes = round(seconds / 60)
    return f"about {minutes} minute{'s' if minutes > 1 else ''}"
