"""Searching people: the index in which nothing repeats, against plain columns with plain indexes.

The exact searches run over the raw drivers on both sides, one prepared statement each: hash, statement, unwrapping the
person's key, opening and comparing on ours; statement and reading the identity on the other. The search with one error
is the product's own, from the words typed to the ranked people, opened.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from sqlalchemy.orm import selectinload
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine, StringEncryptedType

from auth.encryption import cells
from auth.encryption.keyring import EXTENSION, SEAL, keyring, lock_all, unlock
from benchmarks.databases import databases
from benchmarks.dataset import PANEL
from benchmarks.leakage import measure_leakage
from benchmarks.people import Somebody, add_people, people
from benchmarks.timing import TAIL, Row, row_of, seconds_of, take_turns
from casework.people.access import facts_of
from casework.people.asked import asked_for
from casework.people.closeness import closeness
from casework.people.finding import people_like
from casework.people.index import Generation, generation_read, word_of
from casework.people.models import Person
from casework.people.spellings import spelled
from casework.people.terms import BORN, PAIR, WORD, Term
from config import Settings
from extensions import db, unit_of_work
from wall.binding import make_tables, owners_connection
from wsgi import create_app

FIRST, FIRST_OF_ONE, MOST, COMPARED = 4, 16, 50, 60
"""Numbers asked for of a word of two facts, of a word of one; the rest only where all of them are there."""
NONCE, IDENTITY = cells.NONCE_BYTES, cells.column_part("person", "identity_sealed")
UTILS = "opening everybody by the encrypted type of SQLAlchemy-Utils (AesGcmEngine)"
INDEX, SCAN, LIKE, TRIGRAM = "a plain composite index", "opening everybody", "plain LIKE", "pg_trgm on plain columns"
PEER = sa.Table(
    "peer_person",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("identity", StringEncryptedType(sa.String(400), "a-key-for-measuring", AesGcmEngine)),
)
COLUMNS = "t.token, p.id, p.data_key_id, p.identity_sealed, p.born_on_sealed, k.panel_key_id, k.wrapped"
JOINED = "search_token t join person p on p.id = t.owner_id join data_key k on k.id = p.data_key_id"


def measure_search(kind: str, *, steps: tuple[int, ...], rounds: int, scans: int) -> Iterator[Row]:
    """Everything at each size, on databases of its own."""
    with installation(kind) as app, app.app_context():
        held = 0
        for size in steps:
            add_people(size - held, start=held)
            held = size
            with unit_of_work():
                _prepare(kind)
                _seal_as_utils(size)
            with unit_of_work():
                yield from _measure(kind, size, rounds, scans)
            if size == steps[-1]:
                with unit_of_work():
                    yield from measure_leakage(kind, size)


def only_leakage(size: int) -> Iterator[Row]:
    """The attacks alone, on SQLite."""
    with installation("sqlite") as app, app.app_context():
        add_people(size, start=0)
        with unit_of_work():
            yield from measure_leakage("sqlite", size)


@contextmanager
def installation(kind: str) -> Iterator[Flask]:
    """An application on an empty database of ``kind``, with one panel's keys and nobody in it."""
    with (
        databases(kind, ("search",)) as addresses,
        tempfile.TemporaryDirectory(prefix="casework-bench-keys-") as folder,
    ):
        app = create_app(Settings(instance_dir=Path(folder), DATABASE_URL=addresses["search"], demo=True, wall=False))
        with app.app_context():
            make_tables()
            with unit_of_work():
                app.extensions[EXTENSION].prepare([PANEL])
        try:
            yield app
        finally:
            with app.app_context():
                db.engine.dispose()


def _prepare(kind: str) -> None:
    with owners_connection() as owner, owner.begin():
        if kind == "postgresql":
            owner.exec_driver_sql("create extension if not exists pg_trgm")
            for column in ("surname", "forename"):
                name = f"ix_plain_{column}_trgm"
                owner.exec_driver_sql(
                    f"create index if not exists {name} on plain_person using gin ({column} gin_trgm_ops)"
                )
        owner.exec_driver_sql("analyze")


def _seal_as_utils(size: int) -> None:
    """The same names in a column of SQLAlchemy-Utils' type, which has no index that could find them."""
    with owners_connection() as owner, owner.begin():
        PEER.drop(owner, checkfirst=True)
        PEER.create(owner)
    rows = [{"id": one.id, "identity": json.dumps(dict(one.facts.identity))} for one in people(size)]
    db.session.execute(sa.insert(PEER), rows)


def scan_as_utils(one: Somebody) -> list[UUID]:
    """Read everybody through the type and compare."""
    wanted = one.facts.identity
    rows = db.session.execute(sa.select(PEER.c.id, PEER.c.identity))
    return [person_id for person_id, told in rows if json.loads(told) == wanted]


def _measure(kind: str, size: int, rounds: int, scans: int) -> Iterator[Row]:
    chance = random.Random(size)
    drawn = [_somebody(chance.randrange(size)) for _ in range(rounds + 1)]
    searches = Searches(kind)
    scanned = [seconds_of(lambda one=one: searches.scan(one)) for one in drawn[:scans]]  # type: ignore[misc]
    by_utils = [seconds_of(lambda one=one: scan_as_utils(one)) for one in drawn[:scans]]  # type: ignore[misc]
    for what in ("surname and forename", "surname and date of birth", "surname alone, first 50"):
        ours, plain = iter(drawn), iter(drawn)
        taken = take_turns(
            {
                "ours": lambda what=what, ours=ours: seconds_of(lambda: searches.ours(what, next(ours))),  # type: ignore[misc]
                "plain": lambda what=what, plain=plain: seconds_of(lambda: searches.plain(what, next(plain))),  # type: ignore[misc]
            },
            rounds,
        )
        name = f"search by {what}, {size} people, {kind}"
        yield row_of(name, taken["ours"], taken["plain"], INDEX, unit="ms")
        yield row_of(f"{name}, p95", taken["ours"], taken["plain"], INDEX, unit="ms", part=TAIL)
        yield row_of(name, taken["ours"], scanned, SCAN, unit="ms")
        yield row_of(name, taken["ours"], by_utils, UTILS, unit="ms")
    yield from _one_error(kind, size, searches, drawn)


def _one_error(kind: str, size: int, searches: "Searches", drawn: list[Somebody]) -> Iterator[Row]:
    """The product's search, with one letter of the name missing, against what plain columns offer for it."""
    chance = random.Random(5)
    typed = [f"{_without_a_letter(chance, one.surname)} {one.forename}" for one in drawn]
    other = TRIGRAM if kind == "postgresql" else LIKE
    ours, theirs = iter(typed), iter(typed)
    taken = take_turns(
        {
            "ours": lambda: seconds_of(lambda: search_as_the_page(next(ours))),
            "theirs": lambda: seconds_of(lambda: searches.alike(next(theirs))),
        },
        len(typed) - 1,
    )
    name = f"search with one error, {size} people, {kind}"
    yield row_of(name, taken["ours"], taken["theirs"], other, unit="ms")
    yield row_of(f"{name}, p95", taken["ours"], taken["theirs"], other, unit="ms", part=TAIL)


def search_as_the_page(typed: str) -> list[UUID]:
    """From the words to ranked people, opened: what the page does between its door and its table."""
    asked = asked_for(typed)
    likely = next(people_like(PANEL, asked)).people[:COMPARED]
    wanted = sa.select(Person).where(Person.id.in_(likely)).options(selectinload(Person.addresses))
    found = db.session.scalars(wanted).all()
    unlock(key for one in found for key in (one.data_key_id, *(home.data_key_id for home in one.addresses)))
    close = {one.id: close.score for one in found if (close := closeness(asked, facts_of(one))) is not None}
    lock_all()
    db.session.expunge_all()
    return sorted(close, key=lambda person_id: -close[person_id])


class Searches:
    """The statements of both sides, over the raw connection of this unit of work."""

    def __init__(self, kind: str) -> None:
        self._raw: Any = db.session.connection().connection.driver_connection
        generation = generation_read(PANEL)
        assert generation is not None
        self._generation: Generation = generation
        self._ring, self._wrappers = keyring(), dict[Any, AESGCM]()
        self._mark = "%s" if kind == "postgresql" else "?"
        self._kind = kind
        keyring().newest(PANEL, SEAL)

    def ours(self, what: str, one: Somebody) -> list[UUID]:
        """:raises AssertionError: the person is not found."""
        term, most = self._asked(what, one)
        key = self._generation.key
        word = word_of(key, term)
        first = FIRST_OF_ONE if what.startswith("surname alone") else FIRST
        rows = self._ask(key.tokens(word, first))
        if len(rows) == first < most:
            rows += self._ask(key.tokens(word, most)[first:])
        found = self._opened(what, one, rows)
        assert found, "Nobody was found."
        return found

    def plain(self, what: str, one: Somebody) -> list[UUID]:
        """The same people from plain columns."""
        second, value = ("forename", one.forename.casefold())
        if what.endswith("birth"):
            second, value = "born_on", self._date(one)
        where, told = f"surname = {self._mark} and {second} = {self._mark}", (one.surname.casefold(), value)
        if what.startswith("surname alone"):
            where, told = f"surname = {self._mark}", (one.surname.casefold(),)
        rows = self._rows(f"select id, identity, born_on from plain_person where {where} limit {MOST}", told)  # noqa: S608
        return [row[0] for row in rows if json.loads(row[1])["surname"] == one.surname]

    def scan(self, one: Somebody) -> list[UUID]:
        """Open everybody and compare: what is left where nothing is indexed."""
        query = f"select 0, {COLUMNS[9:]} from person p join data_key k on k.id = p.data_key_id"  # noqa: S608
        return self._opened("surname and forename", one, self._rows(query, ()))

    def alike(self, typed: str) -> list[Any]:
        """What plain columns offer for a name with an error: similarity of trigrams, or LIKE without the letters that
        may be wrong."""
        surname, forename = typed.casefold().split(" ", 1)
        if self._kind == "postgresql":
            alike = "surname %% %s and forename %% %s order by similarity(surname, %s) desc limit 50"
            query = f"select id from plain_person where {alike}"  # noqa: S608
            return self._rows(query, (surname, forename, surname))
        query = "select id from plain_person where surname like ? and forename like ? limit 50"
        return self._rows(query, (f"%{surname[1:4]}%", f"%{forename[1:4]}%"))

    def _asked(self, what: str, one: Somebody) -> tuple[Term, int]:
        last, first = spelled(one.surname.casefold()), spelled(one.forename.casefold())
        if what.endswith("birth"):
            assert one.facts.born_on is not None
            return (BORN, (last, one.facts.born_on.isoformat())), MOST
        if what.startswith("surname alone"):
            return (WORD, (last,)), MOST
        return (PAIR, (min(last, first), max(last, first))), MOST

    def _ask(self, tokens: Any) -> list[Any]:
        return self._rows(_asking(self._mark, len(tokens)), tokens)

    def _rows(self, query: str, told: tuple[Any, ...]) -> list[Any]:
        if self._kind == "postgresql":
            found: list[Any] = self._raw.execute(query, told, prepare=True).fetchall()
        else:
            found = self._raw.execute(query, told).fetchall()
        return found

    def _opened(self, what: str, one: Somebody, rows: list[Any]) -> list[UUID]:
        """Ids of those of the rows who are meant; none is made before the name has been compared."""
        last, first = spelled(one.surname.casefold()), spelled(one.forename.casefold())
        both, found = what.endswith("forename"), []
        for person, told in self._read(rows):
            # One word is found wherever it stands in a name, as the product has it.
            names = spelled(told["surname"].casefold()), spelled(told["forenames"].casefold())
            if last in names and (not both or first in names):
                found.append(UUID(bytes=person))
        return found

    def _read(self, rows: list[Any]) -> Iterator[tuple[bytes, Any]]:
        """Id and identity of each row, as the product unwraps and opens them: in one loop, with what the cells of a
        column share made once."""
        for _, person_id, key_id, cell, _, panel_key_id, wrapped in rows:
            person, key = _bytes(person_id), _bytes(key_id)
            unwrap = self._wrapper(panel_key_id).decrypt
            data_key = unwrap(wrapped[:NONCE], wrapped[NONCE:], b"data-key|" + key)
            where = IDENTITY + cells.bytes_part(person, key)
            yield person, json.loads(cells.unseal(AESGCM(data_key), bytes(cell), where))

    def _wrapper(self, kept: Any) -> AESGCM:
        found = self._wrappers.get(kept)
        if found is None:
            found = self._wrappers[kept] = self._ring.wrapper(kept if isinstance(kept, UUID) else UUID(kept))
        return found

    def _date(self, one: Somebody) -> Any:
        assert one.facts.born_on is not None
        return one.facts.born_on if self._kind == "postgresql" else one.facts.born_on.isoformat()


@lru_cache
def _asking(mark: str, count: int) -> str:
    marks = ", ".join([mark] * count)
    return f"select {COLUMNS} from {JOINED} where t.token in ({marks})"  # noqa: S608


def _bytes(kept: Any) -> bytes:
    return bytes.fromhex(kept) if type(kept) is str else kept.bytes


def _somebody(number: int) -> Somebody:
    return next(people(1, start=number))


def _without_a_letter(chance: random.Random, word: str) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]
