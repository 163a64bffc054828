"""Finding people in words that must name nobody. Pure.

A name that is also an everyday word is found too: whoever writes can say it in other words, and nobody is given away.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auth.encryption.blind_index import fold

SHORTEST_NAME = 3
"""Parts of names shorter than this ("Al", "Jo") are looked for in full names only."""
INSTITUTION_WORDS = 3
LONG_NUMBER = re.compile(r"(?:\+?\d[\s\-().]*){9,}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person of the case: names of every kind, address lines, telephone, e-mail, reference."""

    label: str
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def known_of(
    identity: Mapping[str, Any], contact: Mapping[str, Any], addresses: Iterable[Mapping[str, Any]], reference: str
) -> Known:
    """Everything by which a person could be told from words."""
    names = [str(identity.get(part) or "") for part in ("forenames", "surname", "preferred_name", "organisation")]
    names += [str(alias) for alias in identity.get("aliases") or ()]
    places = [str(lines.get(part) or "") for lines in addresses for part in ("line1", "postcode")]
    return Known(
        label="somebody in this case",
        names=tuple(filter(None, names)),
        places=tuple(filter(None, places)),
        numbers=tuple(str(contact[part]) for part in ("phone", "second_phone") if contact.get(part)),
        texts=tuple(filter(None, [str(contact.get("email") or ""), reference])),
    )


def named_in(text: str, people: Iterable[Known], references: Iterable[str] = ()) -> list[str]:
    """The words of ``text`` by which somebody could be known, as they stand in it; empty when nobody can."""
    known = list(people)
    found = [word for word in _words(text) if fold(word) in _single_names(known)]
    found += [name for name in _full_names(known) if _holds(text, name)]
    found += [part for one in known for part in (*one.places, *one.texts) if _holds(text, part)]
    found += [reference for reference in references if _holds(text, reference)]
    digits = {re.sub(r"\D", "", number)[-9:] for one in known for number in one.numbers}
    found += [number for number in LONG_NUMBER.findall(text) if re.sub(r"\D", "", number)[-9:] in digits]
    return list(dict.fromkeys(found))


def _single_names(people: Iterable[Known]) -> frozenset[str]:
    parts = (fold(word) for one in people if not _is_institution(one) for name in one.names for word in _words(name))
    return frozenset(part for part in parts if len(part) >= SHORTEST_NAME)


def _is_institution(one: Known) -> bool:
    """A single name of several words ("Quillon Lane Prayer Hall"): its words alone are those of places and things, so
    that only the whole name tells who it is."""
    return len(one.names) == 1 and len(one.names[0].split()) >= INSTITUTION_WORDS


def _full_names(people: Iterable[Known]) -> Iterator[str]:
    for one in people:
        yield from (name for name in one.names if len(fold(name)) >= SHORTEST_NAME and " " in name.strip())


def _words(text: str) -> list[str]:
    """Words with hyphens kept and taken apart: "Merriweather-Loop" is looked for whole and in its parts."""
    found = re.findall(r"[^\W\d_]+(?:[\-'’][^\W\d_]+)*", text)
    return [
        *found,
        *(part for word in found if re.search(r"[\-'’]", word) for part in re.split(r"[\-'’]", word) if part),
    ]


def _holds(text: str, part: str) -> bool:
    wanted = fold(part)
    return len(wanted) >= SHORTEST_NAME and wanted in fold(text)
