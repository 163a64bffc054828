"""What is put into the index of a person or place, and what is asked of it. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations, product
from typing import Any
from uuid import UUID

from auth.encryption.blind_index import fold
from casework.people.spellings import sound, spelled

NAME, BORN, SOUND, ADDRESS, PROPERTY = "name", "born", "sound", "address", "property"
ALIKE = (NAME, BORN, SOUND, ADDRESS, PROPERTY)
"""Kinds by which two records may be the same person or place."""
KIN = "kin"
"""A surname at a postcode: asked for when somebody who works here is to be kept apart, and by no search."""
WORD, PAIR, ECHO, DAY, LINES, POSTCODE, PHONE = "word", "pair", "echo", "day", "lines", "postcode", "phone"
"""Kinds by which a person who searches finds a record: one word of a name, any two, how two words sound, the date of
birth, address without and by its postcode, telephone. In an index where nothing repeats a single fact tells nothing.
"""
PART = "part"
"""Letters in a row of a word of a name: indexed only where the partnership has set that people are found by them."""
KINDS = {
    kind: number for number, kind in enumerate((*ALIKE, WORD, PAIR, ECHO, DAY, LINES, POSTCODE, PHONE, KIN, PART), 1)
}
"""The number under which a kind is noted in the index. Numbers are kept: those of new kinds come after."""
MOST_WORDS = 6
"""Words of a name that are indexed. Longer names are rare, and a name without end must not fill the index."""
PART_LETTERS, MOST_LETTERS, STEP = 5, 40, 8
"""Letters of a part; letters of a word of which parts are made; and a person's rows of parts are a multiple of this, so
that their number tells the length of a name in steps."""

DWELLING_WORDS = re.compile(r"\b(flat|apartment|apt|studio|unit|room|number|no)\b[\s.:]*", re.IGNORECASE)

Term = tuple[str, tuple[str, ...]]
"""A kind of term and the facts it joins."""


def name_terms(forenames: str, surname: str, born_on: date | None = None) -> set[Term]:
    """Terms of one name: forename with surname in any order, a name with the date of birth, and how the name sounds
    with an initial and the year of birth. Pure."""
    first, last = _words(forenames), _words(surname)
    terms: set[Term] = {(NAME, tuple(sorted(pair))) for pair in product(first, last)}
    if born_on is not None:
        terms |= {(BORN, (word, born_on.isoformat())) for word in (*first, *last)}
        for word, other in (*product(first, last), *product(last, first)):
            terms.add((SOUND, (sound(word) or word, other[0], str(born_on.year))))
    return terms


def address_terms(address: Mapping[str, Any] | None) -> set[Term]:
    """Terms of one address: its lines with the postcode (or town), and its property number. Pure."""
    if not address:
        return set()
    terms: set[Term] = set()
    lines, postcode = place_of(address)
    place = postcode or fold(str(address.get("town") or ""))
    if lines and place:
        terms.add((ADDRESS, (lines, place)))
    if address.get("uprn"):
        terms.add((PROPERTY, (str(int(str(address["uprn"]))), "uprn")))
    return terms


def terms_for(
    identity: Mapping[str, Any] | None = None, born_on: date | None = None, address: Mapping[str, Any] | None = None
) -> set[Term]:
    """Every term of one person: their names and other names, date of birth and address. Pure."""
    known = identity or {}
    surname = str(known.get("surname") or "")
    terms = name_terms(str(known.get("forenames") or ""), surname, born_on)
    terms |= name_terms(str(known.get("preferred_name") or ""), surname, born_on)
    for alias in known.get("aliases") or ():
        first, _, rest = str(alias).strip().partition(" ")
        terms |= name_terms(first, rest or surname, born_on)
    return terms | address_terms(address) | kin_terms(surname, address or {})


def kin_terms(surname: str, address: Mapping[str, Any]) -> set[Term]:
    """A surname at a postcode, hidden or not. Pure."""
    postcode, words = place_of(address)[1], sorted(_words(surname))
    return {(KIN, (" ".join(words), postcode))} if words and postcode else set()


def search_terms(
    identity: Mapping[str, Any],
    born_on: date | None,
    address: Mapping[str, Any] | None,
    contact: Mapping[str, Any] | None,
) -> set[Term]:
    """What a person who searches finds somebody by, besides what makes two records alike. ``address``: none when it is
    to be kept hidden, so that no search for a place leads to who hides there. Pure."""
    terms: set[Term] = {(PHONE, (digits,)) for digits in phones_of(contact or {})}
    for name in names_of(identity):
        words = [spelled(word) for word in name]
        terms |= {(WORD, (word,)) for word in words}
        terms |= {(PAIR, pair) for pair in pairs_of(words)} | {(ECHO, pair) for pair in pairs_of(sounds(words))}
    if born_on is not None:
        terms.add((DAY, (born_on.isoformat(),)))
    lines, postcode = place_of(address or {})
    return terms | {(kind, (fact,)) for kind, fact in ((LINES, lines), (POSTCODE, postcode)) if fact}


def part_terms(identity: Mapping[str, Any], owner_id: UUID) -> set[Term]:
    """Every five letters in a row of a person's names as they are spelt, and rows that no search asks for up to the
    next step. Pure."""
    parts: set[Term] = {(PART, (part,)) for name in names_of(identity) for word in name for part in parts_of(word)}
    steps = max(1, -(-len(parts) // STEP))
    return parts | {(PART, ("", owner_id.hex, str(number))) for number in range(steps * STEP - len(parts))}


def parts_of(word: str) -> list[str]:
    """Every five letters in a row of a folded word; none of a shorter one."""
    kept = word[:MOST_LETTERS]
    return [kept[start : start + PART_LETTERS] for start in range(len(kept) - PART_LETTERS + 1)]


def names_of(identity: Mapping[str, Any]) -> list[list[str]]:
    """Every name of a person as folded words, the full one first: with the preferred name, and other names."""
    first, last, preferred = (str(identity.get(part) or "") for part in ("forenames", "surname", "preferred_name"))
    whole = [f"{first} {last}", *([f"{preferred} {last}"] if preferred else [])]
    return [words for name in (*whole, *map(str, identity.get("aliases") or ())) if (words := name_words(name))]


def name_words(text: str) -> list[str]:
    """The words of a name, folded, as they are spelt."""
    parts = (fold(part) for part in re.split(r"[\s\-‐-―,;]+", text))
    return [word for word in parts if word][:MOST_WORDS]


def pairs_of(words: Iterable[str]) -> set[tuple[str, str]]:
    """Any two of these words; their order tells nothing."""
    return {(min(pair), max(pair)) for pair in combinations(words, 2)}


def sounds(words: Iterable[str]) -> list[str]:
    """How each word sounds, itself where it has no sound."""
    return [sound(word) or word for word in words]


def phones_of(contact: Mapping[str, Any]) -> set[str]:
    """The telephone numbers of a person as they are compared."""
    numbers = (phone_digits(str(contact.get(part) or "")) for part in ("phone", "second_phone"))
    return {number for number in numbers if number}


def phone_digits(number: str) -> str:
    """The digits of a telephone number by which it is compared: without a country or trunk prefix of the UK."""
    return re.sub(r"^(?:0044|44|0)", "", re.sub(r"\D", "", number))


def place_of(address: Mapping[str, Any]) -> tuple[str, str]:
    """Folded lines without words for a dwelling, and the postcode."""
    lines = fold(DWELLING_WORDS.sub(" ", f"{address.get('line1') or ''} {address.get('line2') or ''}"))
    return lines, fold(str(address.get("postcode") or ""))


def _words(text: str) -> list[str]:
    return [spelled(word) for word in name_words(text)]
