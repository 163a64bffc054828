"""Finding the same person or place again, by blind index. Two panels never share a token.

Terms join two facts or more: a forename alone, or a date alone, would show its frequency to a thief of the database.
"""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from jellyfish import metaphone

from auth.encryption.blind_index import fold, token
from casework.people.models import SearchToken
from extensions import db

NAME, BORN, SOUND, ADDRESS, PROPERTY = "name", "born", "sound", "address", "property"
MOST_WORDS = 6
"""Words of a name that are indexed. Longer names are rare, and a name without end must not fill the index."""

DWELLING_WORDS = re.compile(r"\b(flat|apartment|apt|unit|room|number|no)\b[\s.:]*", re.IGNORECASE)

Term = tuple[str, tuple[str, ...]]
"""A kind of term and the facts it joins."""


@dataclass(frozen=True, slots=True)
class Match:
    """A record that shares terms. ``kinds``: which of name, born, sound, address, property agree."""

    owner_type: str
    owner_id: UUID
    kinds: frozenset[str]


def name_terms(forenames: str, surname: str, born_on: date | None = None) -> set[Term]:
    """Terms of one name: forename with surname in any order, a name with the date of birth, and how the name sounds
    with an initial and the year of birth. Pure."""
    first, last = _words(forenames), _words(surname)
    terms: set[Term] = {(NAME, tuple(sorted(pair))) for pair in product(first, last)}
    if born_on is not None:
        terms |= {(BORN, (word, born_on.isoformat())) for word in (*first, *last)}
        for word, other in (*product(first, last), *product(last, first)):
            terms |= _sound_terms(word, other, born_on.year)
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


def index_owner(panel: str, owner_type: str, owner_id: UUID, terms: Iterable[Term]) -> None:
    """Store the terms of one record in place of those it had."""
    forget_owner(owner_type, owner_id)
    owner = {"panel": panel, "owner_type": owner_type, "owner_id": owner_id}
    rows = [{**owner, "kind": kind, "token": token(panel, kind, *parts)} for kind, parts in set(terms)]
    # The order of writing would tell which token is the surname's.
    random.SystemRandom().shuffle(rows)
    if rows:
        db.session.execute(sa.insert(SearchToken), rows)


def forget_owner(owner_type: str, owner_id: UUID) -> None:
    """Take a record out of the index."""
    db.session.execute(
        sa.delete(SearchToken).where(SearchToken.owner_type == owner_type, SearchToken.owner_id == owner_id)
    )


def find_owners(panel: str, terms: Iterable[Term], *, limit: int = 200) -> list[Match]:
    """The records of ``panel`` that share a term, those that share most kinds first."""
    wanted = {token(panel, kind, *parts) for kind, parts in terms}
    if not wanted:
        return []
    return _owners(panel, SearchToken.token.in_(wanted), limit)


def find_alike(panel: str, owner_type: str, owner_id: UUID, *, limit: int = 50) -> list[Match]:
    """The other records of ``panel`` that share a term with this one, which is indexed already."""
    own = sa.select(SearchToken.token).where(
        SearchToken.panel == panel, SearchToken.owner_type == owner_type, SearchToken.owner_id == owner_id
    )
    return [
        match
        for match in _owners(panel, SearchToken.token.in_(own), limit + 1)
        if (match.owner_type, match.owner_id) != (owner_type, owner_id)
    ][:limit]


def _owners(panel: str, same: sa.ColumnElement[bool], limit: int) -> list[Match]:
    query = sa.select(SearchToken.owner_type, SearchToken.owner_id, SearchToken.kind)
    query = query.where(SearchToken.panel == panel, same).distinct().limit(limit * 5)
    kinds: dict[tuple[str, UUID], set[str]] = {}
    for owner_type, owner_id, kind in db.session.execute(query):
        kinds.setdefault((owner_type, owner_id), set()).add(kind)
    found = [Match(owner_type, owner_id, frozenset(agree)) for (owner_type, owner_id), agree in kinds.items()]
    return sorted(found, key=lambda match: (-len(match.kinds), str(match.owner_id)))[:limit]


def _words(text: str) -> list[str]:
    return [word for word in (fold(part) for part in re.split(r"[\s\-‐-―]+", text)) if word][:MOST_WORDS]


def _sound_terms(word: str, other: str, year: int) -> set[Term]:
    codes = {metaphone(spelling) for spelling in _spellings(word)} - {""}
    initials = {spelling[0] for spelling in _spellings(other)}
    return {(SOUND, (code, initial, str(year))) for code, initial in product(codes, initials)}


def _spellings(word: str) -> set[str]:
    """The word, and as an English ear spells it if it is a Somali name (Xuseen, Cabdi: x is h, c is silent)."""
    somali = word.replace("kh", "k").replace("dh", "d").replace("gh", "g").replace("x", "h").replace("c", "")
    return {word, somali} - {""}
