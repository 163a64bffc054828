"""What is put into the index of a person or place, and what is asked of it. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

from auth.encryption.blind_index import fold
from casework.people.spellings import sound, spelled

NAME, BORN, SOUND, ADDRESS, PROPERTY = "name", "born", "sound", "address", "property"
KINDS = {kind: number for number, kind in enumerate((NAME, BORN, SOUND, ADDRESS, PROPERTY), 1)}
"""The number under which a kind is noted in the index. Numbers are kept: those of new kinds come after."""
ALIKE = frozenset(KINDS)
"""Kinds by which two records may be the same person or place."""
MOST_WORDS = 6
"""Words of a name that are indexed. Longer names are rare, and a name without end must not fill the index."""

DWELLING_WORDS = re.compile(r"\b(flat|apartment|apt|unit|room|number|no)\b[\s.:]*", re.IGNORECASE)

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
    lines = fold(DWELLING_WORDS.sub(" ", f"{address.get('line1') or ''} {address.get('line2') or ''}"))
    place = fold(str(address.get("postcode") or address.get("town") or ""))
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
    return terms | address_terms(address)


def typed_terms(typed: str, born_on: date | None = None) -> set[Term]:
    """Terms of a name as somebody typed it into a search, its words in any order. Pure."""
    words = _words(typed)
    terms: set[Term] = set()
    for place, word in enumerate(words):
        terms |= name_terms(word, " ".join(words[:place] + words[place + 1 :]), born_on)
    return terms


def _words(text: str) -> list[str]:
    parts = (fold(part) for part in re.split(r"[\s\-‐-―]+", text))
    return [spelled(word) for word in parts if word][:MOST_WORDS]
