"""A decided flag, worked out again from the log as it was when somebody decided.

What was decided stands whatever comes of it. The figures can be others with nobody at fault: some kinds rest on what
cases know, which changes (a case is reopened, a conflict lifted, somebody marries), entries are erased by law, and
rules are made better. Only where none of this can be it are figures "not the same".
"""

import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.access_log.periods import Period
from auth.access_log.words import ERASED as GONE_FROM_ENTRY
from auth.inquiry import devices, flags, rules
from auth.inquiry.models import FlagDecision
from auth.inquiry.person_days import within
from auth.ledger.erasure import TELLING
from extensions import db
from wording.dates import today

SAME, OTHER, SIGN_INS, ERASED, OUTSIDE, RULES = "same", "other", "sign-ins", "erased", "outside", "rules"
ON_CASES = frozenset({rules.CLOSED, rules.LINKED, rules.NAMESAKE, rules.STREET, rules.CONFLICT, rules.LEFT})
"""Kinds that rest on what cases know and the log does not."""
WORDS = {
    SIGN_INS: "what was signed in with is kept for 90 days",
    ERASED: "parts of entries of those days, or of the 28 days before, have been erased by law since",
    OUTSIDE: "it rests on what cases know too, such as who is in one, when it was closed and who was let in, and that "
    "has changed since. Whether the log is as it was, a check of the log tells",
    RULES: "how flags are worked out has changed since",
}
"""Why it cannot be worked out again."""


def worked_out_again(decision: FlagDecision) -> str:
    """Whether the figures come out as those decided about: same, other, or why nobody can say."""
    if decision.kind == rules.DEVICE and not devices.can_be_worked_out(decision.first_on, today()):
        return SIGN_INS
    period = Period(decision.first_on, decision.last_on, decision.log_at)
    units = flags.units_of(decision.kind, decision.about, period)
    if decision.digest in (flags.digest_of(units), flags.hash_of(units)):
        return SAME
    if decision.digest[0] != rules.VERSION:
        return RULES
    if _erased_since(decision, period):
        return ERASED
    return OUTSIDE if decision.kind in ON_CASES else OTHER


def _erased_since(decision: FlagDecision, period: Period) -> bool:
    """Whether parts of entries that could count are gone, and the log tells of an erasure after the decision."""
    counted = Period(period.first - rules.HISTORY, period.last, period.up_to)
    empty = sa.or_(AccessEntry.request_id == GONE_FROM_ENTRY, AccessEntry.object_type == GONE_FROM_ENTRY)
    told = sa.select(AccessEntry.number).where(
        AccessEntry.event.in_(TELLING), AccessEntry.number > decision.log_at
    )  # of one entry, or of many at once
    gone = sa.select(AccessEntry.number).where(within(counted), empty)
    return all(db.session.scalar(one.limit(1)) is not None for one in (told, gone))
