"""People of a panel who bear the surname of somebody who works here, found by words of the index: nobody is opened."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from casework.people.index import generation_read, holders, word_of
from casework.people.spellings import spelled
from casework.people.terms import WORD, name_words

PERSON = "person"
MOST = 12
"""Bearers asked for of one name: with more the name says nothing."""


def surname_of(name: str) -> str:
    """The last word of a name as the index has it; empty where there is only one. Pure."""
    words = name_words(name)
    return spelled(words[-1]) if len(words) > 1 else ""


def bearers_of(panel: str, names: Mapping[UUID, str]) -> dict[UUID, set[UUID]]:
    """By account, the people of ``panel`` in whose name the account's surname stands. Of common names ``MOST``."""
    generation = generation_read(panel)
    if generation is None:
        return {}
    accounts: dict[bytes, list[UUID]] = {}
    for account_id, name in names.items():
        if surname := surname_of(name):
            accounts.setdefault(word_of(generation.key, (WORD, (surname,))), []).append(account_id)
    found = [one for one in holders(generation, accounts, most=MOST) if one.owner_type == PERSON]
    held = Counter(one.word for one in found)
    bearers: dict[UUID, set[UUID]] = {}
    for one in found:
        for account_id in accounts[one.word] if held[one.word] < MOST else ():
            bearers.setdefault(account_id, set()).add(one.owner_id)
    return bearers
