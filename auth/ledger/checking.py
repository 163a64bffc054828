"""The service checks its own log, entry by entry, behind the page that asked. A stranger uses ``docs/verify_log.py``.

Entries are read stretch by stretch by connections that only read (:mod:`.reading`), in processes of their own where the
log is long: nobody waits, the page sees how far it is, and whoever asked may leave and come back.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from auth.ledger import checked, checkpoints, erasure, going_back, keys, notes, rows, sealing, stretches, tree
from auth.ledger.found import Found
from auth.ledger.models import AccessCheck, AccessCheckpoint
from auth.ledger.notes import WITNESS, NoteFault, Verifier
from auth.ledger.reading import Stretch
from auth.ledger.stretches import Signed
from auth.ledger.tiles import Tiles
from extensions import db, making_way, now, unit_of_work

WAITING, RUNNING, WHOLE, FAULTY, FAILED = "waiting", "running", "whole", "not whole", "failed"
STILL = timedelta(minutes=2)
"""Without a step for so long a check is taken for dead: its process ended."""
SIGNATURES = 200
"""Checkpoints of one unit of work: some 100 ms, in which nobody else writes to an SQLite file."""
BESIDE_PAGES = 2
"""Processes of a check that a page asked for: this one, which reads little, and one that leaves it to the pages."""
EXTENSION = "casework-log-checks"
HIGHEST = 2**31
"""Numbers of checks stay below."""


def ask(account_id: UUID) -> AccessCheck:
    """Ask for a check; one that is under way is returned instead."""
    running = next((one for one in latest(5) if is_running(one)), None)
    if running is not None:
        return running
    check = AccessCheck(asked_by_id=account_id, state=WAITING, asked_at=now(), moved_at=now())
    db.session.add(check)
    db.session.flush()
    _start_after_commit(check.number)
    return check


def latest(number: int) -> list[AccessCheck]:
    """The last checks, the newest first."""
    return list(db.session.scalars(sa.select(AccessCheck).order_by(AccessCheck.number.desc()).limit(number)))


def numbered(number: int) -> AccessCheck | None:
    """One check; nothing for a number that no database holds."""
    return db.session.get(AccessCheck, number) if number < HIGHEST else None


def is_running(check: AccessCheck) -> bool:
    """Whether it goes on."""
    return check.state in (WAITING, RUNNING) and now() - check.moved_at < STILL


def run(app: Flask, number: int) -> None:
    """Do one check from start to end. A fault of ours marks it as failed."""
    try:
        with app.app_context():
            sealing.seal_all()
            total = _begin(number)
            if total is not None:
                _end(number, _first_fault(total, lambda done: _move(number, done), BESIDE_PAGES))
    except Exception as fault:
        app.logger.error("The access log could not be checked: %s", type(fault).__name__)
        with app.app_context(), unit_of_work():
            check = db.session.get_one(AccessCheck, number)
            check.state, check.moved_at, check.ended_at = FAILED, now(), now()


def check_now(said: Callable[[int, int], object], ways: int = 1) -> Found | None:
    """Check the log up to its newest checkpoint, without a page, in so many processes where it is long; ``said`` hears
    how far it is. What came of it is an entry."""
    with making_way(), unit_of_work():
        last = checkpoints.make_or_newest(checkpoints.ASKED)
        total = last.size if last else 0
    found = _first_fault(total, lambda done: said(done, total), ways)
    with making_way(), unit_of_work():
        checked.write_result(total, found)
    return found


def _first_fault(total: int, said: Callable[[int], object], ways: int) -> Found | None:
    """What is wrong first. That a clock was set comes last: it stays in the log, and hides nothing that is worse."""
    seen = list[Signed]()
    found = _signatures(seen, said)
    if found is not None:
        return found
    whole = Whole(seen)
    return _entries(total, whole, said, ways) or _went_back() or _never_sealed() or whole.clock()


def _went_back() -> Found | None:
    """Whether the tree is another than the service signed last, though it agrees with every checkpoint that is left."""
    with making_way(), unit_of_work():
        return Found("rolled-back", Tiles().size()) if going_back.standing() else None


def _begin(number: int) -> int | None:
    with unit_of_work():
        mine = sa.update(AccessCheck).where(AccessCheck.number == number, AccessCheck.state == WAITING)
        if db.session.execute(mine.values(state=RUNNING).returning(AccessCheck.number)).scalar_one_or_none() is None:
            return None
        last = checkpoints.make_or_newest(checkpoints.ASKED)
        check = db.session.get_one(AccessCheck, number, populate_existing=True)
        check.total, check.note = (last.size, checkpoints.whole_note(last)) if last else (0, "")
        check.began_at = check.moved_at = now()
        return check.total


def _signatures(seen: list[Signed], said: Callable[[int], object]) -> Found | None:
    """Every checkpoint says what its row says, and is signed with its time; ``seen`` is filled with them. No entry is
    done meanwhile, and whoever watches hears that the check lives."""
    number, before = 0, 0
    while True:
        with making_way(), unit_of_work():
            said(0)
            page = sa.select(AccessCheckpoint).where(AccessCheckpoint.number > number)
            some = db.session.scalars(page.order_by(AccessCheckpoint.number).limit(SIGNATURES)).all()
            key, clock = keys.verifier(), keys.verifier(WITNESS)
            for one in some:
                at = _signed_at(one, key, clock)
                if one.size < before or at is None:
                    return Found("forged", min(before, one.size), one.size)
                number, before = one.number, one.size
                seen.append(Signed(one.size, one.root, at))
        if len(some) < SIGNATURES:
            return None


def _signed_at(one: AccessCheckpoint, key: Verifier, clock: Verifier) -> int | None:
    """When it was signed; nothing where it is not what its row says."""
    try:
        said = notes.read_note(one.note)[0]
        right = notes.signed_by(one.note, key) and (said.size, said.root) == (one.size, one.root)
        return notes.seen_by(one.note, clock) if right else None
    except NoteFault:
        return None


def _entries(total: int, whole: "Whole", said: Callable[[int], object], ways: int) -> Found | None:
    """Each entry against its leaf, the roots against the checkpoints, and what is told of erasures."""
    for part in stretches.checked(total, stretches.stops_of(whole.signed), ways):
        with unit_of_work():
            said(part.last)
            found = whole.add(part)
        if found is not None:
            return found
    return None


class Whole:
    """What is known of the log so far, stretch by stretch in order."""

    def __init__(self, signed: Sequence[Signed]) -> None:
        self.signed = signed
        self._roots, self._right = {one.size: one.root for one in signed}, 0
        self._growing = tree.Growing()
        self._odd = stretches.signed_backwards(signed)

    def add(self, part: Stretch) -> Found | None:
        """One stretch more; what is wrong first in it."""
        unfounded = erasure.unfounded(part.gone)
        if unfounded is not None:
            return Found("altered", unfounded)
        for size, parts in part.grown.items():
            if size in self._roots and self._growing.root(parts) != self._roots[size]:
                return Found("forged", self._right, size)
            self._right = size
        if part.fault is not None:
            return Found(*part.fault)
        if part.last > self._growing.size:
            self._growing.join(part.last - self._growing.size, part.parts)
        self._odd = min((one for one in (self._odd, part.odd) if one is not None), default=None)
        return None

    def clock(self) -> Found | None:
        """The first position from which times do not agree with the checkpoints."""
        return None if self._odd is None else Found("clock", self._odd)


def _move(number: int, done: int) -> None:
    check = db.session.get_one(AccessCheck, number)
    check.done, check.moved_at = done, now()


def _never_sealed() -> Found | None:
    with unit_of_work():
        number = rows.without_leaf(sealing.settled())
    return None if number is None else Found("unsealed", number)


def _end(number: int, found: Found | None) -> None:
    with unit_of_work():
        check = db.session.get_one(AccessCheck, number)
        check.state, check.ended_at, check.moved_at = (FAULTY if found else WHOLE), now(), now()
        if found:
            check.kind, check.position, check.until = found.kind, found.position, found.until
        checked.write_result(check.total, found)


def _start_after_commit(number: int) -> None:
    """Once the request that asked is stored: before that nobody else could see what was asked."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    pool: ThreadPoolExecutor = app.extensions.setdefault(EXTENSION, ThreadPoolExecutor(1, "log-check"))

    def _submit(session: Session) -> None:
        if not session.in_nested_transaction():
            pool.submit(run, app, number)

    event.listen(db.session(), "after_commit", _submit)
