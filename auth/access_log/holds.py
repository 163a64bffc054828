"""Which entries are kept beyond their time because an auditor asks about them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from auth.access_log.models import AccessedObject, AccessEntry, LogHold
from extensions import db

CASE, ACCOUNT = "case", "account"
RELATED = "casework-log-related"
"""The extension that says of which cases and referrals some objects are, or to which they belong."""
Object = tuple[str, UUID]
Related = Callable[[Collection[Object]], Mapping[Object, Collection[Object]]]


def records_of(numbers: Collection[int]) -> dict[int, set[Object]]:
    """By entry the cases and referrals that it is about: itself, or by a document, a letter, a meeting of theirs."""
    wanted = sa.select(AccessedObject.entry_number, AccessedObject.object_type, AccessedObject.object_id)
    rows = list(db.session.execute(wanted.where(AccessedObject.entry_number.in_(numbers))))
    related: Related | None = current_app.extensions.get(RELATED)
    objects = {(kind, object_id) for _, kind, object_id in rows}
    belong = related(objects) if related else {one: (one,) for one in objects}
    found: dict[int, set[Object]] = defaultdict(set)
    for number, kind, object_id in rows:
        found[number] |= set(belong.get((kind, object_id), ()))
    return found


def held_among(numbers: Collection[int]) -> set[int]:
    """Those of these entries that are by an account, or about a case or what belongs to it, whose entries are kept."""
    stands = LogHold.ended_at.is_(None)
    theirs = sa.or_(LogHold.object_id == AccessEntry.actor_id, LogHold.object_id == AccessEntry.for_account_id)
    by = (
        sa.select(AccessEntry.number)
        .join(LogHold, sa.and_(LogHold.kind == ACCOUNT, stands, theirs))
        .where(AccessEntry.number.in_(numbers))
    )
    held = set(db.session.scalars(by))
    cases = {
        (CASE, one) for one in db.session.scalars(sa.select(LogHold.object_id).where(LogHold.kind == CASE, stands))
    }
    return held | {number for number, records in records_of(numbers).items() if records & cases} if cases else held


def is_held(number: int) -> bool:
    """Whether one entry is kept now."""
    return bool(held_among([number]))


def hold_on(kind: str, object_id: UUID) -> LogHold | None:
    """What keeps the entries about a case, or by an account, now."""
    wanted = sa.select(LogHold).where(LogHold.kind == kind, LogHold.object_id == object_id, LogHold.ended_at.is_(None))
    return db.session.scalar(wanted.limit(1))


def all_holds() -> list[LogHold]:
    """Everything that is, or was, kept; the newest first."""
    return list(db.session.scalars(sa.select(LogHold).order_by(LogHold.at.desc())))
