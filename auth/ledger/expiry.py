"""The end of the time for keeping: who and what of old entries are erased, slice by slice, and every proof holds.

Each slice is a unit of work of its own, with an entry that names every entry of which it erased something: that is its
certificate, sealed like any other, and itself never erased. How far it came stands in the same unit of work, so the
next run goes on there. An entry about a case or a referral that is still there, or about what belongs to one (a
document, a letter, a meeting that heard it), stays as long as the record; one that an auditor keeps, as long as that.
Those that stayed are looked at again in the next round, which begins a week after the last began.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from auth import telling
from auth.access_log.holds import held_among, records_of
from auth.access_log.models import AccessedObject, AccessEntry, AccessReason
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import checkpoints, erasure, leaves, rows
from auth.ledger.leaves import EMPTY, Sealed, commitment
from auth.ledger.models import HASH, AccessExpiry, AccessLeaf
from auth.roles import Role
from extensions import db, making_way, now, present_settings, unit_of_work
from wording.dates import today

KEEPS = "casework-log-keeps"
"""The extension that says which of some objects are records that are still there."""
Object = tuple[str, UUID]
Keeps = Callable[[Collection[Object]], Collection[Object]]
SLICE = 200
"""Entries of one unit of work: some 50 ms."""
OF_A_JOB = 100
"""Slices of one run of the jobs; the command has no such end."""
AGAIN_AFTER = timedelta(days=7)
"""So long after a round began what stayed in it is looked at again: a record may be gone, or a hold ended."""
_LEAVES, _ENTRIES = (db.metadata.tables[model.__tablename__] for model in (AccessLeaf, AccessEntry))
_SALTED = sa.or_(AccessLeaf.who_salt.is_not(None), AccessLeaf.what_salt.is_not(None))
_ERASE = (
    sa.update(_LEAVES)
    .where(_LEAVES.c.entry_number == sa.bindparam("entry"))
    .values(erased=sa.bindparam("gone"), who_salt=None, what_salt=None)
)


@dataclass(slots=True)
class Done:
    """What one slice or one run did: entries erased, kept for their records, left because they are not what was sealed
    (a check says where); the number looked at last, and whether there may be more."""

    erased: int = 0
    kept: int = 0
    left: int = 0
    last: int = 0
    more: bool = True
    slices: int = 0

    def add(self, one: "Done") -> None:
        """One slice more."""
        self.erased, self.kept, self.left = self.erased + one.erased, self.kept + one.kept, self.left + one.left
        self.last, self.more, self.slices = one.last or self.last, one.more, self.slices + 1


def look_after() -> str:
    """A job: seal and sign what waits, and erase who and what of entries whose time for keeping is over; says what it
    did."""
    return f"{checkpoints.look_after()} {run(OF_A_JOB)}"


def run(most: int | None = None) -> str:
    """Slice by slice from where the last run ended, at most so many; returns what was done, in a sentence. Without an
    end (the command) it begins a new round where the last one has come to its end."""
    before, done = past(now(), present_settings().log_years), Done()
    with unit_of_work():
        _begin_round(at_once=most is None)
    while done.more and (most is None or done.slices < most):
        with making_way(), unit_of_work():
            state = db.session.get_one(AccessExpiry, 1, with_for_update=True)
            done.add(erase_slice(before, state.walked))
            state.walked, state.done = max(done.last, state.walked), state.done or not done.more
    if done.erased:
        with unit_of_work():
            telling.tell(telling.holders(None, Role.PRIVACY_OFFICER), erasure.TELLS, erasure.TRAIL)
    return _said(done, before)


def _begin_round(*, at_once: bool) -> None:
    state, on = db.session.get(AccessExpiry, 1, with_for_update=True), today()
    if state is None:
        db.session.add(AccessExpiry(id=1, walked=0, begun_on=on, done=False))
    elif state.done and (at_once or on >= state.begun_on + AGAIN_AFTER):
        state.walked, state.begun_on, state.done = 0, on, False


def past(moment: datetime, years: int) -> datetime:
    """The moment so many years before; of the last day of February in a leap year the day before it."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def erase_slice(before: datetime, after: int) -> Done:
    """Erase who and what of the next entries dated ``before``, with a number above ``after``, in the caller's unit of
    work, and write the entry that says so."""
    wanted = sa.select(AccessEntry.number, AccessLeaf.position).join(
        AccessLeaf, AccessLeaf.entry_number == AccessEntry.number
    )
    wanted = wanted.where(AccessEntry.at < before, AccessEntry.number > after, _SALTED)
    wanted = wanted.where(AccessEntry.event.not_in(erasure.TELLING)).order_by(AccessEntry.number).limit(SLICE)
    found = [(number, position) for number, position in db.session.execute(wanted)]
    if not found:
        return Done(more=False)
    kept = _kept([number for number, _ in found])
    gone = dict(_commitments([one for one in found if one[0] not in kept]))
    if gone:
        _erase(gone, before)
    number = len(found)
    return Done(len(gone), len(kept), number - len(kept) - len(gone), found[-1][0], number == SLICE)


def _kept(numbers: Sequence[int]) -> set[int]:
    """Those about a record that is still there or what belongs to one, and those that an auditor keeps."""
    held = held_among(numbers)
    keeps: Keeps | None = current_app.extensions.get(KEEPS)
    if keeps is None:
        return held
    about = records_of(numbers)
    there = set(keeps(set().union(*about.values())))
    return held | {number for number, records in about.items() if records & there}


def _about(numbers: Collection[int]) -> sa.ColumnElement[bool]:
    return AccessedObject.entry_number.in_(numbers)


def _commitments(found: Sequence[tuple[int, int]]) -> list[tuple[int, dict[str, str]]]:
    """By number, what stands in the place of both parts. An entry that is not its leaf any more is left out: what was
    done to it would be erased too."""
    reader, told = rows.reader(), []
    for number, position in found:
        (one,) = reader.sealed(position, position + 1)
        if isinstance(one, Sealed) and leaves.leaf_of(one.texts) == reader.leaves(position, position + 1)[:HASH]:
            told.append((number, {part: commitment(one.texts[place]).hex() for place, part in enumerate(EMPTY)}))
    return told


def _erase(gone: dict[int, dict[str, str]], before: datetime) -> None:
    db.session.execute(_ERASE, [{"entry": number, "gone": erased} for number, erased in gone.items()])
    if db.engine.dialect.name == "postgresql":
        # The application may only add to the log: the owner's function empties what the leaf says is erased.
        for part in EMPTY:
            emptied = sa.select(sa.func.wall_erase_entry(_LEAVES.c.entry_number, part))
            db.session.execute(emptied.where(_LEAVES.c.entry_number.in_(gone)))
    else:
        these = _ENTRIES.c.number.in_(gone)
        db.session.execute(sa.delete(AccessReason).where(AccessReason.id.in_(sa.select(_REASON).where(these))))
        db.session.execute(sa.delete(AccessedObject).where(_about(gone)))
        db.session.execute(sa.update(_ENTRIES).where(these).values({**EMPTY["who"], **EMPTY["what"]}))
    db.session.expire_all()
    told = f"who and what of {len(gone)} entries from before {before:%-d %B %Y} were erased: {erasure.GROUNDS['time']}"
    numbers = tuple(UUID(int=number) for number in gone)
    looked = Looked(erasure.EXPIRED, ALLOWED, "access_log", numbers, None, "service", 1, told)
    write_entry(actor=None, looked=looked)


_REASON = _ENTRIES.c.reason_id


def _said(done: Done, before: datetime) -> str:
    said = f"Access log: who and what of {done.erased} entries from before {before:%-d %B %Y} erased"
    if done.kept:
        said += f", {done.kept} kept because their records are still there"
    if done.left:
        said += f", {done.left} left because they are not what was sealed (see audit verify)"
    return f"{said}."
