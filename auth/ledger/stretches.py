"""A long log in stretches, each checked by a process of its own; a short one in this process."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_all_start_methods, get_context
from typing import NamedTuple

from auth.ledger import reading, rows
from auth.ledger.reading import Stop, Stretch

STRETCH = 4096
"""Positions: sixteen tiles, some 60 ms. A power of two, so that what grew in a stretch is a part of the tree."""
FEW = 20_000
"""Entries that are checked sooner than a process has begun."""
LEEWAY = 600
"""So many seconds may an entry's own time lie outside the checkpoints around it, and a checkpoint's before the one
before it: long requests, clocks set right (the verifier of strangers allows the same)."""
ALWAYS = ("", "~")


class Signed(NamedTuple):
    """A checkpoint whose signatures are right: size, root, and when it was signed (seconds since 1970)."""

    size: int
    root: bytes
    at: int


def stops_of(signed: Sequence[Signed]) -> list[Stop]:
    """The checkpoints in order, with the moments between which the entries up to each are dated."""
    found, before, earliest = list[Stop](), 0, ALWAYS[0]
    for one in signed:
        if one.size > before:
            found.append(Stop(one.size, earliest, _moment(one.at + LEEWAY)))
        before, earliest = one.size, _moment(one.at - LEEWAY)
    return found


def signed_backwards(signed: Sequence[Signed]) -> int | None:
    """How many entries the first checkpoint has after which one is dated earlier than it, beyond what is allowed."""
    return next((one.size for one, after in pairwise(signed) if after.at < one.at - LEEWAY), None)


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(" ")[:19]


def checked(total: int, stops: Sequence[Stop], ways: int) -> Iterator[Stretch]:
    """The stretches of the first ``total`` positions in order, up to the first that has a fault; ``ways``: processes,
    this one among them, where the log is long."""
    work = _work(total, stops)
    found = _in_this_process(work) if ways < 2 or total <= FEW else _in_several(work, ways)
    for one in found:
        yield one
        if one.fault is not None:
            return


def _work(total: int, stops: Sequence[Stop]) -> Iterator[tuple[int, int, list[Stop]]]:
    place = 0
    for first in range(0, total, STRETCH):
        last = min(first + STRETCH, total)
        while place < len(stops) and stops[place].size <= first:
            place += 1
        until = place
        while until < len(stops) and stops[until].size < last:
            until += 1
        yield first, last, [*stops[place : until + 1]]


def _in_this_process(work: Iterator[tuple[int, int, list[Stop]]]) -> Iterator[Stretch]:
    with reading.opened(rows.address(), rows.own_statements()) as reader:
        for first, last, stops in work:
            yield reading.check_with(reader, first, last, stops)


def _in_several(work: Iterator[tuple[int, int, list[Stop]]], ways: int) -> Iterator[Stretch]:
    """Begun anew and not copied from a process with threads, whose locks they might never get; a command has none."""
    alone = threading.active_count() == 1 and "fork" in get_all_start_methods()
    context = get_context("fork" if alone else "spawn")
    told = rows.address(), rows.own_statements()
    with ProcessPoolExecutor(ways, context, initializer=reading.begin_process, initargs=told) as pool:
        ahead = deque[Future[Stretch]]()
        try:
            for one in work:
                ahead.append(pool.submit(reading.check_stretch, *one))
                if len(ahead) > 2 * ways:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
