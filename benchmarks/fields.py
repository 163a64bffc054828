"""One field sealed and opened again, against the cipher alone with its key object kept, and against the encrypted
type of SQLAlchemy-Utils with each of its three engines (for measuring alone: ADR 4 says why none of them is used)."""

import os
from collections.abc import Callable
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy_utils.types.encrypted.encrypted_type import AesEngine, AesGcmEngine, FernetEngine, StringEncryptedType

from auth.encryption import cells
from benchmarks.timing import Row, row_of, seconds_of, take_turns

BARE = "AES-256-GCM with the same associated data, bytes in and out"
ENGINES = {f"SQLAlchemy-Utils, {engine.__name__}": engine for engine in (AesGcmEngine, AesEngine, FernetEngine)}
SIZES = (20, 200, 4000)
IN_A_ROW = 200
"""Calls in one measurement: a single call is too short for the clock."""


def measure_fields(rounds: int) -> list[Row]:
    """Text in, text out: place, header, padding, nonce, cipher, UTF-8. The parts of the place are kept with the
    column and with the row, as the product keeps them."""
    rows: list[Row] = []
    for size in SIZES:
        ways = {"ours": _ours(size), BARE: _bare(size)} | {name: _theirs(size, name) for name in ENGINES}
        taken = take_turns({name: _repeated(way) for name, way in ways.items()}, rounds)
        ours = taken.pop("ours")
        rows += [
            row_of(f"field of {size} bytes, seal and open", ours, taken[other], other, unit="µs")
            for other in (BARE, *ENGINES)
        ]
    return rows


def _repeated(once: Callable[[], object]) -> Callable[[], float]:
    def many() -> None:
        for _ in range(IN_A_ROW):
            once()

    return lambda: seconds_of(many) / IN_A_ROW


def _ours(size: int) -> Callable[[], object]:
    key, row, key_id, text = AESGCM(cells.new_key()), uuid4(), uuid4(), "a" * size
    of_column, of_row = cells.column_part("note", "text_sealed"), cells.row_part(row, key_id)

    def once() -> str:
        cell = cells.seal(key, text.encode(), of_column + of_row)
        return cells.unseal(key, cell, of_column + of_row).decode()

    return once


def _theirs(size: int, name: str) -> Callable[[], object]:
    kept = StringEncryptedType(key="a-key-for-measuring", engine=ENGINES[name], padding="pkcs5")
    dialect, text = SQLiteDialect_pysqlite(), "a" * size

    def once() -> object:
        return kept.process_result_value(kept.process_bind_param(text, dialect), dialect)

    return once


def _bare(size: int) -> Callable[[], object]:
    key, plain = AESGCM(cells.new_key()), b"a" * size
    where = cells.place("note", "text_sealed", uuid4(), uuid4())

    def once() -> bytes:
        nonce = os.urandom(cells.NONCE_BYTES)
        return key.decrypt(nonce, key.encrypt(nonce, plain, where), where)

    return once
