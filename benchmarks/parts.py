"""Searching people by a part of a name: the opt-in index of parts against plain columns, pg_trgm and plain LIKE.

``python -m benchmarks.parts 100000`` prints it for so many people on both databases. Both sides run over the raw
driver, one statement: tokens, statement, unwrapping the person's key, opening and comparing on ours; statement and
reading on the other. Asked for are five letters in a row from the middle of surnames drawn by frequency, and seven.
"""

import json
import random
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from benchmarks.databases import KINDS
from benchmarks.dataset import PANEL
from benchmarks.leakage import _by_number, _repeats, _rows_held
from benchmarks.people import _copy, _index_rows, add_people, people, terms_of
from benchmarks.search import FIRST_OF_ONE, LIKE, MOST, TRIGRAM, Searches, _prepare, _somebody, installation
from benchmarks.timing import Row, page_rows, take_turns, taken_by
from casework.people.index import generation_read, word_of
from casework.people.models import SearchToken
from casework.people.parts import MOST as MOST_OF_EACH
from casework.people.terms import PART, PART_LETTERS, part_terms, parts_of
from extensions import db, unit_of_work

LONGER = 7


def measure_parts(kind: str, *, steps: tuple[int, ...], rounds: int) -> Iterator[Row]:
    """Both lengths at each size, then what the number of rows tells, on a database of its own."""
    with installation(kind) as app, app.app_context():
        for held, size in pairwise((0, *steps)):
            add_people(size - held, start=held)
            _add_parts(size, start=held)
            with unit_of_work():
                _prepare(kind)
            with unit_of_work():
                for letters in (PART_LETTERS, LONGER):
                    yield from _measure(kind, size, rounds, letters)
                if size == steps[-1]:
                    yield from _leakage(kind, size)


def _add_parts(size: int, *, start: int) -> None:
    """The rows of parts of these people, as the product's index has them."""
    generation = generation_read(PANEL)
    assert generation is not None
    holding: dict[bytes, int] = {}
    for one in people(start):
        for term in part_terms(one.facts.identity, one.id):
            word = word_of(generation.key, term)
            holding[word] = holding.get(word, 0) + 1
    some = list(people(size - start, start=start))
    with unit_of_work():
        rows = _index_rows(generation, some, holding, lambda one: part_terms(one.facts.identity, one.id))
        _copy(SearchToken.__table__, rows)  # type: ignore[arg-type]


def _measure(kind: str, size: int, rounds: int, letters: int) -> Iterator[Row]:
    chance, searches = random.Random(size + letters), PartSearches(kind)
    drawn = [_part(chance, size, letters) for _ in range(rounds + 1)]
    ours, plain = iter(drawn), iter(drawn)
    taken = take_turns(
        {
            "ours": lambda: taken_by(lambda: searches.part(next(ours))),
            "plain": lambda: taken_by(lambda: searches.containing(next(plain))),
        },
        rounds,
    )
    name, other = f"search by {letters} letters of a name, {size} people, {kind}", searches.other
    yield from page_rows(name, taken["ours"], taken["plain"], other)


def _part(chance: random.Random, size: int, letters: int) -> str:
    """Letters in a row of the surname of somebody among ``size`` people who has one that is longer."""
    while True:
        name = _somebody(chance.randrange(size)).surname.casefold()
        if len(name) > letters:
            start = chance.randrange(len(name) - letters + 1)
            return name[start : start + letters]


class PartSearches(Searches):
    """The statements of both sides."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.other = TRIGRAM if kind == "postgresql" else LIKE

    def part(self, letters: str) -> list[UUID]:
        """People whose name contains these letters, up to fifty; as the product asks: sixteen of each part, and more
        only where of no part all are known.

        :raises AssertionError: nobody is found.
        """
        key = self._generation.key
        words = [word_of(key, (PART, (part,))) for part in parts_of(letters)]
        asked = {token: word for word in words for token in key.tokens(word, FIRST_OF_ONE)}
        rows = self._ask(tuple(asked))
        held: dict[bytes, dict[Any, Any]] = {word: {} for word in words}
        for row in rows:
            held[asked[row[0]]][row[1]] = row
        whole = [people for people in held.values() if len(people) < FIRST_OF_ONE]
        if whole:
            likely = [whole[0][person] for person in set(whole[0]).intersection(*whole[1:])]
        elif len(words) == 1:
            likely = [*rows, *self._ask(key.tokens(words[0], MOST)[FIRST_OF_ONE:])]
        else:
            likely = self._of_common(words)
        found = [UUID(bytes=person) for person, told in self._read(likely) if _contains(told, letters)]
        assert found, "Nobody was found."
        return found

    def _of_common(self, words: list[bytes]) -> list[Any]:
        """Rows of people who hold all of several common parts, as far as four hundred of each tell."""
        asked = {token: word for word in words for token in self._generation.key.tokens(word, MOST_OF_EACH)}
        marks = ", ".join([self._mark] * len(asked))
        told = f"select token, owner_id from search_token where token in ({marks})"  # noqa: S608
        held: dict[bytes, dict[Any, int]] = {word: {} for word in words}
        for token, owner in self._rows(told, tuple(asked)):
            held[asked[token]][owner] = token
        in_all = set(held[words[0]]).intersection(*(held[word] for word in words[1:]))
        return self._ask(tuple(held[words[0]][owner] for owner in list(in_all)[:MOST])) if in_all else []

    def containing(self, letters: str) -> list[Any]:
        """The same people from plain columns."""
        mark, like = self._mark, f"%{letters}%"
        where = f"surname like {mark} or forename like {mark} limit {MOST}"
        rows = self._rows(f"select id, identity from plain_person where {where}", (like, like))  # noqa: S608
        return [row[0] for row in rows if json.loads(row[1])]


def _contains(told: Any, letters: str) -> bool:
    return letters in told["surname"].casefold() or letters in told["forenames"].casefold()


def _leakage(kind: str, size: int) -> Iterator[Row]:
    names = {one.id: one.surname for one in people(size)}
    told = _by_number(names, _rows_held())
    before = _by_number(names, {one.id: len(terms_of(one)) for one in people(size)})
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(SearchToken)) or 0
    mine, theirs = round(100 * len(told) / size, 3), round(100 * len(before) / size, 3)
    ratio = round(mine / theirs, 3) if theirs else 0.0
    name = f"people whose number of rows tells the surname, with parts, {size} people, {kind}"
    yield Row(name, mine, theirs, "without parts", ratio, "%", size)
    repeats = _repeats(kind, size)
    yield Row(f"{repeats.name}, with parts", repeats.ours, 0.0, "none", 0.0, "values", rows)


def main(size: int) -> None:
    """Print the rows of both databases."""
    for kind in KINDS:
        for row in measure_parts(kind, steps=tuple(sorted({size // 10, size})), rounds=200):
            print(f"{row.name:80} {row.ours:>9} {row.unit} (with {row.other_name}: {row.other}) {row.ratio} n={row.n}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
