"""One field sealed and opened again, against the cipher alone with its key object kept."""

import os
from collections.abc import Callable
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.encryption import cells
from benchmarks.timing import Row, row_of, seconds_of, take_turns

BARE = "AES-256-GCM with the same associated data, bytes in and out"
SIZES = (20, 200, 4000)
IN_A_ROW = 200
"""Calls in one measurement: a single call is too short for the clock."""


def measure_fields(rounds: int) -> list[Row]:
    """Text in, text out: place, header, padding, nonce, cipher, UTF-8."""
    rows: list[Row] = []
    for size in SIZES:
        taken = take_turns({"ours": _repeated(_ours(size)), "bare": _repeated(_bare(size))}, rounds)
        name = f"field of {size} bytes, seal and open"
        rows.append(row_of(name, taken["ours"], taken["bare"], BARE, unit="µs"))
    return rows


def _repeated(once: Callable[[], object]) -> Callable[[], float]:
    def many() -> None:
        for _ in range(IN_A_ROW):
            once()

    return lambda: seconds_of(many) / IN_A_ROW


def _ours(size: int) -> Callable[[], object]:
    key, row, key_id, text = AESGCM(cells.new_key()), uuid4(), uuid4(), "a" * size

    def once() -> str:
        cell = cells.seal(key, text.encode(), cells.place("note", "text_sealed", row, key_id))
        return cells.unseal(key, cell, cells.place("note", "text_sealed", row, key_id)).decode()

    return once


def _bare(size: int) -> Callable[[], object]:
    key, plain = AESGCM(cells.new_key()), b"a" * size
    where = cells.place("note", "text_sealed", uuid4(), uuid4())

    def once() -> bytes:
        nonce = os.urandom(cells.NONCE_BYTES)
        return key.decrypt(nonce, key.encrypt(nonce, plain, where), where)

    return once
