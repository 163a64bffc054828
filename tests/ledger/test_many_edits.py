"""Whatever is changed in a long log is found, at the very place."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auth.ledger import leaves, notes, tree
from auth.ledger.notes import Checkpoint, Verifier
from tests.ledger.conftest import START, verify

NAME, PRIVATE = "panels.example.org/access-log", bytes(range(32))
LONG, EVERY, EDITS = 50_000, 5_000, 240
ENTRY = {
    "actor_id": UUID(int=5), "agency_id": UUID(int=6), "session_id": None, "appointment_id": None,
    "network_hash": b"n" * 32, "request_id": "r", "object_type": "case", "panel": "panel", "shown": 1, "set_hash": None,
    "reason_id": None, "event": "case.open", "outcome": "allowed", "role": "member", "rule": "member",
    "rule_version": 1, "explanation": "you are on this panel", "tiers": "",
}  # fmt: skip


class Made:
    """An export in memory, with the shape that the verifier reads."""

    origin, size = NAME, LONG

    def __init__(self, lines: list[str], leaves_: bytes, checkpoints: list[Any], grown: list[Any]) -> None:
        self.all, self.leaves, self.checkpoints, self.grown = lines, leaves_, checkpoints, grown

    def blocks(self) -> Iterator[bytes]:
        return ("".join(self.all[at : at + 5000]).encode() for at in range(0, len(self.all), 5000))

    def proofs(self) -> Iterator[Any]:
        return iter(self.grown)

    def lines(self) -> Iterator[str]:
        return iter(self.all)

    def leaf(self, position: int) -> bytes:
        return self.leaves[position * 32 : position * 32 + 32]


def make() -> Made:
    dice, growing, lines, hashes, checkpoints = random.Random(1), tree.Growing(), [], [], []
    for position in range(LONG):
        entry = {**ENTRY, "number": position + 1, "at": START + timedelta(seconds=position / 10)}
        salts = [dice.randbytes(16) for _ in leaves.PARTS]
        one = leaves.sealed(position, entry, [("case", UUID(int=position))], salts)
        lines.append(one.line())
        hashes.append(one.leaf())
        growing.add(hashes[-1])
        if growing.size % EVERY == 0:
            note = notes.sign_checkpoint(Checkpoint(NAME, growing.size, growing.root()), PRIVATE)
            at = int((START + timedelta(seconds=position / 10 + 1)).timestamp())
            checkpoints.append(verify.Checkpoint(note + notes.cosign(note, NAME, PRIVATE, at)))
    rows = [hashes]
    while len(rows[-1]) > 1:
        rows.append([tree.node_hash(*pair) for pair in zip(rows[-1][::2], rows[-1][1::2], strict=False)])
    ends = range(EVERY, LONG + 1, EVERY)
    grown = [
        (end - EVERY, end, tree.consistency_proof(end - EVERY, end, lambda row, at: rows[row][at])) for end in ends
    ]
    return Made(lines, b"".join(hashes), checkpoints, grown)


def edits(whole: Made, dice: random.Random) -> Iterator[tuple[Made, int, str]]:
    """A log with one edit, its first bad position, and what was done."""
    for number in range(EDITS):
        lines, at = [*whole.all], dice.randrange(LONG - 2)
        done = ("letter", "letter", "letter", "delete", "insert", "swap", "leaf too", "cut")[number % 8]
        hashes = whole.leaves
        if done in ("letter", "leaf too"):
            place = dice.randrange(60 if done == "leaf too" else 0, len(lines[at]) - 3)
            old = lines[at][place]
            lines[at] = lines[at][:place] + ("0" if old != "0" else "1") + lines[at][place + 1 :]
        if done == "leaf too":
            leaf = verify.leaf_of(lines[at])[1] or bytes(32)
            hashes = hashes[: at * 32] + leaf + hashes[at * 32 + 32 :]
        if done == "delete":
            del lines[at]
        if done == "insert":
            lines.insert(at, lines[dice.randrange(LONG)].replace("member", "chair"))
        if done == "swap":
            other = dice.randrange(at + 1, LONG)
            lines[at], lines[other] = lines[other], lines[at]
        if done == "cut":
            del lines[at:]
        yield Made(lines, hashes, whole.checkpoints, whole.grown), at, done


@pytest.mark.long
def test_an_edit_of_a_long_log_would_be_missed_or_placed_wrongly() -> None:
    whole = make()
    key = verify.Key(
        Verifier(NAME, Ed25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw()).text()
    )
    assert verify.check(whole, key) == LONG
    kinds = {"delete": "missing", "insert": "inserted", "swap": "reordered", "cut": "truncated"}
    missed = []
    for made, at, done in edits(whole, random.Random(50_000)):
        try:
            verify.check(made, key)
            missed.append((done, at, "whole"))
        except verify.Fault as fault:
            right = fault.position <= at < fault.until if fault.until else fault.position == at
            if not right or (done in kinds and fault.kind != kinds[done]):
                missed.append((done, at, fault.sentence()))
    assert not missed
