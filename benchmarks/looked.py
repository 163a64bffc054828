"""The auditor's first question, "who looked at this record?", in a log that grows: all that stands behind its page.

Every record that is asked about was opened equally often, now and then among all others, so that the time may only grow
with the log. ``python -m benchmarks.looked 1000000`` prints the rows up to that size, on both databases.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from auth.access_log import reading
from auth.access_log.periods import Period
from auth.access_log.subjects import Found, Subject
from auth.roles import Actor
from benchmarks.databases import KINDS
from benchmarks.dataset import SEED
from benchmarks.entries import add_entries, add_openings, somebody, tell_the_planner
from benchmarks.search import installation
from benchmarks.timing import MEDIAN, TAIL, Row, seconds_of, share
from extensions import db, unit_of_work
from wording.dates import today

RECORDS, OPENED, PARTS = 40, 50, 10
"""Records that are asked about, how often each or a paper of it was opened, and in how many parts of the log."""
PAPERS = tuple((kind, number) for kind in ("action", "document", "enquiry", "letter") for number in range(50))
"""What belongs to each record, many times what is usual; the first is opened as often as the record."""
BOUND = 0.2
"""Seconds: the goal of the 95th hundredth at a million entries."""


def measure_looked(kind: str, steps: Sequence[int], asked: int) -> Iterator[Row]:
    """Ask ``asked`` times at each of the rising sizes of a log.

    :raises LookupError: a page does not count every opening.
    """
    with installation(kind) as app, app.app_context():
        actor, held, before = somebody(), 0, list[float]()
        for size in steps:
            yield from _at(kind, size, _grown(actor, held, size), asked, before)
            held = size


def _grown(actor: Actor, held: int, size: int) -> list[UUID]:
    """The log made longer, and new records that were opened all along."""
    chance = Random(SEED + size)
    records = [UUID(int=chance.getrandbits(128)) for _ in range(RECORDS)]
    for _ in range(PARTS):
        add_entries(actor, (size - held) // PARTS)
        with unit_of_work():
            add_openings(actor, [("case", one) for one in records], OPENED // PARTS // 2, chance)
            add_openings(actor, [papers_of(one)[0] for one in records], OPENED // PARTS - OPENED // PARTS // 2, chance)
    with unit_of_work():
        tell_the_planner()
    return records


def papers_of(record: UUID) -> list[Found]:
    """What belongs to a record."""
    return [(kind, UUID(int=record.int ^ (number + 1))) for kind, number in PAPERS]


def _at(kind: str, size: int, records: list[UUID], asked: int, before: list[float]) -> Iterator[Row]:
    chance = Random(SEED + size)
    taken = [_seconds(chance.choice(records)) for _ in range(asked)]
    name = f"who looked at a record, {size} entries, {kind}"
    yield _milliseconds(f"{name}, p95", share(taken, TAIL), BOUND, "a fifth of a second", asked)
    if before:
        yield _milliseconds(name, share(taken, MEDIAN), share(before, MEDIAN), "the same in the smallest log", asked)
    else:
        before += taken


def _seconds(record: UUID) -> float:
    subject, lately = (
        Subject("QQ-A-0000", (("case", record), *papers_of(record))),
        Period(today() - timedelta(days=30), today()),
    )
    found: list[int] = []
    with unit_of_work():
        taken = seconds_of(lambda: found.append(_page(subject, lately)))
        db.session.expire_all()
    if found != [OPENED]:
        raise LookupError(f"{found} of {OPENED} openings were counted.")
    return taken


def _page(subject: Subject, period: Period) -> int:
    reading.totals(subject, period)
    reading.lines(subject, period, show="", page=1)
    return reading.count(subject, period, "")


def _milliseconds(name: str, ours: float, other: float, other_name: str, number: int) -> Row:
    return Row(name, round(ours * 1e3, 2), round(other * 1e3, 2), other_name, round(ours / other, 3), "ms", number)


def main(largest: int) -> None:
    """Print the rows of both databases."""
    steps = [size for size in (10_000, 100_000, 1_000_000) if size <= largest]
    for kind in KINDS:
        for row in measure_looked(kind, steps, asked=200):
            print(f"{row.name:56} {row.ours:>9} {row.other:>9} {row.unit} {row.ratio:>7} of {row.other_name}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
