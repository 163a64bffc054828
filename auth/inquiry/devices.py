"""Records opened in a kind of browser, or on a kind of device, that a person had not signed in with before.

Known of it is what the sign-in says in a few words ("Firefox on Windows"), which the page of an entry shows too: an
entry names its sign-in, and nothing more is kept of a device. Anybody can write those words as they like, so whoever
says the usual ones is not found. Sign-ins are erased after 90 days without use: of what was decided longer ago the
figures cannot be worked out again, and the page says so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.classes import opens_record
from auth.access_log.clock_sql import london_day
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.inquiry.person_days import within
from auth.inquiry.rules import DEVICE, HISTORY, Unit, far_above
from auth.models import UserSession
from auth.sign_in.throttle import KNOWN_NETWORK_DAYS
from extensions import db
from wording.dates import as_date

A_DAY = timedelta(days=1)
"""No sign-in lasts longer, so none that acts in a period began earlier before it."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in: whose, on which day in London it began, and what its browser said of itself."""

    id: UUID
    account_id: UUID
    on: date
    device: str


def new_among(found: Iterable[SignIn], first: date) -> dict[SignIn, set[str]]:
    """Those that began on ``first`` or later in what its owner had not used in the 28 days before that day, with
    what they had used. Whoever did not sign in then has nothing to be measured against. Pure."""
    by_account: dict[UUID, list[SignIn]] = defaultdict(list)
    for one in found:
        by_account[one.account_id].append(one)
    new: dict[SignIn, set[str]] = {}
    for theirs in by_account.values():
        for one in theirs:
            known = {other.device for other in theirs if one.on - HISTORY <= other.on < one.on}
            if one.on >= first and known and one.device not in known:
                new[one] = known
    return new


def new_sign_ins(period: Period, account_id: UUID | None = None) -> dict[SignIn, set[str]]:
    """The same of the sign-ins that can have acted in a period; of one account, if said."""
    since: datetime = period.starts_at - HISTORY - 2 * A_DAY
    wanted = sa.select(UserSession.id, UserSession.account_id, UserSession.created_at, UserSession.device)
    wanted = wanted.where(UserSession.created_at >= since, UserSession.created_at < period.ends_at)
    if account_id is not None:
        wanted = wanted.where(UserSession.account_id == account_id)
    found = (SignIn(one, who, as_date(at), device) for one, who, at, device in db.session.execute(wanted))
    return new_among(found, period.first - A_DAY)


def units_of_devices(period: Period) -> Iterator[Unit]:
    """What somebody opened in such a sign-in, by day."""
    new = new_sign_ins(period)
    if not new:
        return
    day = london_day(period.first, period.last)
    counted = sa.func.count(sa.distinct(AccessedObject.object_id)), sa.func.max(AccessEntry.number)
    columns = AccessEntry.actor_id, day
    wanted = (
        sa.select(*columns, *counted, sa.func.max(AccessEntry.session_id.cast(sa.String)))
        .join(AccessedObject, AccessedObject.entry_number == AccessEntry.number)
        .where(within(period), opens_record, _in(new))
        .group_by(*columns)
    )
    known = {one.id: used for one, used in new.items()}
    for who, text, figure, last, sign_in in db.session.execute(wanted):
        usual = f"In the 28 days before they used: {', '.join(sorted(known[UUID(sign_in)]))}"
        yield Unit(DEVICE, who, date.fromisoformat(text), figure, usual, last, far_above(figure, 1))


def from_new_device(about: UUID, period: Period) -> sa.ColumnElement[bool]:
    """Entries of one person in such a sign-in."""
    return sa.and_(opens_record, _in(new_sign_ins(period, about)))


def _in(new: Collection[SignIn]) -> sa.ColumnElement[bool]:
    """Entries in one of these sign-ins, found by whose they are: by sign-in the log has no index."""
    whose = AccessEntry.actor_id.in_({one.account_id for one in new})
    return sa.and_(whose, AccessEntry.session_id.in_([one.id for one in new]))


def can_be_worked_out(first: date, today: date) -> bool:
    """Whether the sign-ins against which a period that begins on ``first`` is measured are still there. Pure."""
    return first - HISTORY - 2 * A_DAY > today - timedelta(days=KNOWN_NETWORK_DAYS)
