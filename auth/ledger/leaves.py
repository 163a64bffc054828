"""What of an entry is sealed: its words in three parts, each committed to with a salt of its own. Pure.

A part is JSON text; its commitment is the SHA-256 of that text, salt included. The leaf is made of the three
commitments. So a part can be erased (text and salt destroyed, commitment kept) and every proof still holds, while
nobody can guess what stood there. The texts are what an export holds, byte for byte: whoever checks needs no JSON.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from auth.ledger import tree

PARTS = ("who", "what", "rest")
WHO = (
    "actor_id", "for_account_id", "agency_id", "session_id", "appointment_id", "network_hash", "request_id",
)  # fmt: skip
WHAT = ("object_type", "panel", "shown", "set_hash", "reason_id")
REST = ("number", "at", "event", "outcome", "role", "rule", "rule_version", "explanation", "tiers")
COLUMNS = (*WHO, *WHAT, *REST)
"""The columns of ``access_entry`` in the order in which they are sealed."""
OF_WHO, OF_BOTH = len(WHO), len(WHO) + len(WHAT)
ERASED = "erased"
EMPTY: dict[str, dict[str, Any]] = {
    "who": {**dict.fromkeys(WHO), "request_id": ERASED},
    "what": {**dict.fromkeys(WHAT), "object_type": ERASED, "shown": 0},
}
"""What stands in the columns of a part once it is erased: every column that is sealed in it."""
AS_FAR_AS_MICROSECONDS = len("2026-11-23T09:00:00.000000")
MARK = b"access-leaf-1\n"
BEFORE, DIGITS = b"\x00" + MARK, 32
Object = tuple[str, UUID | str]
"""Kind and id of what an entry is about; the id may be 32 hexadecimal digits, as SQLite keeps it."""


class Sealed(NamedTuple):
    """One entry as it is sealed: the text of each part by :data:`PARTS`; of an erased one the commitment in quotes."""

    position: int
    texts: tuple[str, str, str]
    panel: str | None = None

    def without_what(self) -> "Sealed":
        """The same entry with what it is about told by its commitment alone: every proof holds."""
        who, what, rest = self.texts
        return Sealed(self.position, (who, f'"{commitment(what).hex()}"', rest), self.panel)

    def leaf(self) -> bytes:
        """The hash of the leaf in the tree."""
        return leaf_of(self.texts)

    def line(self) -> str:
        """The line of an export."""
        who, what, rest = self.texts
        return f'{{"position":{self.position},"who":{who},"what":{what},"rest":{rest}}}\n'


def commitment(text: str) -> bytes:
    """The commitment to one part."""
    return bytes.fromhex(text[1:-1]) if text[0] == '"' else sha256(text.encode()).digest()


def sealed(
    position: int,
    entry: Mapping[str, Any],
    objects: Sequence[Object],
    salts: Sequence[bytes | None],
    erased: Mapping[str, str] | None = None,
) -> Sealed:
    """An entry with its salts. ``entry`` holds the columns of ``access_entry`` (ids also as digits); a part without a
    salt is erased."""
    columns = [entry.get(name) for name in COLUMNS]
    return Sealed(position, texts(columns, objects, salts, erased), entry["panel"])


def texts(
    columns: Sequence[Any],
    objects: Sequence[Object],
    salts: Sequence[bytes | None],
    erased: Mapping[str, str] | None = None,
) -> tuple[str, str, str]:
    """The texts of the three parts, from the values of :data:`COLUMNS`: ids as objects, as 32 digits or in their usual
    form, moments as objects, as SQLite keeps them, or as they are written here."""
    a, b, c = salts
    gone = erased if isinstance(erased, Mapping) else {}
    return (
        _salted(a, who(*columns[:OF_WHO])) if a is not None else f'"{gone.get("who", "")}"',
        _salted(b, what(objects, *columns[OF_WHO:OF_BOTH])) if b is not None else f'"{gone.get("what", "")}"',
        _salted(c, rest(*columns[OF_BOTH:])) if c is not None else f'"{gone.get("rest", "")}"',
    )


def leaf_of(parts: Sequence[str]) -> bytes:
    """The hash of the leaf of these texts.

    :raises ValueError: what stands in the place of an erased part is no commitment.
    """
    a, b, c = parts
    if a[0] == '"' or b[0] == '"' or c[0] == '"':
        return tree.leaf_hash(MARK + b"".join(map(commitment, parts)))
    return sha256(
        BEFORE + sha256(a.encode()).digest() + sha256(b.encode()).digest() + sha256(c.encode()).digest()
    ).digest()


def _salted(salt: bytes, value: str) -> str:
    return f'{{"salt":"{salt.hex()}",{value}}}'


# The texts are put together here and not by an encoder of whole values, which costs three times as much an entry, and
# from values in a row: looking up a name for each column cost a third of it. They are what ``json.dumps`` writes
# without spaces (a test holds them together): a letter more, and no old leaf is right.


def who(
    actor: Any, covered: Any, agency: Any, session: Any, appointment: Any, network: bytes | None, request: str
) -> str:
    """The text of the first part, from the values of :data:`WHO`."""
    # Said only where somebody acted for a colleague, so that the texts of every other entry are as they were.
    return (
        f'"actor":{_known_id(actor)},'
        + (f'"for":{_known_id(covered)},' if covered else "")
        + f'"agency":{_known_id(agency)},"session":{_id(session)},"appointment":{_id(appointment)},'
        f'"network":{_hex(network)},"request":{_words(request)}'
    )


def what(
    objects: Sequence[Object], kind: str, panel: str | None, shown: int, set_hash: bytes | None, reason: Any
) -> str:
    """The text of the second part, from the values of :data:`WHAT`."""
    listed = ",".join(_in_order(objects) if len(objects) > 1 else [_object(*one) for one in objects])
    return (
        f'"kind":{_known(kind)},"panel":{_known(panel)},"objects":[{listed}],'
        f'"shown":{shown},"set":{_hex(set_hash)},"reason":{_id(reason)}'
    )


def _in_order(objects: Sequence[Object]) -> list[str]:
    # By kind and id as they are written: in every form of an id the same order.
    return [_object(*one) for one in sorted(objects, key=lambda one: (one[0], str(one[1])))]


def _object(kind: str, object_id: UUID | str) -> str:
    return f"[{_known(kind)},{_id(object_id)}]"


def rest(number: int, at: datetime | str, *words: Any) -> str:
    """The text of the third part, from the values of :data:`REST`."""
    return f'"number":{number},"at":"{_moment(at)}",{_rest_words(*words)}'


@lru_cache(4096)
def _rest_words(
    event: str, outcome: str, role: str | None, rule: str, version: int, explanation: str, tiers: str
) -> str:
    return (
        f'"event":{_words(event)},"outcome":{_words(outcome)},"role":{_words(role)},"rule":{_words(rule)},'
        f'"rule_version":{version},"explanation":{_words(explanation)},"tiers":{_words(tiers)}'
    )


_words = json.JSONEncoder().encode
_known = lru_cache(1024)(_words)
"""For words of which there are few: events, rules, panels."""


def _id(value: UUID | str | None) -> str:
    """In its usual form. SQLite keeps ids as 32 digits: they are cut, which costs a fifth of making an object."""
    if value is None:
        return "null"
    if isinstance(value, str) and len(value) == DIGITS:
        return f'"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"'
    return f'"{value}"'


_known_id = lru_cache(4096)(_id)
"""For people and agencies, of whom there are few."""


def _hex(value: bytes | None) -> str:
    return "null" if value is None else f'"{value.hex()}"'


def _moment(value: datetime | str) -> str:
    if isinstance(value, str):
        return f"{value[:10]}T{value[11:]}Z" if len(value) == AS_FAR_AS_MICROSECONDS else value
    in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return f"{in_utc.isoformat(timespec='microseconds')[:AS_FAR_AS_MICROSECONDS]}Z"
