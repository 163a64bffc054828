"""What came of each check of the whole log, as entries of the log itself: asked for on the page or at the command line,
or done by the jobs once a day."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auth import telling
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from auth.doors import PARTNERSHIP_OBJECT
from auth.ledger.found import Found, found_words
from auth.roles import Role
from extensions import db

EVENT, KIND = "access_log.check", "access_log_check"
"""Of a kind of its own: the newest is found by it, in however long a log."""
WHOLE = "every entry matches what was sealed and signed"


@dataclass(frozen=True, slots=True)
class Result:
    """When a check ended, of how many entries, whether they were whole, and in words what was wrong."""

    at: datetime
    entries: int
    is_whole: bool
    fault: str

    @property
    def words(self) -> str:
        """The result in a sentence."""
        return f"{self.entries:,} entries, whole." if self.is_whole else f"{self.fault}."


def newest() -> Result | None:
    """What came of the check that ended last; nothing before the first."""
    wanted = sa.select(AccessEntry.at, AccessEntry.shown, AccessEntry.outcome, AccessEntry.explanation)
    last = sa.select(sa.func.max(AccessedObject.entry_number)).where(
        AccessedObject.object_type == KIND, AccessedObject.object_id == PARTNERSHIP_OBJECT
    )
    found = db.session.execute(wanted.where(AccessEntry.number == last.scalar_subquery())).first()
    return None if found is None else Result(found.at, found.shown, found.outcome == ALLOWED, found.explanation)


def write_result(entries: int, found: Found | None) -> None:
    """Write the entry. Auditors are told of a fault, once until something else is found."""
    before, said = newest(), WHOLE if found is None else found_words(found)
    outcome = ALLOWED if found is None else REFUSED
    looked = Looked(EVENT, outcome, KIND, (PARTNERSHIP_OBJECT,), None, "service", 1, said, found=entries)
    write_entry(actor=None, looked=looked)
    if found is not None and (before is None or before.fault != said):
        telling.tell(telling.holders(None, Role.AUDITOR), "alert", "/audit/verify")
