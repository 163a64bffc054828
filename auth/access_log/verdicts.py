"""What an entry says of itself: four verdicts, read from what was stored with it and never from the rules of today."""

import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, REFUSED
from auth.policy_table import EMERGENCY_RULE

BY_RULE, EMERGENCY, UNEXPLAINED = "by-rule", "emergency", "unexplained"
TITLES = {BY_RULE: "Allowed", EMERGENCY: "Emergency", UNEXPLAINED: "Not explained", REFUSED: "Refused"}
COLOURS = {BY_RULE: "green", EMERGENCY: "orange", UNEXPLAINED: "red", REFUSED: "grey"}
NO_RULE = ("", "none")
"""What stands as the rule of an entry that no rule allowed. No door lets anybody in so: such an entry was written past
the doors."""


def verdict_of(entry: AccessEntry) -> str:
    """The verdict of one entry. Pure."""
    if entry.outcome != ALLOWED:
        return REFUSED
    if entry.rule in NO_RULE or not entry.explanation:
        return UNEXPLAINED
    return EMERGENCY if entry.rule == EMERGENCY_RULE else BY_RULE


def has_verdict(verdict: str) -> sa.ColumnElement[bool]:
    """The same as a condition on entries."""
    return _CONDITIONS[verdict]


_BARE = sa.or_(AccessEntry.rule.in_(NO_RULE), AccessEntry.explanation == "")
_ALLOWED = AccessEntry.outcome == ALLOWED
_CONDITIONS: dict[str, sa.ColumnElement[bool]] = {
    BY_RULE: sa.and_(_ALLOWED, sa.not_(_BARE), AccessEntry.rule != EMERGENCY_RULE),
    EMERGENCY: sa.and_(_ALLOWED, sa.not_(_BARE), AccessEntry.rule == EMERGENCY_RULE),
    UNEXPLAINED: sa.and_(_ALLOWED, _BARE),
    REFUSED: AccessEntry.outcome != ALLOWED,
}
