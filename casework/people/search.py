"""Finding the same person or place again, in the index of one panel. Two panels never share a token."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from casework.people.index import Generation, generation_read, held_by, holders, word_of
from casework.people.terms import ALIKE, KINDS, Term

NAMES = {number: kind for kind, number in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Match:
    """A record that shares terms. ``kinds``: which of name, born, sound, address, property agree."""

    owner_type: str
    owner_id: UUID
    kinds: frozenset[str]


def find_owners(panel: str, terms: Iterable[Term], *, limit: int = 200) -> list[Match]:
    """The records of ``panel`` that share a term, those that share most kinds first."""
    generation = generation_read(panel)
    if generation is None:
        return []
    kinds = {word_of(generation.key, term): term[0] for term in terms}
    return _matches(_found(generation, kinds, limit), limit)


def find_alike(panel: str, owner_type: str, owner_id: UUID, *, limit: int = 50) -> list[Match]:
    """The other records of ``panel`` that share a term with this one, which is indexed already."""
    generation = generation_read(panel)
    if generation is None:
        return []
    own = {row.word: NAMES.get(row.kind, "") for row in held_by(generation, (owner_type, owner_id))}
    alike = {word: kind for word, kind in own.items() if kind in ALIKE}
    found = _found(generation, alike, limit + 1)
    return _matches((one for one in found if one[:2] != (owner_type, owner_id)), limit)


def find_asked(panel: str, questions: Iterable[tuple[int, int, bytes]], *, limit: int = 200) -> list[Match]:
    """The records of ``panel`` that share a term with a question left by another panel, of generation, token and place.
    A question put to an index that is not read (any more, or yet) finds nothing."""
    generation = generation_read(panel)
    if generation is None:
        return []
    rows = [(token, place) for number, token, place in questions if number == generation.number]
    asked = {row[0]: NAMES.get(row[1], "") for row in generation.key.read_places(rows) if row is not None}
    return _matches(_found(generation, asked, limit), limit)


def _found(generation: Generation, kinds: Mapping[bytes, str], most: int) -> Iterator[tuple[str, UUID, str]]:
    for one in holders(generation, kinds, most=most):
        yield one.owner_type, one.owner_id, kinds[one.word]


def _matches(found: Iterable[tuple[str, UUID, str]], limit: int) -> list[Match]:
    kinds: dict[tuple[str, UUID], set[str]] = {}
    for owner_type, owner_id, kind in found:
        kinds.setdefault((owner_type, owner_id), set()).add(kind)
    matches = [Match(owner_type, owner_id, frozenset(agree)) for (owner_type, owner_id), agree in kinds.items()]
    return sorted(matches, key=lambda match: (-len(match.kinds), str(match.owner_id)))[:limit]
