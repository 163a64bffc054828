"""Marks: tell that two records mean the same without storing what. Pure but for the panel's key of marks.

A mark is the first 64 bits of HMAC-SHA-256 under a key that belongs to one panel and one kind, of ids and references
and never of a fact about a person. Its key is not the index's, which is changed now and then: a mark must stay the
same.
"""

import hashlib
import hmac
import unicodedata
from uuid import UUID

from anyascii import anyascii

from auth.encryption.keyring import MARK, keyring

TOKEN_BYTES = 8
RULE_VERSION = b"1"


def fold(text: str) -> str:
    """A name or address part without case, marks, spaces or punctuation, in Latin letters and digits."""
    plain = anyascii(unicodedata.normalize("NFKD", text)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def token(panel: str, kind: str, *parts: str) -> bytes:
    """The mark of one thing of ``kind`` in ``panel`` (8 bytes)."""
    _, key = keyring().newest(panel, MARK)
    kind_key = hmac.digest(key, b"blind-index|" + RULE_VERSION + b"|" + kind.encode(), "sha256")
    return hmac.digest(kind_key, "\x1f".join(parts).encode(), "sha256")[:TOKEN_BYTES]


def set_fingerprint(ids: list[UUID]) -> bytes:
    """A hash of a set of ids, for the access log's record of a list that was shown."""
    return hashlib.sha256(b"".join(sorted(i.bytes for i in ids))).digest()
