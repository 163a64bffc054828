"""One sealed cell: bytes in, bytes out. Pure; knows no database.

Layout: ``version 1 | algorithm 1 | reserved 3 | nonce 12 | ciphertext | tag 16``. The header is authenticated together
with the place the value stands in (table, column, row, key), so a value moved to another place does not open.
Algorithm 1 is AES-256-GCM with 96 random bits of nonce per cell (NIST SP 800-38D).
"""

import os
import struct
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER = struct.pack(">BB3s", 1, 1, b"\0\0\0")
NONCE_BYTES = 12
TAG_BYTES = 16
PAD_STEP = 16
KEY_BYTES = 32

# Fixed parts are made once: a page opens hundreds of cells. A slice written out is made anew each time.
_HEAD = slice(0, len(HEADER))
_NONCE = slice(_HEAD.stop, _HEAD.stop + NONCE_BYTES)
_BODY = slice(_NONCE.stop, None)
_MARK = b"\x80"
"""Ends the text; zeros follow it to the next step (ISO/IEC 7816-4)."""
_PADDING = tuple(_MARK + b"\0" * (-(length + 1) % PAD_STEP) for length in range(PAD_STEP))
_BEFORE_ID = struct.pack(">H", 16)
_random = os.urandom


class Locked(Exception):
    """A sealed attribute was touched without its key: the code forgot a door. The message names no value."""


class CannotOpen(Exception):
    """A sealed value was cut, changed, moved, or sealed with another key. The message never says which."""

    def __init__(self) -> None:
        super().__init__("A sealed value could not be opened.")


class Destroyed(CannotOpen):
    """The key of this value was destroyed on purpose; there is nothing left that could open it."""


class NoCipher:
    """Stands where a data key should: it opens nothing and seals nothing, whatever is asked of it."""

    def __init__(self, fault: type[CannotOpen] = CannotOpen) -> None:
        self._fault = fault

    def decrypt(self, *_args: object) -> bytes:
        """:raises CannotOpen: always; :class:`Destroyed` if the key was destroyed."""
        raise self._fault

    def encrypt(self, *_args: object) -> bytes:
        """:raises CannotOpen: always; :class:`Destroyed` if the key was destroyed."""
        raise self._fault


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return AESGCM.generate_key(bit_length=256)


def place(table: str, column: str, row: UUID, key_id: UUID) -> bytes:
    """What is authenticated with a cell: the header and its place, length-prefixed, so that no two read the same."""
    return column_part(table, column) + row_part(row, key_id)


def row_part(row: UUID, key_id: UUID) -> bytes:
    """The second part of a :func:`place`, the same for all cells of a row."""
    return bytes_part(row.bytes, key_id.bytes)


def bytes_part(row: bytes, key_id: bytes) -> bytes:
    """As :func:`row_part`, of ids that are bytes."""
    return row + _BEFORE_ID + key_id


def column_part(table: str, column: str) -> bytes:
    """The first part of a :func:`place`, the same for all cells of a column."""
    parts = (table.encode(), column.encode())
    return HEADER + b"".join(struct.pack(">H", len(part)) + part for part in parts) + _BEFORE_ID


def seal(key: AESGCM, plain: bytes, where: bytes) -> bytes:
    """Seal ``plain`` for the place ``where``. Length is hidden up to 16-byte steps."""
    nonce = _random(NONCE_BYTES)
    return HEADER + nonce + key.encrypt(nonce, plain + _PADDING[len(plain) % PAD_STEP], where)


def unseal(key: AESGCM, cell: bytes, where: bytes) -> bytes:
    """Open a cell sealed for the place ``where``.

    :raises CannotOpen: for every kind of fault alike.
    """
    if cell[_HEAD] != HEADER:
        raise CannotOpen
    try:
        # A cell cut short has too few bytes left for a nonce or a tag, which the cipher refuses.
        plain, mark, _ = key.decrypt(cell[_NONCE], cell[_BODY], where).rpartition(_MARK)
    except (InvalidTag, ValueError):
        raise CannotOpen from None
    if not mark:
        raise CannotOpen
    return plain
