"""Finding people by what somebody typed, with one typing error and other spellings. The index is asked for everything
that one error could have made of the words; who agrees in most is looked at first. Nothing is opened here."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from casework.people.asked import DIGITS, LETTERS, Asked, dates_near, edits, exact_date, phones_near
from casework.people.index import Holder, generation_read, holders, numbered_holders, word_of
from casework.people.indexing import PERSON
from casework.people.spellings import spelled
from casework.people.terms import BORN, DAY, ECHO, LINES, PAIR, PHONE, POSTCODE, WORD, Term, pairs_of, sounds

NAME, BIRTH, BOTH, PLACE, NUMBER = range(5)
"""What a term is evidence of. Of each the strongest term counts once."""
EXACT, NEAR, ALIKE = 6, 5, 4
TOGETHER = 3 * EXACT
"""Whoever holds a name with a date of birth holds the name and the date, which may not have been asked for so far."""
FIRST, MOST_EXACT, MOST_NEAR = 8, 50, 8
"""Records asked for of a term as typed, at first and where there are so many; and of one that an error could have
made."""
FURTHER = (400, 2000)
"""Records of a term as typed that are asked for page by page where those before were not enough. No more ever are."""
A_PAGE = 400
"""People of one page at most."""

Clue = tuple[int, int]
"""What a term is evidence of, and how strong."""


class Page(NamedTuple):
    """Some people who may be meant, the likeliest first. ``more``: others hold just what was typed, and were not asked
    for yet."""

    people: list[UUID]
    more: bool


class _Weights:
    """What speaks for each of the people met so far."""

    def __init__(self, clues: Mapping[bytes, Clue]) -> None:
        self._clues = clues
        self._held: dict[UUID, dict[int, int]] = {}
        self._shown: set[UUID] = set()

    def note(self, found: Iterable[Holder]) -> None:
        for one in found:
            if one.owner_type == PERSON:
                what, strength = self._clues[one.word]
                held = self._held.setdefault(one.owner_id, {})
                held[what] = max(held.get(what, 0), strength)

    def page(self) -> list[UUID]:
        """Those who were on no page before."""
        new = self._held.keys() - self._shown
        self._shown |= new
        return sorted(new, key=lambda owner_id: (-sum(self._held[owner_id].values()), owner_id.int))


def people_like(panel: str, asked: Asked) -> Iterator[Page]:
    """People of ``panel`` who may be the one that is looked for, page by page, the likeliest first. Whoever asks stops
    when it has enough; the next page is asked for only then.

    Of a word that many hold, the first pages hold some only; where more than a name was typed, all that are ever asked
    for, so that the name and the other fact find whom they agree in.
    """
    generation = generation_read(panel)
    if generation is None:
        return
    told = dict(reversed(list(_clues(asked))))
    words = {word_of(generation.key, term): clue for term, clue in told.items()}
    weights = _Weights(words)
    left, start = [word for word, (_, strength) in words.items() if strength != NEAR], 0
    near = [word for word, (_, strength) in words.items() if strength == NEAR]
    weights.note(holders(generation, near, most=MOST_NEAR, first=1))
    kinds = {what for what, _ in words.values()}
    narrowed = len(kinds) > 1 and BOTH not in kinds
    for until in (FIRST, MOST_EXACT, *FURTHER):
        found, left = numbered_holders(generation, left, start, until)
        weights.note(found)
        start = until
        if until >= MOST_EXACT:
            left = [word for word in left if words[word][1] == EXACT]
        if left and (narrowed or until < MOST_EXACT) and until < FURTHER[-1]:
            continue
        people = weights.page()
        for place in range(0, max(len(people), 1), A_PAGE):
            yield Page(people[place : place + A_PAGE], bool(left))
        if not left:
            return


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
            yield (BORN, (word, day.isoformat())), (BOTH, TOGETHER)
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
