"""When a session is over. Pure."""

from datetime import datetime, timedelta

SIGNED_OUT, SUSPENDED, MOVED, REPLACED, RESET = "signed_out", "suspended", "moved", "replaced", "reset"
IDLE, TOO_LONG, DEMO_OFF, LEFT = "idle", "too_long", "demo_off", "left"
CHANGED, TOO_MANY, BY_OWNER, ROLE, BROWSER = "changed", "too_many", "by_owner", "role", "browser"
TOUCH_EVERY = timedelta(minutes=1)
ENDED_WORDS = {
    SIGNED_OUT: "You signed out",
    REPLACED: "You signed in again in the same browser",
    IDLE: "Nothing was done for too long",
    TOO_LONG: "It had lasted for the longest time",
    CHANGED: "How you sign in was changed",
    TOO_MANY: "You signed in on a third device",
    BY_OWNER: "You ended it",
    SUSPENDED: "The account was suspended",
    MOVED: "You moved to another agency",
    RESET: "Your sign-in was set up anew",
    LEFT: "The account ended",
    ROLE: "Your roles were changed",
    BROWSER: "It went on in another kind of browser, as if somebody had copied it",
    DEMO_OFF: "The demonstration ended",
}

OVER_WORDS = {
    IDLE: "nothing was done for too long",
    TOO_LONG: "it had lasted for the longest time",
    SUSPENDED: "the account was suspended",
    LEFT: "the account ended",
    BROWSER: "it went on in another kind of browser",
    DEMO_OFF: "the demonstration ended",
}
"""Why a sign-in was over that nobody ended, as the access log says it."""


def why_over(
    *, at: datetime, created_at: datetime, last_seen_at: datetime, idle: timedelta, longest: timedelta
) -> str | None:
    """Why a session that nobody ended is over at ``at``, or ``None``. The moment of the limit itself is over."""
    if at - created_at >= longest:
        return TOO_LONG
    return IDLE if at - last_seen_at >= idle else None


def ends_at(*, created_at: datetime, at: datetime, idle: timedelta, longest: timedelta) -> datetime:
    """When a session will be over if nothing is done after ``at``."""
    return min(created_at + longest, at + idle)


def is_due_for_touch(*, at: datetime, last_seen_at: datetime) -> bool:
    """Whether the time last seen is old enough to be written again."""
    return at - last_seen_at >= TOUCH_EVERY
