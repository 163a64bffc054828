"""The clock of the server against the log: what is dated after now, or before what was written earlier."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.ledger import checkpoints
from extensions import db, now
from wording.dates import uk_datetime

LOOKED_AT = 1000
"""So many of the newest entries."""
AHEAD = timedelta(minutes=1)
"""So far may the clocks of two machines that write differ."""
BACK = timedelta(minutes=10)
"""So much earlier may an entry be dated than one with a lower number: a request that took long. The check of the whole
log, and strangers, allow the same."""
Dated = tuple[int, datetime]


def clock_words() -> tuple[str, ...]:
    """What is odd about the newest entries and the newest checkpoint, in sentences; nothing when all is well."""
    newest = sa.select(AccessEntry.number, AccessEntry.at).order_by(AccessEntry.number.desc()).limit(LOOKED_AT)
    entries = [(number, at) for number, at in db.session.execute(newest)]
    last = checkpoints.newest()
    return odd_times(entries[::-1], last.at if last else None, now())


def odd_times(entries: Sequence[Dated], signed_at: datetime | None, at: datetime) -> tuple[str, ...]:
    """The same of plain values; ``entries`` in the order of their numbers."""
    found = [_signed_ahead(signed_at, at), _ahead(entries, at), _back(entries)]
    return tuple(one for one in found if one)


def _signed_ahead(signed_at: datetime | None, at: datetime) -> str:
    if signed_at is None or signed_at <= at + AHEAD:
        return ""
    return f"The newest checkpoint is dated {uk_datetime(signed_at)}, which is still to come."


def _ahead(entries: Sequence[Dated], at: datetime) -> str:
    number, latest = max(entries, key=lambda one: one[1], default=(0, at))
    return f"Entry {number} is dated {uk_datetime(latest)}, which is still to come." if latest > at + AHEAD else ""


def _back(entries: Sequence[Dated]) -> str:
    """The newest step back: what came before it may have been looked into already."""
    said, before = "", entries[0] if entries else None
    for one in entries:
        assert before is not None
        if one[1] < before[1] - BACK:
            said = (
                f"Entry {one[0]} is dated {uk_datetime(one[1])}, though entry {before[0]} of {uk_datetime(before[1])} "
                "was written earlier."
            )
            before = one
        before = max(before, one, key=lambda dated: dated[1])
    return said
