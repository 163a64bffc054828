"""One sealed cell: bytes in, bytes out. Pure; knows no database.

Layout: ``version 1 | algorithm 1 | reserved 3 | nonce 12 | ciphertext | tag 16``. The header is authenticated together
with the place the value stands in (table, column, row, key), so a value moved to another place does not open.
Algorithm 1 is AES-256-GCM with 96 random bits of nonce per cell (NIST SP 800-38D).
"""

import os
import struct
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER = struct.pack(">BB3s", 1, 1, b"\0\0\0")
NONCE_BYTES = 12
TAG_BYTES = 16
PAD_STEP = 16
KEY_BYTES = 32

# Fixed parts are made once: a page opens hundreds of cells.
_BODY_AT = len(HEADER) + NONCE_BYTES
_SHORTEST = _BODY_AT + TAG_BYTES
_PADDING = tuple(b"\x80" + b"\0" * (-(length + 1) % PAD_STEP) for length in range(PAD_STEP))
_BEFORE_ID = struct.pack(">H", 16)


class CannotOpen(Exception):
    """A sealed value was cut, changed, moved, or sealed with another key. The message never says which."""

    def __init__(self) -> None:
        super().__init__("A sealed value could not be opened.")


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return AESGCM.generate_key(bit_length=256)


def place(table: str, column: str, row: UUID, key_id: UUID) -> bytes:
    """The authenticated place of a cell: length-prefixed, so that no two places read the same."""
    return _column_part(table, column) + _BEFORE_ID + row.bytes + _BEFORE_ID + key_id.bytes


@lru_cache(maxsize=1000)
def _column_part(table: str, column: str) -> bytes:
    parts = (table.encode(), column.encode())
    return b"".join(struct.pack(">H", len(part)) + part for part in parts)


def seal(key: AESGCM, plain: bytes, where: bytes) -> bytes:
    """Seal ``plain`` for the place ``where``. Length is hidden up to 16-byte steps."""
    nonce = os.urandom(NONCE_BYTES)
    return HEADER + nonce + key.encrypt(nonce, _pad(plain), HEADER + where)


def unseal(key: AESGCM, cell: bytes, where: bytes) -> bytes:
    """Open a cell sealed for the place ``where``.

    :raises CannotOpen: for every kind of fault alike.
    """
    if len(cell) < _SHORTEST or not cell.startswith(HEADER):
        raise CannotOpen
    try:
        return _unpad(key.decrypt(cell[len(HEADER) : _BODY_AT], cell[_BODY_AT:], HEADER + where))
    except InvalidTag:
        raise CannotOpen from None


def _pad(plain: bytes) -> bytes:
    return plain + _PADDING[len(plain) % PAD_STEP]


def _unpad(padded: bytes) -> bytes:
    return padded[: padded.rindex(b"\x80")]
