"""What keeps a person apart from a record. Pure.

The rule: the same address; the same surname at the same postcode; or somebody whom the person named. A surname alone
does not: there are too many of a name (the auditors look at those, ``security.md`` 3.3 and 4.5).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from casework.people.terms import ADDRESS, KIN, NAME, PROPERTY, Term, address_terms, kin_terms, name_terms, name_words

OWN_ADDRESS, OWN_NAME, RELATIVE = "own_address", "own_name", "relative"
KIND_WORDS = {
    OWN_ADDRESS: "the same address as somebody in it",
    OWN_NAME: "the same surname and postcode as somebody in it",
    RELATIVE: "a name they told us to keep them away from",
}
"""The strongest first."""
_KIND_OF = {ADDRESS: OWN_ADDRESS, PROPERTY: OWN_ADDRESS, KIN: OWN_NAME, NAME: RELATIVE}
MOST_RELATIVES = 20


def terms_of(facts: Mapping[str, Any]) -> dict[Term, str]:
    """What to look for among the people of a record, and by what it would keep the person apart."""
    address = facts.get("address") or {}
    own = address_terms(address) | kin_terms(str(facts.get("surname") or ""), address)
    found = {term: _KIND_OF[term[0]] for term in own}
    for line in list(facts.get("relatives") or ())[:MOST_RELATIVES]:
        words = name_words(str(line))
        for place in range(1, len(words)):
            names = name_terms(" ".join(words[:place]), " ".join(words[place:]))
            found |= {term: RELATIVE for term in names if term[0] == NAME}
    return found


def strongest(kinds: Iterable[str]) -> str:
    """The kind that says most."""
    held = set(kinds)
    return next(kind for kind in KIND_WORDS if kind in held)
