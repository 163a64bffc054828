"""People by the hundred thousand with names as frequent as real ones, written to the tables in the form in which the
services write them, with their real index.

Surnames follow a curve fitted to England: 40,000 of them, the commonest 1.17 in a hundred people. The commonest are
those of :mod:`casework.people.spellings`; the rest are made of syllables.
"""

import random
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, product
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.encryption import cells
from auth.encryption.keyring import SEAL, SEARCH, keyring, wrapped_data_key
from auth.encryption.models import DataKey
from benchmarks.bulk import _cells
from benchmarks.dataset import PANEL, SEED
from casework.people.closeness import Facts
from casework.people.index import Generation, generation_read, word_of
from casework.people.indexing import PERSON
from casework.people.models import Address, Person, SearchIndex, SearchToken
from casework.people.spellings import FAMILIES
from casework.people.terms import KINDS, search_terms, terms_for
from extensions import db, unit_of_work
from wall.binding import owners_connection

SURNAMES, FORENAMES, STREETS = 40_000, 4_000, 3_000
AT_ONCE = 5_000
PLAIN = sa.Table(
    "plain_person",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("forename", sa.String(60)),
    sa.Column("surname", sa.String(60)),
    sa.Column("born_on", sa.Date),
    sa.Column("identity", sa.String(200)),
    sa.Index("ix_plain_name", "surname", "forename"),
    sa.Index("ix_plain_born", "surname", "born_on"),
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """One made-up person."""

    id: UUID
    facts: Facts

    @property
    def surname(self) -> str:
        return str(self.facts.identity["surname"])

    @property
    def forename(self) -> str:
        return str(self.facts.identity["forenames"])


def people(count: int, *, start: int = 0, seed: int = SEED) -> Iterator[Somebody]:
    """So many people; the same ones for the same numbers."""
    for number in range(start, start + count):
        chance = random.Random(seed * 1_000_003 + number)
        home = chance.randrange(STREETS)
        identity = {"forenames": forename(chance), "surname": surname(chance)}
        born_on = date(1935, 1, 1) + timedelta(days=chance.randrange(27_000))
        address = {"line1": f"{chance.randrange(1, 120)} {_street(home)}", "postcode": _postcode(home)}
        contact = {"phone": f"07700 {chance.randrange(900_000, 999_999)}{chance.randrange(10)}"}
        yield Somebody(UUID(int=chance.getrandbits(128), version=4), Facts(identity, born_on, address, contact))


def surname(chance: random.Random) -> str:
    """A surname drawn by frequency."""
    return _drawn(chance, *_names(SURNAMES, 5, 0.9, 1))


def forename(chance: random.Random) -> str:
    """A forename drawn by frequency."""
    return _drawn(chance, *_names(FORENAMES, 2, 0.95, 2))


def _drawn(chance: random.Random, names: list[str], sums: list[float]) -> str:
    return names[bisect(sums, chance.random() * sums[-1])]


@lru_cache
def _names(count: int, offset: int, slope: float, seed: int) -> tuple[list[str], list[float]]:
    chance = random.Random(seed)
    known = [line.split()[0].capitalize() for line in FAMILIES.strip().splitlines()]
    starts = "b br c ch cr d dr f fr g gr h j k l m n p pr qu r s sh st t th tr v w".split()
    middles = [a + b for a, b in product("a e i o u ea ou".split(), "l ll m n nd r rd rn rt s ss t tt ck b".split())]
    made = [
        "".join(part) for part in product(starts, middles, "er ey ing ham ley ton well wood field man by ".split(" "))
    ]
    chance.shuffle(known)
    chance.shuffle(made)
    more = (f"{one}{other}" for one, other in product(made[:200], middles))
    names = list(dict.fromkeys([*known, *(name.capitalize() for name in made), *(n.capitalize() for n in more)]))[
        :count
    ]
    return names, list(accumulate(1 / (rank + offset) ** slope for rank in range(1, len(names) + 1)))


def _street(number: int) -> str:
    names, _ = _names(SURNAMES, 5, 0.9, 1)
    return f"{names[-1 - number // 4]} {('Street', 'Road', 'Court', 'Walk')[number % 4]}"


def _postcode(number: int) -> str:
    chance = random.Random(number)
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"E{1 + number % 18} {chance.randrange(10)}{chance.choice(letters)}{chance.choice(letters)}"


def add_somebodies(some: list[Somebody]) -> None:
    """The index of these people and nothing else of them. An application context must be open."""
    generation = _generation()
    with unit_of_work():
        _copy(SearchToken.__table__, _index_rows(generation, some, {}))  # type: ignore[arg-type]


def _generation() -> Generation:
    with unit_of_work():
        key_id, _ = keyring().newest(PANEL, SEARCH)
        if db.session.get(SearchIndex, PANEL) is None:
            db.session.add(SearchIndex(panel=PANEL, generation=1, key_id=key_id))
    with unit_of_work():
        generation = generation_read(PANEL)
    assert generation is not None
    return generation


def add_people(count: int, *, start: int) -> None:
    """So many people more, with keys, sealed cells, addresses, index, and a plain table with plain indexes beside
    them. An application context must be open."""
    generation = _generation()
    with owners_connection() as owner, owner.begin():
        PLAIN.create(owner, checkfirst=True)
    holding: dict[bytes, int] = {}
    if start:
        for one in people(start):
            for term in terms_of(one):
                word = word_of(generation.key, term)
                holding[word] = holding.get(word, 0) + 1
    for first in range(start, start + count, AT_ONCE):
        some = list(people(min(AT_ONCE, start + count - first), start=first))
        with unit_of_work():
            _write(some, first)
            _copy(SearchToken.__table__, _index_rows(generation, some, holding))  # type: ignore[arg-type]


def terms_of(one: Somebody) -> set[Any]:
    """What of them is in the index: as :mod:`casework.people.indexing` has it."""
    facts = one.facts
    return terms_for(facts.identity, facts.born_on, facts.address) | search_terms(
        facts.identity, facts.born_on, facts.address, facts.contact
    )


def _index_rows(
    generation: Generation,
    some: list[Somebody],
    holding: dict[bytes, int],
    told: Callable[[Somebody], set[Any]] = terms_of,
) -> list[tuple[Any, ...]]:
    key, numbered = generation.key, []
    for one in some:
        for term in told(one):
            word = word_of(key, term)
            numbered.append((word, KINDS[term[0]], holding.get(word, 0), one.id))
            holding[word] = holding.get(word, 0) + 1
    places = key.places((word, kind, number) for word, kind, number, _ in numbered)
    rows = [
        (key.token(word, number), place, PANEL, 1, PERSON, owner)
        for (word, _, number, owner), place in zip(numbered, places, strict=True)
    ]
    return sorted(rows, key=lambda row: row[0])


def _write(some: list[Somebody], first: int) -> None:
    panel_key_id, panel_key = keyring().newest(PANEL, SEAL)
    keys: list[tuple[Any, ...]] = []

    def sealed(model: type, row: UUID, values: dict[str, Any]) -> tuple[UUID, dict[str, bytes]]:
        key_id, key = UUID(int=random.getrandbits(128), version=4), cells.new_key()
        keys.append((key_id, panel_key_id, "person", wrapped_data_key(panel_key, key, key_id)))
        return key_id, _cells(model, row, key_id, AESGCM(key), values)

    persons, homes, plain = [], [], []
    for number, one in enumerate(some, first):
        told = {"identity": one.facts.identity, "born_on": one.facts.born_on, "contact": one.facts.contact}
        key_id, found = sealed(Person, one.id, told)
        persons.append({"id": one.id, "data_key_id": key_id, "panel": PANEL, "reference": f"X{number:09d}", **found})
        home_id = UUID(int=random.getrandbits(128), version=4)
        key_id, found = sealed(Address, home_id, {"lines": one.facts.address})
        homes.append({"id": home_id, "data_key_id": key_id, "person_id": one.id, "hidden": False, **found})
        identity = f'{{"forenames": "{one.forename}", "surname": "{one.surname}"}}'
        plain.append((one.id, one.forename.casefold(), one.surname.casefold(), one.facts.born_on, identity))
    table = db.metadata.tables[DataKey.__tablename__]
    db.session.execute(
        sa.insert(table), [dict(zip(("id", "panel_key_id", "kind", "wrapped"), row, strict=True)) for row in keys]
    )
    db.session.execute(sa.insert(db.metadata.tables[Person.__tablename__]), persons)
    db.session.execute(sa.insert(db.metadata.tables[Address.__tablename__]), homes)
    _copy(PLAIN, plain)


def _copy(table: sa.Table, rows: list[tuple[Any, ...]]) -> None:
    """Many rows at once: COPY on PostgreSQL, the driver's own loop on SQLite."""
    connection = db.session.connection()
    names = [column.name for column in table.columns]
    if connection.dialect.name == "postgresql":
        raw: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
        with raw.cursor() as cursor, cursor.copy(f"copy {table.name} ({', '.join(names)}) from stdin") as copy:  # type: ignore[arg-type]
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    told = [tuple(cell.hex if isinstance(cell, UUID) else cell for cell in row) for row in rows]
    told = [tuple(cell.isoformat() if isinstance(cell, date) else cell for cell in row) for row in told]
    connection.exec_driver_sql(f"insert into {table.name} ({', '.join(names)}) values ({marks})", told)  # noqa: S608
