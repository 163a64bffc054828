"""Proofs of the access log: their size against the least, the time to make one and to check one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from auth.ledger import tree
from auth.ledger.models import HASH
from auth.ledger.tiles import Tiles
from benchmarks.dataset import SEED
from benchmarks.timing import MEDIAN, SCALES, Row, seconds_of, share
from extensions import unit_of_work

LEAST, WARM, HASHING = "32 bytes for each level", "the same with the hashes in memory", "hashing once for each level"


class NotProved(AssertionError):
    """A proof of a log that nobody touched was refused."""


@dataclass
class Taken:
    """Of each proof its bytes, and seconds: made from the database, made again from memory, checked."""

    sizes: list[int] = field(default_factory=list)
    made: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    checked: list[float] = field(default_factory=list)


def measure_proofs(kind: str, size: int, number: int) -> Iterator[Row]:
    """``number`` proofs of entries drawn at random, and of older lengths, in a log of ``size``.

    :raises NotProved: one was refused.
    """
    levels = (size - 1).bit_length()
    with unit_of_work():
        root = Tiles().root(size)
    for what, one in (("inclusion", _inclusion), ("consistency", _consistency)):
        taken, chance = Taken(), Random(SEED + size)
        for _ in range(number):
            with unit_of_work():
                one(taken, chance.randrange(1, size), size, root)
        yield from _rows(f"{what} proof, {size} entries, {kind}", taken, levels)


def _inclusion(taken: Taken, place: int, size: int, root: bytes) -> None:
    leaf = Tiles().get(0, place)
    proof = _made(taken, lambda tiles: tiles.inclusion_proof(place, size))
    _check(taken, lambda: tree.leads_to(leaf, place, size, proof, root))


def _consistency(taken: Taken, old: int, size: int, root: bytes) -> None:
    old_root = Tiles().root(old)
    proof = _made(taken, lambda tiles: tiles.consistency_proof(old, size))
    _check(taken, lambda: tree.grew_from(old, old_root, size, root, proof))


def _made(taken: Taken, make: Callable[[Tiles], list[bytes]]) -> list[bytes]:
    tiles, proof = Tiles(), list[bytes]()
    taken.made.append(seconds_of(lambda: proof.extend(make(tiles))))
    taken.again.append(seconds_of(lambda: make(tiles)))
    taken.sizes.append(len(proof) * HASH)
    return proof


def _check(taken: Taken, right: Callable[[], bool]) -> None:
    said: list[Any] = []
    taken.checked.append(seconds_of(lambda: said.append(right())))
    if said != [True]:
        raise NotProved("A right proof was refused.")


def _rows(name: str, taken: Taken, levels: int) -> Iterator[Row]:
    largest, least = max(taken.sizes), levels * HASH
    hashing = share([seconds_of(lambda: _hash(levels)) for _ in taken.sizes], MEDIAN)
    made, again, checked = (share(one, MEDIAN) for one in (taken.made, taken.again, taken.checked))
    number = len(taken.sizes)
    yield Row(f"{name}, largest", largest, least, LEAST, round(largest / least, 3), "B", number)
    yield _microseconds(f"{name}, made from the database", made, again, WARM, number)
    yield _microseconds(f"{name}, checked", checked, hashing, HASHING, number)


def _hash(levels: int) -> None:
    found = tree.EMPTY
    for _ in range(levels):
        found = tree.node_hash(found, tree.EMPTY)


def _microseconds(name: str, ours: float, other: float, other_name: str, number: int) -> Row:
    scale = SCALES["µs"]
    return Row(name, round(ours * scale, 1), round(other * scale, 1), other_name, round(ours / other, 3), "µs", number)
