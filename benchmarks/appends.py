"""Writing the access log while it is sealed and signed, against writing it alone: one entry a commit.

Writers are threads of one process. The sealer keeps its pace and is where it stands in use: a thread beside them as in
``flask serve``, or a process of its own as ``audit seal`` beside another server. Pairs of runs, with and without it, in
random order; what waits to be sealed is sealed before each run. A pass is timed from when it has begun its transaction:
so long does it keep others from an SQLite file.
"""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import Connection
from random import Random
from typing import Protocol
from uuid import UUID

from flask import Flask

from auth.ledger import checkpoints, sealing
from auth.roles import Actor
from benchmarks.databases import KINDS
from benchmarks.dataset import SEED
from benchmarks.entries import one_entry
from benchmarks.timing import MEDIAN, Row, share
from config import Settings
from extensions import db, making_way, unit_of_work
from wsgi import create_app

WITHOUT, TYPICAL, SECOND = "the same writes without sealing", "the median pass", "one second"
GOAL = 1.0
"""Seconds from a commit to its signature."""


class NotWritten(AssertionError):
    """A run says nothing: it was too short for the sealer to come to its work."""


class Ending(Protocol):
    """The event of threads, or of processes."""

    def wait(self, timeout: float | None = None, /) -> bool: ...


@dataclass
class Sealed:
    """What a sealer did. ``passes``: how long each took; ``rounds``: when each began, and when what it had sealed was
    signed."""

    passes: list[float] = field(default_factory=list)
    rounds: list[tuple[float, float]] = field(default_factory=list)

    def longest_wait(self) -> float:
        """The longest that an entry can have waited for its signature: committed when a round had just begun, signed at
        the end of the next."""
        return max((after[1] - before[0] for before, after in pairwise(self.rounds)), default=0.0)


Sealing = Callable[[], AbstractContextManager[Sealed]]
"""Seals while it is entered; what it did is filled in when it is left."""


def _seal_until(app: Flask, ending: Ending) -> Sealed:
    """Seal as the service does until it is told to end."""
    done, wait = Sealed(), checkpoints.ROUND
    while not ending.wait(wait):
        with app.app_context():
            begun = time.perf_counter()
            _seal(done)
            checkpoints.look_after()
            done.rounds.append((begun, time.perf_counter()))
        wait = max(checkpoints.ROUND - (time.perf_counter() - begun), checkpoints.SHORTEST)
    return done


def _seal(done: Sealed) -> None:
    more = True
    while more:
        with making_way():
            with unit_of_work():
                db.session.connection()
                started = time.perf_counter()
                more = sealing.seal().more
            done.passes.append(time.perf_counter() - started)


@contextmanager
def _in_a_thread(app: Flask) -> Iterator[Sealed]:
    done, ending = Sealed(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        working: Future[Sealed] = pool.submit(_seal_until, app, ending)
        try:
            yield done
        finally:
            ending.set()
        _take(done, working.result())


class Beside:
    """A sealer in a process of its own, which is there for all the runs and seals in those that want it."""

    def __init__(self, app: Flask) -> None:
        context = multiprocessing.get_context("spawn")
        self._ending = context.Event()
        self._pipe, theirs = context.Pipe()
        settings = app.extensions["casework-settings"]
        self._process = context.Process(target=_seal_when_told, args=(settings, self._ending, theirs), daemon=True)
        self._process.start()
        self._pipe.recv()

    @contextmanager
    def __call__(self) -> Iterator[Sealed]:
        """Seal meanwhile."""
        done = Sealed()
        self._ending.clear()
        self._pipe.send(True)
        try:
            yield done
        finally:
            self._ending.set()
            _take(done, self._pipe.recv())

    def end(self) -> None:
        """End the process."""
        self._pipe.send(False)
        self._process.join(30)


def _seal_when_told(settings: Settings, ending: Ending, pipe: Connection) -> None:
    """The work of that process."""
    app = create_app(settings)
    pipe.send("ready")
    while pipe.recv():
        pipe.send(_seal_until(app, ending))


def _take(done: Sealed, found: Sealed) -> None:
    done.passes += found.passes
    done.rounds += found.rounds


def measure_appends(
    app: Flask, actor: Actor, kind: str, *, clients: tuple[int, ...], pairs: int, seconds: float
) -> Iterator[Row]:
    """``pairs`` of runs with each number of clients. The ratio of a row is the median of those of its pairs.

    :raises NotWritten: a run was too short for any sealing. A write that fails raises what it failed with.
    """
    measured = Runs(app, actor, pairs, seconds)
    yield from measured.rows(f"{kind}", clients, lambda: _in_a_thread(app))
    if kind != KINDS[0]:
        beside = Beside(app)
        try:
            yield from measured.rows(f"{kind}, the sealer a process of its own", clients, beside)
        finally:
            beside.end()


@dataclass
class Runs:
    """Pairs of runs of so many seconds."""

    app: Flask
    actor: Actor
    pairs: int
    seconds: float

    def rows(self, name: str, clients: tuple[int, ...], sealing_on: Sealing) -> Iterator[Row]:
        """Those of one place of the sealer."""
        chance, passes, waits = Random(SEED), list[float](), list[float]()
        for number in clients:
            rates: dict[bool, list[float]] = {True: [], False: []}
            for _ in range(self.pairs):
                for sealed in chance.sample((True, False), 2):
                    rate, done = self._run(number, sealing_on if sealed else None)
                    rates[sealed].append(rate)
                    passes += done.passes
                    waits += [done.longest_wait()] if len(done.rounds) > 1 else []
            yield from _rate_rows(f"access entries written and sealed, {number} at once, {name}", rates)
        if passes:
            yield _milliseconds(
                f"longest pass of sealing, {name}", max(passes), share(passes, MEDIAN), TYPICAL, len(passes)
            )
        if waits:
            yield _milliseconds(f"longest from commit to signature, {name}", max(waits), GOAL, SECOND, len(waits))

    def _run(self, clients: int, sealing_on: Sealing | None) -> tuple[float, Sealed]:
        """Entries a second, and what was sealed."""
        checkpoints.look_after()
        if sealing_on is None:
            return self._rate(clients), Sealed()
        with sealing_on() as done:
            rate = self._rate(clients)
        if not done.passes:
            raise NotWritten("Nothing was sealed meanwhile: the run was too short.")
        return rate, done

    def _rate(self, clients: int) -> float:
        start = threading.Barrier(clients)
        with ThreadPoolExecutor(clients) as pool:
            started = time.perf_counter()
            until = started + self.seconds
            writers = [pool.submit(_write, self.app, self.actor, one, start, until) for one in range(clients)]
            written = sum(writer.result() for writer in writers)
            return written / (time.perf_counter() - started)


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
