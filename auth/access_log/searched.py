"""Words that somebody searched for, as the log keeps them: keyed hashes which only an inquiry can ask for.

A word is folded (case, accents, other scripts) and hashed with HMAC-SHA-256 under a key of its own purpose, derived
anew for each month, and cut to 64 bits (security.md 4.2). Whoever has the database alone learns no word, and cannot
join the hashes with the search index (another key, another function), nor a word of one month with that of the next.
"""

import hmac
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from auth.access_log.periods import Period
from auth.encryption.blind_index import fold
from auth.encryption.keyring import ASKED, PARTNERSHIP, keyring

MOST = 12
"""Words of one search that are kept."""
HASH = 8
"""Bytes."""


def words_of(typed: str) -> tuple[str, ...]:
    """The words that were typed, folded, each once. Pure."""
    parts = (fold(part) for part in re.split(r"[\s\-‐-―,;]+", typed))
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST]


def hashes_of(typed: str, at: datetime) -> tuple[UUID, ...]:
    """What an entry of this moment keeps of the words that were typed."""
    _, key = keyring().newest(PARTNERSHIP, ASKED)
    return tuple(_hash(key, _month(at), word) for word in words_of(typed))


def hashes_in(word: str, period: Period) -> frozenset[UUID]:
    """Every hash under which a folded word may stand in the log in a period: of each month and each version of the
    key. :raises NoPanelKey: there is no key."""
    keys = [key for _, key in keyring().every(PARTNERSHIP, ASKED)]
    return frozenset(_hash(key, month, word) for key in keys for month in _months(period))


def _hash(key: bytes, month: str, word: str) -> UUID:
    of_month = hmac.digest(key, f"searched-word|{month}".encode(), "sha256")
    return UUID(bytes=hmac.digest(of_month, word.encode(), "sha256")[:HASH] + bytes(16 - HASH))


def _month(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m}"


def _months(period: Period) -> Iterator[str]:
    first, last = period.starts_at, period.ends_at
    on = date(first.year, first.month, 1)
    while on <= last.date():
        yield f"{on:%Y-%m}"
        on = date(on.year + on.month // 12, on.month % 12 + 1, 1)
