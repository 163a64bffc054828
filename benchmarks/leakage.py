"""What a thief of the database learns of surnames: attacks on the rows of the index as they lie in the table.

The thief has no key, and the surnames of another sample of as many people. The attack by rank gives the commonest value
of a column the commonest surname, and so on. Each kind of term is attacked by itself, as if the thief had been told
which rows are of which kind; then all together, where a person counts as recovered when any of the guesses is right;
then after joining values that one person shares. Beside each stands the same attack on repeated tokens, as a plain
blind index stores them. ``python -m benchmarks.leakage 20000`` prints it for so many people.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

import sqlalchemy as sa

from benchmarks.dataset import PANEL, SEED
from benchmarks.people import people, surname, terms_of
from benchmarks.timing import Row
from casework.people.index import generation_read
from casework.people.models import SearchToken
from casework.people.terms import KINDS, WORD
from extensions import db

REPEATED = "tokens that repeat, as in a plain blind index"
Column = Mapping[int | bytes | tuple[str, ...], list[UUID]]
"""The people of each value of a column."""


def measure_leakage(kind: str, size: int) -> Iterator[Row]:
    """Rows in hundredths of the people, from the index that the database holds."""
    names = {one.id: one.surname for one in people(size)}
    ranked, chance = _statistics(size), random.Random(SEED)
    ours, repeated = _as_stored(), _as_repeated(size)
    all_ours: set[UUID] = set()
    all_repeated: set[UUID] = set()
    for term in ours:
        mine, theirs = (_by_rank(column, ranked, names, chance) for column in (ours[term], repeated[term]))
        all_ours |= mine
        all_repeated |= theirs
        yield _row(f"surnames recovered, kind {term}, {size} people, {kind}", mine, theirs, size)
    yield _row(f"surnames recovered, all kinds, {size} people, {kind}", all_ours, all_repeated, size)
    together = (_joined(columns, ranked, names, chance) for columns in (ours, repeated))
    yield _row(f"surnames recovered, co-occurrence, {size} people, {kind}", *together, size)
    told = _by_number(names, _rows_held())
    yield _row(f"people whose number of rows tells the surname, {size} people, {kind}", told, set(), size)
    yield _repeats(kind, size)


def _statistics(size: int) -> list[str]:
    """Surnames by frequency, from another sample."""
    chance = random.Random(SEED + 1)
    return [name for name, _ in Counter(surname(chance) for _ in range(size)).most_common()]


def _as_stored() -> dict[str, dict[int | bytes | tuple[str, ...], list[UUID]]]:
    """Columns by kind. The kind is read with the key: the thief is given what the rows do not tell."""
    generation = generation_read(PANEL)
    assert generation is not None
    kinds = {number: kind for kind, number in KINDS.items()}
    columns: dict[str, dict[int | bytes | tuple[str, ...], list[UUID]]] = defaultdict(lambda: defaultdict(list))
    rows = db.session.execute(sa.select(SearchToken.token, SearchToken.place, SearchToken.owner_id)).all()
    read = generation.key.read_places((token, bytes(place)) for token, place, _ in rows)
    for (token, _, owner), place in zip(rows, read, strict=True):
        if place is not None:
            columns[kinds[place[1]]][token].append(owner)
    return columns


def _as_repeated(size: int) -> dict[str, dict[int | bytes | tuple[str, ...], list[UUID]]]:
    """Columns by kind as a plain blind index has them; single words are a column of surnames, the worst of them."""
    columns: dict[str, dict[int | bytes | tuple[str, ...], list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for one in people(size):
        for kind, parts in terms_of(one):
            if kind != WORD or parts == (one.surname.casefold(),):
                columns[kind][parts].append(one.id)
    return columns


def _by_rank(column: Column, ranked: list[str], names: Mapping[UUID, str], chance: random.Random) -> set[UUID]:
    """People whose surname is guessed right when values are matched with surnames by rank; equal ranks by lot."""
    values = list(column.values())
    chance.shuffle(values)
    values.sort(key=len, reverse=True)
    return {owner for guess, owners in zip(ranked, values, strict=False) for owner in owners if names[owner] == guess}


def _joined(
    columns: Mapping[str, Column], ranked: list[str], names: Mapping[UUID, str], chance: random.Random
) -> set[UUID]:
    """Rank matching of the groups of people who share a value of a single name: with tokens that never repeat there is
    nobody to put into a group."""
    shared: dict[UUID, set[UUID]] = {}
    for owners in columns[WORD].values():
        if len(owners) > 1:
            group = set(owners)
            shared |= {owner: group for owner in owners}  # noqa: C420
    groups = {id(group): list(group) for group in shared.values()}
    return _by_rank(groups, ranked, names, chance)


def _rows_held() -> dict[UUID, int]:
    counted = sa.select(SearchToken.owner_id, sa.func.count()).group_by(SearchToken.owner_id)
    return {owner: rows for owner, rows in db.session.execute(counted)}  # noqa: C416


def _by_number(names: Mapping[UUID, str], held: Mapping[UUID, int]) -> set[UUID]:
    """People guessed from how many rows they have, beyond what guessing the commonest surname for all would give."""
    by_number: dict[int, list[UUID]] = defaultdict(list)
    for owner, rows in held.items():
        by_number[rows].append(owner)
    commonest = Counter(names.values()).most_common(1)[0][0]
    right: set[UUID] = set()
    for owners in by_number.values():
        guess = Counter(names[owner] for owner in owners).most_common(1)[0][0]
        right |= {owner for owner in owners if names[owner] == guess != commonest}
    return right


def _repeats(kind: str, size: int) -> Row:
    columns = (SearchToken.token, SearchToken.place)
    counts = db.session.execute(
        sa.select(sa.func.count(), *(sa.func.count(sa.distinct(column)) for column in columns)).select_from(SearchToken)
    ).one()
    repeated = 2 * counts[0] - counts[1] - counts[2]
    return Row(
        f"index values that occur twice, {size} people, {kind}", float(repeated), 0.0, "none", 0.0, "values", counts[0]
    )


def _row(name: str, ours: set[UUID], other: set[UUID], size: int) -> Row:
    mine, theirs = round(100 * len(ours) / size, 3), round(100 * len(other) / size, 3)
    return Row(name, mine, theirs, REPEATED, round(mine / theirs, 4) if theirs else 0.0, "%", size)


if __name__ == "__main__":
    from benchmarks.search import only_leakage

    for row in only_leakage(int(sys.argv[1])):
        print(f"{row.name:70} {row.ours:>8} {row.unit} (with {row.other_name}: {row.other})")
