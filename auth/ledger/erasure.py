"""Erasing a part of an entry by law: values and salt are destroyed, the commitment stays, and every proof holds.

What was done, when, by which rule and with what outcome is never erased: it tells of the service and not of a person.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa

from auth import telling
from auth.access_log.holds import is_held
from auth.access_log.models import AccessedObject, AccessEntry, AccessReason
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import rows, sealing
from auth.ledger.leaves import EMPTY, PARTS, Sealed, commitment
from auth.ledger.models import AccessLeaf
from auth.ledger.reading import Gone
from auth.refusals import Refused
from auth.roles import Role
from extensions import db

TELLS, TRAIL = "log_erased", "/audit/trail"
GROUNDS = {
    "court": "a court or the Commissioner ordered it",
    "person": "the person asked, and the law gives them the right",
    "time": "the time for keeping it is over",
}
EVENT, EXPIRED = "access_log.erase", "access_log.expire"
TELLING = (EVENT, EXPIRED)
"""Events of entries that tell of an erasure, of a part of one entry or of both parts of many. They stay."""


def erase(*, number: int, part: str, grounds: str) -> None:
    """Erase ``who`` or ``what`` of the entry with this number, and write an entry that says so. The
    privacy officers are told.

    The words of a reason that was given for the look go with ``what``.

    :raises Refused: there is no such sealed entry, it was erased before, it tells of an erasure itself, or an auditor
        keeps it (which no order of a court has to wait for).
    """
    leaf = db.session.scalar(sa.select(AccessLeaf).where(AccessLeaf.entry_number == number).with_for_update())
    found = next(rows.sealed_between(leaf.position, leaf.position + 1)) if leaf else None
    if leaf is None or not isinstance(found, Sealed):
        raise Refused(f"Entry {number} is not sealed, or there is none.")
    if part in (leaf.erased or {}):
        raise Refused(f"This part of entry {number} was erased before.")
    entry = db.session.get_one(AccessEntry, number)
    if entry.event in TELLING:
        raise Refused(f"Entry {number} tells of an erasure and stays.")
    if grounds != "court" and is_held(number):
        raise Refused(f"Entry {number} is kept: an auditor asks about it. Only an order of a court goes before that.")
    text = found.texts[PARTS.index(part)]
    leaf.erased = {**(leaf.erased or {}), part: commitment(text).hex()}
    setattr(leaf, f"{part}_salt", None)
    db.session.flush()
    _empty(entry, part)
    write_entry(actor=None, looked=_looked(_told(part, number) + GROUNDS[grounds], UUID(int=number)))
    telling.tell(telling.holders(None, Role.PRIVACY_OFFICER), TELLS, TRAIL)


def _empty(entry: AccessEntry, part: str) -> None:
    """On PostgreSQL the application may only add to the log: the owner's function empties what the leaf says is
    erased, and nothing else."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.wall_erase_entry(entry.number, part)))
        db.session.expire(entry)
        return
    if part == "what":
        db.session.execute(sa.delete(AccessedObject).where(AccessedObject.entry_number == entry.number))
        db.session.execute(sa.delete(AccessReason).where(AccessReason.id == entry.reason_id))
    db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == entry.number).values(**EMPTY[part]))
    db.session.flush()


def unfounded(gone: Sequence[Gone]) -> int | None:
    """The first position of these that the log does not tell of, or where more is gone than who or what, or something
    stands in the columns of what is gone: a salt taken away would hide whatever is written there."""
    if not gone:
        return None
    told = _told_of({one.number for one in gone})
    for one in gone:
        if not one.empty or any((one.number, part) not in told for part in one.parts):
            return one.position
    return None


def _told_of(numbers: Collection[int]) -> set[tuple[int, str]]:
    """Number and part of what is told of these entries one by one. An entry that waits for its seal will get it, or is
    found itself: it stands above what is settled."""
    sealed = sa.select(AccessLeaf.position).where(AccessLeaf.entry_number == AccessEntry.number).exists()
    wanted = sa.select(AccessedObject.object_id, AccessEntry.event, AccessEntry.explanation)
    wanted = wanted.join(AccessEntry, AccessedObject.entry_number == AccessEntry.number)
    wanted = wanted.where(AccessEntry.event.in_(TELLING), AccessEntry.outcome == ALLOWED)
    wanted = wanted.where(AccessedObject.object_type == "access_log")
    wanted = wanted.where(AccessedObject.object_id.in_([UUID(int=number) for number in numbers]))
    wanted = wanted.where(sealed | (AccessEntry.number > sealing.settled()))
    return {
        (entry.int, part)
        for entry, event, said in db.session.execute(wanted)
        for part in EMPTY
        if event == EXPIRED or said.startswith(_told(part, entry.int))
    }


def _told(part: str, number: int) -> str:
    return f"“{part}” of entry {number} was erased: "


def _looked(because: str, entry: UUID) -> Looked:
    return Looked(EVENT, ALLOWED, "access_log", (entry,), None, "command", 1, because)
