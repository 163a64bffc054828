"""A job: how many flags of earlier months are undecided is counted once a day, for the auditors' start page, where it
would take a second for each month. The number is an entry of the log, found by a kind of its own.

Flags about auditors are not counted: nobody is told of those about themselves, and one number serves them all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from auth import telling
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.doors import PARTNERSHIP_OBJECT
from auth.inquiry import earlier
from auth.roles import Role
from extensions import db, making_way, now, unit_of_work
from wording.dates import today

EVENT, KIND = "inquiry.count", "earlier_flags"
EVERY = timedelta(hours=24)


@dataclass(frozen=True)
class Counted:
    """When it was counted, and how many flags were undecided then."""

    at: datetime
    undecided: int


def last_counted() -> Counted | None:
    """The number of the newest count; nothing before the first."""
    last = sa.select(sa.func.max(AccessedObject.entry_number)).where(
        AccessedObject.object_type == KIND, AccessedObject.object_id == PARTNERSHIP_OBJECT
    )
    wanted = sa.select(AccessEntry.at, AccessEntry.shown).where(AccessEntry.number == last.scalar_subquery())
    found = db.session.execute(wanted).first()
    return None if found is None else Counted(found.at, found.shown)


def count_daily() -> str:
    """A job: count them where nobody has within 24 hours; says how many there are. Each month is a unit of work of its
    own: nobody waits for all of them."""
    on = today()
    with unit_of_work():
        last = last_counted()
        if last is not None and timedelta(0) <= now() - last.at < EVERY:
            return "Flags of earlier months: not counted, their time has not come."
        auditors = frozenset(telling.holders(None, Role.AUDITOR))
    number = 0
    for period in earlier.spans(on):
        with making_way(), unit_of_work():
            number += earlier.undecided(period, auditors, on)
    with unit_of_work():
        said = f"{number} flag{'' if number == 1 else 's'} of earlier months undecided"
        looked = Looked(EVENT, ALLOWED, KIND, (PARTNERSHIP_OBJECT,), None, "service", 1, said, found=number)
        write_entry(actor=None, looked=looked)
    return f"Flags of earlier months: {number} undecided."
