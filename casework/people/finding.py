"""Finding people by what somebody typed, with one typing error and other spellings. The index is asked for everything
that one error could have made of the words; who agrees in most is looked at first. Nothing is opened here."""

from collections.abc import Iterator
from uuid import UUID

from casework.people.asked import DIGITS, LETTERS, Asked, dates_near, edits, exact_date, phones_near
from casework.people.index import Generation, generation_read, holders, word_of
from casework.people.indexing import PERSON
from casework.people.spellings import spelled
from casework.people.terms import BORN, DAY, ECHO, LINES, PAIR, PHONE, POSTCODE, WORD, Term, pairs_of, sounds

NAME, BIRTH, BOTH, PLACE, NUMBER = range(5)
"""What a term is evidence of. Of each the strongest term counts once."""
EXACT, NEAR, ALIKE = 6, 5, 4
MOST_EXACT, MOST_NEAR = 50, 8
"""Records asked for of a term as typed, and of one that an error could have made."""

Clue = tuple[int, int]
"""What a term is evidence of, and how strong."""


def people_like(panel: str, asked: Asked) -> list[UUID]:
    """Ids of people of ``panel`` who may be the one that is looked for, the likeliest first."""
    generation = generation_read(panel)
    if generation is None:
        return []
    clues = dict(reversed(list(_clues(asked))))
    weights: dict[UUID, dict[int, int]] = {}
    for owner_id, (what, strength) in _held(generation, clues):
        held = weights.setdefault(owner_id, {})
        held[what] = max(held.get(what, 0), strength)
    return sorted(weights, key=lambda owner_id: (-sum(weights[owner_id].values()), owner_id.int))


def _held(generation: Generation, clues: dict[Term, Clue]) -> Iterator[tuple[UUID, Clue]]:
    words = {word_of(generation.key, term): clue for term, clue in clues.items()}
    exact = [word for word, (_, strength) in words.items() if strength != NEAR]
    near = [word for word, (_, strength) in words.items() if strength == NEAR]
    for asked, most, first in ((exact, MOST_EXACT, 8), (near, MOST_NEAR, 1)):
        for one in holders(generation, asked, most=most, first=first):
            if one.owner_type == PERSON:
                yield one.owner_id, words[one.word]


def _clues(asked: Asked) -> Iterator[tuple[Term, Clue]]:
    """Every term to ask for, the strongest of each first."""
    yield from _of_name(asked)
    if asked.born:
        on = exact_date(asked.born)
        if on is not None:
            yield (DAY, (on.isoformat(),)), (BIRTH, EXACT)
        for day in sorted(dates_near(asked.born)):
            yield (DAY, (day.isoformat(),)), (BIRTH, NEAR)
    for kind, fact, what, letters in (
        (POSTCODE, asked.postcode, PLACE, LETTERS + DIGITS),
        (LINES, asked.lines, PLACE, LETTERS + DIGITS),
        (PHONE, asked.phone, NUMBER, DIGITS),
    ):
        if fact:
            yield (kind, (fact,)), (what, EXACT)
            for near in phones_near(fact) if kind == PHONE else edits(fact, letters):
                yield (kind, (near,)), (what, NEAR)


def _of_name(asked: Asked) -> Iterator[tuple[Term, Clue]]:
    words = [spelled(word) for word in asked.words]
    if len(words) == 1:
        yield from _of_one_word(asked)
    for pair in pairs_of(words):
        yield (PAIR, pair), (NAME, EXACT)
    if len(words) == 2:
        for place, word in enumerate(asked.words):
            for near in _near(word):
                yield (PAIR, _sorted(near, words[1 - place])), (NAME, NEAR)
    for pair in pairs_of(sounds(asked.words)):
        yield (ECHO, pair), (NAME, ALIKE)


def _of_one_word(asked: Asked) -> Iterator[tuple[Term, Clue]]:
    """A name of one word; with a date of birth the two together, so that a common name finds who was born then."""
    word, near = spelled(asked.words[0]), _near(asked.words[0])
    yield (WORD, (word,)), (NAME, EXACT)
    on = exact_date(asked.born) if asked.born else None
    if asked.born:
        for day in sorted({*dates_near(asked.born), *([on] if on else [])}):
            yield (BORN, (word, day.isoformat())), (BOTH, EXACT)
    if on is not None:
        for form in near:
            yield (BORN, (form, on.isoformat())), (BOTH, NEAR)
    for form in near:
        yield (WORD, (form,)), (NAME, NEAR)


def _near(word: str) -> list[str]:
    """The forms under which words are indexed of which one error made ``word``."""
    return sorted({spelled(form) for form in edits(word) if form} - {spelled(word)})


def _sorted(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)
