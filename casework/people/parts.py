"""Finding people by a part of a name, in an index that was begun to hold parts. Nothing is opened here: of two people
whose names have the same letters in another order one may be meant, so whoever asks compares what it opens."""

from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

from casework.people.index import Generation, generation_read, holders, word_of
from casework.people.terms import MOST_LETTERS, PART, PART_LETTERS, parts_of

FEW, MOST = 16, 400
"""Holders asked for of each part: so many first, and so many where of no part of a word all are known then."""


def people_with_part(panel: str, words: Iterable[str]) -> list[UUID]:
    """Ids of people of ``panel`` whose name may contain one of these folded words of five letters and more, those of
    the most words first. Nobody, where the index holds no parts (yet)."""
    wanted = {word[:MOST_LETTERS] for word in words if len(word) >= PART_LETTERS}
    generation = generation_read(panel) if wanted else None
    if generation is None:
        return []
    few = _ask(generation, wanted, FEW)
    common = {word for word, held in few.items() if not _whole(held, FEW)}
    many = _ask(generation, common, MOST)
    counted = Counter(
        owner_id for word in wanted for owner_id in _in_all(many.get(word, few[word]), MOST if word in many else FEW)
    )
    return sorted(counted, key=lambda owner_id: (-counted[owner_id], owner_id.int))


def _ask(generation: Generation, words: Collection[str], most: int) -> dict[str, list[set[UUID]]]:
    """By word, of each of its parts, up to ``most`` people who hold it."""
    parts = {part: word_of(generation.key, (PART, (part,))) for word in words for part in parts_of(word)}
    names = {word: part for part, word in parts.items()}
    held: dict[str, set[UUID]] = {part: set() for part in parts}
    for one in holders(generation, names, most=most, first=min(most, 4 * FEW)):
        held[names[one.word]].add(one.owner_id)
    return {word: [held[part] for part in parts_of(word)] for word in words}


def _whole(held: Collection[set[UUID]], most: int) -> list[set[UUID]]:
    """Of the parts of a word those of which every holder is known."""
    return [owners for owners in held if len(owners) < most]


def _in_all(held: Collection[set[UUID]], most: int) -> set[UUID]:
    """People who hold every part of a word, as far as it can be told; of nothing but common parts some of them."""
    whole = _whole(held, most)
    return set.intersection(*whole) if whole else set.intersection(*held) or set.union(*held)
