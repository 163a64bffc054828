"""Writing the access log while it is sealed and signed, against writing it alone: one entry a commit.

Writers are threads of one process, and so is the sealer, as in ``flask serve``, with its pace. Pairs
of runs, with and without it, in random order; what waits to be sealed is sealed before each run. A pass is timed from
when it has begun its transaction: so long does it keep others from an SQLite file.
"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from uuid import UUID

from flask import Flask

from auth.ledger import checkpoints, sealing
from auth.roles import Actor
from benchmarks.dataset import SEED
from benchmarks.entries import one_entry
from benchmarks.timing import MEDIAN, Row, share
from extensions import db, making_way, unit_of_work

WITHOUT, TYPICAL, SECOND = "the same writes without sealing", "the median pass", "one second"
GOAL = 1.0
"""Seconds from a commit to its signature."""


class NotWritten(AssertionError):
    """A run says nothing: it was too short for the sealer to come to its work."""


@dataclass
class Sealer:
    """Seals as the service does until it is told to end. ``passes``: how long each took; ``rounds``: when each began,
    and when what it had sealed was signed."""

    app: Flask
    ending: threading.Event = field(default_factory=threading.Event)
    passes: list[float] = field(default_factory=list)
    rounds: list[tuple[float, float]] = field(default_factory=list)

    def run(self) -> None:
        """The work of its thread."""
        wait = checkpoints.ROUND
        while not self.ending.wait(wait):
            with self.app.app_context():
                begun = time.perf_counter()
                self._seal()
                checkpoints.look_after()
                self.rounds.append((begun, time.perf_counter()))
            wait = max(checkpoints.ROUND - (time.perf_counter() - begun), checkpoints.SHORTEST)

    def _seal(self) -> None:
        more = True
        while more:
            with making_way():
                with unit_of_work():
                    db.session.connection()
                    started = time.perf_counter()
                    more = sealing.seal().more
                self.passes.append(time.perf_counter() - started)

    def longest_wait(self) -> float:
        """The longest that an entry can have waited for its signature: committed when a round had just begun, signed at
        the end of the next."""
        return max((after[1] - before[0] for before, after in pairwise(self.rounds)), default=0.0)


def measure_appends(
    app: Flask, actor: Actor, kind: str, *, clients: tuple[int, ...], pairs: int, seconds: float
) -> Iterator[Row]:
    """``pairs`` of runs with each number of clients. The ratio of a row is the median of those of its pairs.

    :raises NotWritten: a run was too short for any sealing. A write that fails raises what it failed with.
    """
    chance, passes, waits = Random(SEED), list[float](), list[float]()
    for number in clients:
        rates: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(pairs):
            for sealed in chance.sample((True, False), 2):
                sealer = Sealer(app) if sealed else None
                rates[sealed].append(_rate(app, actor, number, seconds, sealer))
                passes += sealer.passes if sealer else []
                waits += [sealer.longest_wait()] if sealer and len(sealer.rounds) > 1 else []
        yield from _rate_rows(f"access entries written and sealed, {number} at once, {kind}", rates)
    if passes:
        yield _milliseconds(
            f"longest pass of sealing, {kind}", max(passes), share(passes, MEDIAN), TYPICAL, len(passes)
        )
    if waits:
        yield _milliseconds(f"longest from commit to signature, {kind}", max(waits), GOAL, SECOND, len(waits))


def _rate(app: Flask, actor: Actor, clients: int, seconds: float, sealer: Sealer | None) -> float:
    """Entries a second."""
    checkpoints.look_after()
    start = threading.Barrier(clients)
    with ThreadPoolExecutor(clients + 1) as pool:
        started = time.perf_counter()
        sealing_on = pool.submit(sealer.run) if sealer else None
        until = started + seconds
        writers = [pool.submit(_write, app, actor, number, start, until) for number in range(clients)]
        try:
            written = sum(writer.result() for writer in writers)
            taken = time.perf_counter() - started
        finally:
            if sealer:
                sealer.ending.set()
        if sealer and sealing_on:
            sealing_on.result()
            if not sealer.passes:
                raise NotWritten("Nothing was sealed meanwhile: the run was too short.")
    return written / taken


def _write(app: Flask, actor: Actor, number: int, start: threading.Barrier, until: float) -> int:
    """Write until then; returns how many."""
    start.wait()
    written = 0
    while time.perf_counter() < until or not written:
        with app.app_context(), unit_of_work():
            one_entry(actor, UUID(int=number + 1))
        written += 1
    return written


def _rate_rows(name: str, rates: dict[bool, list[float]]) -> Iterator[Row]:
    ratios = [mine / theirs for mine, theirs in zip(rates[True], rates[False], strict=True)]
    mine, theirs = (round(share(rates[sealed], MEDIAN)) for sealed in (True, False))
    yield Row(name, mine, theirs, WITHOUT, round(share(ratios, MEDIAN), 3), "/s", len(ratios))
    worst = min(range(len(ratios)), key=ratios.__getitem__)
    told = (round(rates[True][worst]), round(rates[False][worst]))
    yield Row(f"{name}, worst pair", *told, WITHOUT, round(ratios[worst], 3), "/s", len(ratios))


def _milliseconds(name: str, ours: float, other: float, other_name: str, number: int) -> Row:
    return Row(name, round(ours * 1e3, 1), round(other * 1e3, 1), other_name, round(ours / other, 3), "ms", number)
