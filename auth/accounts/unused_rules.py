"""When an account that nobody signs in with is warned of, suspended and closed. Pure.

An account that nobody uses is one whose misuse nobody would notice. Days: the access model's rules for leavers.
"""

from datetime import datetime, timedelta

WARNED, SUSPENDED, CLOSED = "warned", "suspended", "closed"
WARN_DAYS, SUSPEND_DAYS, CLOSE_DAYS = 30, 60, 90


def step_for(since: datetime, at: datetime) -> str:
    """What is due ``at`` a moment for an account that was last used at ``since``; empty: nothing."""
    unused = at - since
    steps = ((CLOSE_DAYS, CLOSED), (SUSPEND_DAYS, SUSPENDED), (WARN_DAYS, WARNED))
    return next((step for days, step in steps if unused >= timedelta(days=days)), "")
