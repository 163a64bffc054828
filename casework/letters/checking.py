"""What a letter says about people other than its reader. Pure.

Names and addresses are found by comparing words; a rule cannot read, so it warns where it is not sure and the person
who approves confirms. What it is sure of and what puts somebody in danger is refused: the person said to be
responsible, and any address that is kept hidden.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auth.encryption.blind_index import fold
from casework.people.terms import DWELLING_WORDS

WORD = re.compile(r"[^\W_]+(?:[’'‐-][^\W_]+)*")
SHORTEST_NAME = 3
HEALTH = (
    *("addict", "alcohol", "anxiety", "cancer", "dementia", "depress", "diagnos", "disab", "drug", "hiv", "hospital"),
    *("illness", "medication", "medicine", "mental", "overdose", "pregnan", "psychiat", "psychos", "sectioned"),
    *("self-harm", "suicid", "therap"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """An address as it is compared. A hidden one is compared like any other and never shown."""

    lines: tuple[str, ...]
    postcode: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody in the case who is not the reader. ``aliases`` are other names they go by."""

    role: str
    forenames: str = ""
    surname: str = ""
    aliases: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    responsible: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What of the reader is the same as another's without saying anything about the other."""

    surname: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a letter. ``refused``: it must be taken out; otherwise whoever approves confirms it."""

    words: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text as words, folded, and whether each stands like a name (a capital, or a script without capitals)."""

    words: tuple[str, ...]
    like_name: tuple[bool, ...] = field(default=())

    @classmethod
    def of(cls, text: str) -> "Text":
        """The words of a text; the ’s of a possessive is no part of a name."""
        found = [re.sub(r"[’']s$", "", word) for word in WORD.findall(_unmarked(text))]
        return cls(tuple(fold(word) for word in found), tuple(_like_name(word) for word in found))

    def has(self, wanted: Sequence[str]) -> bool:
        """Whether these words follow each other somewhere."""
        size = len(wanted)
        return size > 0 and any(self.words[at : at + size] == tuple(wanted) for at in range(len(self.words)))

    def names(self, word: str) -> bool:
        """Whether this word stands somewhere like a name."""
        pairs = zip(self.words, self.like_name, strict=True)
        return len(word) >= SHORTEST_NAME and any(found == word and like for found, like in pairs)


def findings(text: str, others: Iterable[Other], own: Own) -> tuple[Finding, ...]:
    """Everything in ``text`` about somebody else, what is refused first."""
    read = Text.of(text)
    found = [finding for other in others for finding in (*_names(read, other, own), *_places(read, other, own))]
    found += _hidden(read, own)
    found += _health(text)
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda one: not one.refused))


def refusals(found: Iterable[Finding]) -> tuple[str, ...]:
    """What must be taken out."""
    return tuple(one.words for one in found if one.refused)


def to_confirm(found: Iterable[Finding]) -> tuple[str, ...]:
    """What whoever approves has to confirm."""
    return tuple(one.words for one in found if not one.refused)


def _names(read: Text, other: Other, own: Own) -> Iterable[Finding]:
    first, last = _parts(other.forenames), _parts(other.surname)
    shared = fold(own.surname) == fold(other.surname)
    full = bool(first and last) and any(read.has(order) for order in ((*first, *last), (*last, *first)))
    by_alias = any(_alias(read, alias) for alias in other.aliases)
    by_surname = not shared and any(read.names(word) for word in last)
    if full or by_alias or by_surname:
        yield Finding(f"It names somebody else: {other.role}", refused=other.responsible)
    elif any(read.names(word) for word in first):
        yield Finding(f"It may name somebody else: a forename of {other.role}")


def _alias(read: Text, alias: str) -> bool:
    words = _parts(alias)
    return read.has(words) if len(words) > 1 else any(read.names(word) for word in words)


def _places(read: Text, other: Other, own: Own) -> Iterable[Finding]:
    for place in other.places:
        if place.hidden:
            yield from _one_hidden(read, place)
        elif _stands_in(read, place, own.places):
            yield Finding(f"It gives the address of somebody else: {other.role}", refused=other.responsible)


def _hidden(read: Text, own: Own) -> Iterable[Finding]:
    """The reader's own address too, if it is kept hidden: letters are read by others."""
    for place in own.places:
        if place.hidden:
            yield from _one_hidden(read, place)


def _one_hidden(read: Text, place: Place) -> Iterable[Finding]:
    if _stands_in(read, place, ()) or any(read.has(street) for street in _streets(place)):
        yield Finding("It gives an address that is kept hidden", refused=True)


def _stands_in(read: Text, place: Place, besides: Iterable[Place]) -> bool:
    known = {line for one in besides if not one.hidden for line in _lines(one)}
    codes = {fold(one.postcode) for one in besides if not one.hidden}
    if any(read.has(line) for line in _lines(place) if line not in known):
        return True
    code = fold(place.postcode)
    pairs = {a + b for a, b in zip(read.words, read.words[1:], strict=False)} | {*read.words}
    return bool(code) and code not in codes and code in pairs


def _lines(place: Place) -> list[tuple[str, ...]]:
    """The lines of an address that say which one it is: more than a number or a single word."""
    split = [_parts(DWELLING_WORDS.sub(" ", line)) for line in place.lines]
    return [line for line in split if len(line) > 1 and any(not word.isdigit() for word in line)]


def _streets(place: Place) -> list[tuple[str, ...]]:
    streets = [tuple(word for word in line if not word[:1].isdigit()) for line in _lines(place)]
    return [street for street in streets if len(street) > 1]


def _health(text: str) -> Iterable[Finding]:
    told = text.casefold()
    found = sorted({word for word in HEALTH if re.search(rf"\b{re.escape(word)}", told)})
    if found:
        quoted = ", ".join(f"“{word}…”" for word in found)
        yield Finding(f"It may speak of somebody’s health ({quoted}): check that it is the reader’s own")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(word for word in (fold(part) for part in WORD.findall(_unmarked(text))) if word)


def _unmarked(text: str) -> str:
    """The text without accents, which would otherwise cut a word in two where they are written apart."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _like_name(word: str) -> bool:
    return word[:1].isupper() or word.upper() == word.lower()
