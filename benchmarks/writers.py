"""Sixteen at once who each write and commit, over and over: what is refused, and how long the slowest wait.

Two writes are measured, each one transaction on durable storage: an access entry, which every page with content
writes; and a case opened through its door with a sealed timeline entry added, which is a small piece of work. Each is
set against one writer alone, whose time times sixteen is the least that the last in a queue can wait.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.accounts.service import account_by_email
from auth.current import actor_of
from auth.roles import Actor
from benchmarks.dataset import COORDINATOR, PANEL
from benchmarks.timing import MEDIAN, Row, row_of, share
from benchmarks.variants import Variant
from casework.cases.access import case_by_id
from casework.cases.service import record_event
from extensions import db, unit_of_work

ALONE, MEDIAN_OF_SAME = "one writer alone", "the median of the same writes"
WRITERS = 16
WORST = 0.99


@dataclass
class Written:
    """Seconds of each write, and how many failed."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0


class WritesFailed(AssertionError):
    """A write was refused because others wrote: none may be."""


Write = Callable[[Actor, UUID], object]


def _entry(actor: Actor, case_id: UUID) -> None:
    looked = Looked("case.open", ALLOWED, "case", (case_id,), PANEL, "coordinator", 1, "you coordinate this panel")
    write_entry(actor=actor, looked=looked)


def _note(actor: Actor, case_id: UUID) -> None:
    opened = case_by_id(actor, case_id)
    record_event(actor=actor, case=opened.case, kind="note", title="Telephone call", text="Nobody answered.")


WRITES: dict[str, Write] = {"an access entry": _entry, "a case opened and an entry added": _note}


def measure_writers(variant: Variant, kind: str, *, writes: int) -> list[Row]:
    """``writes`` by each writer.

    :raises WritesFailed: when any was refused.
    """
    return [row for what, one in WRITES.items() for row in _measure(variant, f"{what}, {kind}", one, writes)]


def _measure(variant: Variant, name: str, one: Write, writes: int) -> list[Row]:
    alone, together = _by(variant, 1, one, writes), _by(variant, WRITERS, one, writes)
    if alone.failed or together.failed:
        raise WritesFailed(f"{alone.failed + together.failed} writes failed.")
    name = f"{WRITERS} writers at once, {name}"
    slowest = share(together.seconds, WORST)
    typical = share(together.seconds, MEDIAN)
    return [
        row_of(name, together.seconds, alone.seconds, ALONE, unit="ms"),
        row_of(f"{name}, p99", together.seconds, alone.seconds, ALONE, unit="ms", part=WORST),
        Row(
            f"{name}, p99",
            round(slowest * 1e3, 3),
            round(typical * 1e3, 3),
            MEDIAN_OF_SAME,
            round(slowest / typical, 3),
            "ms",
            len(together.seconds),
        ),
    ]


def _by(variant: Variant, writers: int, one: Write, writes: int) -> Written:
    written, start = Written(), threading.Barrier(writers)
    threads = [
        threading.Thread(target=_write, args=(variant, number, one, writes, written, start.wait))
        for number in range(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return written


def _write(variant: Variant, number: int, one: Write, writes: int, written: Written, ready: Callable[[], int]) -> None:
    with variant.app.app_context():
        account = account_by_email(f"{COORDINATOR}@example.org")
        assert account is not None
        actor = actor_of(account)
        db.session.rollback()
    ready()
    for turn in range(writes):
        case_id = variant.cases[(number + turn) % len(variant.cases)].case_id
        started = time.perf_counter()
        try:
            with variant.app.app_context(), unit_of_work():
                one(actor, case_id)
        except sa.exc.SQLAlchemyError:
            written.failed += 1
        else:
            written.seconds.append(time.perf_counter() - started)
