"""Counter tokens: an index in which no value occurs twice. Pure.

A *word* is a keyed hash of one term ("the name Ada with the name Quill"). The records that hold a word are numbered
from 0 without gaps, and the row of number i bears a token of its own, made of word and i under the key. Whoever knows
the key asks for the tokens 0, 1, 2 … of a word; whoever has the rows alone sees numbers that never repeat, so there is
nothing to rank and nothing that joins two rows. Beside the token stands its *place*, one block of AES, from which the
holder of the key reads which word and number the row is: that is how a row is taken out again, and how records that
share a word are found from the record alone.

Hashes are keyed BLAKE2b (RFC 7693, made to be a MAC): one call gives eight tokens, at a quarter of what HMAC costs.
"""

import hmac
import struct
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

WORD_BYTES, PLACE_BYTES = 8, 16
A_PAGE = 8
"""Tokens that one hash gives."""

_PAGE = struct.Struct(">8sI")
_TOKENS = struct.Struct(">8q")
_PLACE = struct.Struct(">8sBI3s")
_CHECK = struct.Struct(">q")


class IndexKey:
    """What one search key makes for one generation of an index: words, tokens and places. Its parts are derived, so
    none tells of another, and an index made anew under the same key shares no token with the one before."""

    def __init__(self, search_key: bytes, generation: int = 1) -> None:
        def part(label: bytes) -> bytes:
            return hmac.digest(search_key, b"counter-index|%d|%s" % (generation, label), "sha256")

        self._word, self._slot = part(b"word"), part(b"slot")
        # One block a value and no value twice: the plain block cipher is what is wanted here.
        self._place = Cipher(algorithms.AES(part(b"place")), modes.ECB())  # noqa: S305

    def word(self, kind: str, parts: Sequence[str]) -> bytes:
        """The word of a term (8 bytes)."""
        term = "\x1f".join((kind, *parts)).encode()
        return blake2b(term, key=self._word, digest_size=WORD_BYTES).digest()

    def tokens(self, word: bytes, until: int) -> Sequence[int]:
        """The tokens of numbers 0 to ``until`` - 1 of a word, as signed 64-bit numbers."""
        pages = (self._page(word, page) for page in range(-(-until // A_PAGE)))
        return tuple(chain.from_iterable(pages))[:until]

    def token(self, word: bytes, number: int) -> int:
        """The token of one number of a word."""
        return self._page(word, number // A_PAGE)[number % A_PAGE]

    def places(self, rows: Iterable[tuple[bytes, int, int]]) -> list[bytes]:
        """What stands beside the tokens of these rows: word, a number for the kind of term, and number in the word."""
        blocks = [_PLACE.pack(word, kind, number, _check(self.token(word, number))) for word, kind, number in rows]
        return _cut(self._place.encryptor().update(b"".join(blocks)))

    def read_places(self, rows: Iterable[tuple[int, bytes]]) -> list[tuple[bytes, int, int] | None]:
        """Of rows of token and place: word, kind and number again; ``None`` where a place is not that of its token
        under this key."""
        asked = [(token, place if len(place) == PLACE_BYTES else bytes(PLACE_BYTES)) for token, place in rows]
        blocks = _cut(self._place.decryptor().update(b"".join(place for _, place in asked)))
        found = zip(asked, map(_PLACE.unpack, blocks), strict=True)
        return [read[:3] if read[3] == _check(token) else None for (token, _), read in found]

    def _page(self, word: bytes, page: int) -> tuple[int, ...]:
        return _TOKENS.unpack(blake2b(_PAGE.pack(word, page), key=self._slot).digest())


def _check(token: int) -> bytes:
    return _CHECK.pack(token)[:3]


def _cut(blocks: bytes) -> list[bytes]:
    return [blocks[start : start + PLACE_BYTES] for start in range(0, len(blocks), PLACE_BYTES)]
