"""People of a panel who bear the surname of somebody who works here, or live at their postcode, found by words of the
index: nobody is opened."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from casework.people.index import generation_read, holders, word_of
from casework.people.spellings import spelled
from casework.people.terms import POSTCODE, WORD, Term, name_words, place_of

PERSON = "person"
MOST = 12
"""People asked for of one name or postcode: with more it says nothing."""


def surname_of(name: str) -> str:
    """The last word of a name as the index has it; empty where there is only one. Pure."""
    words = name_words(name)
    return spelled(words[-1]) if len(words) > 1 else ""


def bearers_of(panel: str, names: Mapping[UUID, str]) -> dict[UUID, set[UUID]]:
    """By account, the people of ``panel`` in whose name the account's surname stands. Of common names ``MOST``."""
    surnames = ((account_id, surname_of(name)) for account_id, name in names.items())
    return _who_share(panel, [(account_id, (WORD, (surname,))) for account_id, surname in surnames if surname])


def neighbours_of(panel: str, addresses: Mapping[UUID, Mapping[str, Any]]) -> dict[UUID, set[UUID]]:
    """By account, the people of ``panel`` who live at the postcode of the account's address. Of large ones ``MOST``."""
    told = ((account_id, place_of(address)[1]) for account_id, address in addresses.items())
    return _who_share(panel, [(account_id, (POSTCODE, (postcode,))) for account_id, postcode in told if postcode])


def _who_share(panel: str, terms: Iterable[tuple[UUID, Term]]) -> dict[UUID, set[UUID]]:
    generation = generation_read(panel)
    if generation is None:
        return {}
    accounts: dict[bytes, list[UUID]] = {}
    for account_id, term in terms:
        accounts.setdefault(word_of(generation.key, term), []).append(account_id)
    found = [one for one in holders(generation, accounts, most=MOST) if one.owner_type == PERSON]
    held = Counter(one.word for one in found)
    share: dict[UUID, set[UUID]] = {}
    for one in found:
        for account_id in accounts[one.word] if held[one.word] < MOST else ():
            share.setdefault(account_id, set()).add(one.owner_id)
    return share
