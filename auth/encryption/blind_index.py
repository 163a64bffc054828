"""Blind index tokens: find equal values without storing them. Pure but for the panel's search key.

A token is the first 64 bits of HMAC-SHA-256 under a key that belongs to one panel and one kind of term, so the same
person has different tokens in two panels. Terms join two or three facts (surname and forename, surname and date of
birth …): single low-cardinality facts would show their frequency to a thief of the database.
"""

import hashlib
import hmac
import unicodedata
from uuid import UUID

from anyascii import anyascii

from auth.encryption.keyring import SEARCH, keyring

TOKEN_BYTES = 8
RULE_VERSION = b"1"


def fold(text: str) -> str:
    """A name or address part without case, marks, spaces or punctuation, in Latin letters and digits."""
    plain = anyascii(unicodedata.normalize("NFKD", text)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def token(panel: str, kind: str, *parts: str) -> bytes:
    """The token of one compound term of ``kind`` in ``panel`` (8 bytes)."""
    _, key = keyring().newest(panel, SEARCH)
    kind_key = hmac.digest(key, b"blind-index|" + RULE_VERSION + b"|" + kind.encode(), "sha256")
    return hmac.digest(kind_key, "\x1f".join(parts).encode(), "sha256")[:TOKEN_BYTES]


def set_fingerprint(ids: list[UUID]) -> bytes:
    """A hash of a set of ids, for the access log's record of a list that was shown."""
    return hashlib.sha256(b"".join(sorted(i.bytes for i in ids))).digest()
