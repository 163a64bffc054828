"""The index of counter tokens: nothing repeats, nothing is lost, nothing is left."""

import random
import threading
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from flask import Flask

from auth.encryption.cells import new_key
from auth.encryption.keyring import EXTENSION, SEARCH, keyring
from auth.encryption.slots import IndexKey
from casework.panel_type.registry import panel_types
from casework.people.index import (
    forget_owner,
    generation_read,
    generations_asked,
    held_by,
    index_owner,
    index_owners,
    numbers_taken,
    word_of,
)
from casework.people.match_queries import MatchQuery, ask_others, panels_to_ask
from casework.people.models import SearchIndex, SearchToken
from casework.people.rebuild import begin_rebuild, rebuild_some, tells_terms
from casework.people.search import find_alike, find_asked, find_owners
from casework.people.terms import NAME, Term, name_terms
from extensions import db, unit_of_work
from tests.conftest import PANEL
from tests.trigger.test_coming_back import counted

OWNER = "someone"
ADA: Term = (NAME, ("ada", "quill"))
IDA: Term = (NAME, ("ida", "quill"))


def held(term: Term) -> set[UUID]:
    return {match.owner_id for match in find_owners(PANEL, [term], limit=5000)}


def stored(*terms: Term, owner: UUID | None = None) -> UUID:
    owner = owner or uuid4()
    index_owner(PANEL, OWNER, owner, terms)
    return owner


def is_dense() -> bool:
    """Whether the rows of every word are numbered 0, 1, 2 … without a gap."""
    generation = generation_read(PANEL)
    assert generation is not None
    rows = [(token, place) for token, place in db.session.execute(sa.select(SearchToken.token, SearchToken.place))]
    numbers: dict[bytes, list[int]] = {}
    for found in generation.key.read_places(rows):
        assert found is not None
        numbers.setdefault(found[0], []).append(found[2])
    return all(sorted(found) == list(range(len(found))) for found in numbers.values())


@pytest.mark.pure
def test_two_rows_of_one_word_would_look_alike_or_their_place_would_open_elsewhere() -> None:
    key, other = IndexKey(new_key()), IndexKey(new_key())
    word = key.word(*ADA)
    tokens = key.tokens(word, 100)
    places = key.places((word, 1, number) for number in range(100))
    assert len(set(tokens)) == len(set(places)) == 100
    assert [key.token(word, number) for number in range(100)] == list(tokens)
    assert key.read_places(zip(tokens, places, strict=True)) == [(word, 1, number) for number in range(100)]
    assert key.read_places([(tokens[0], places[1]), (tokens[0], places[0][:-1])]) == [None, None]
    assert other.read_places([(tokens[0], places[0])]) == [None]
    assert other.word(*ADA) != word
    assert key.word("born", ADA[1]) != word
    assert set(other.tokens(word, 100)).isdisjoint(tokens)


@pytest.mark.pure
def test_the_hash_and_the_cipher_of_the_index_would_not_be_the_published_ones() -> None:
    """Keyed BLAKE2b (the reference's known answers, first of 256) and AES-256 (FIPS 197, appendix C.3)."""
    digest = blake2b(b"", key=bytes(range(64))).hexdigest()
    assert digest.startswith("10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786")
    encryptor = Cipher(algorithms.AES(bytes(range(32))), modes.ECB()).encryptor()  # noqa: S305
    block = encryptor.update(bytes.fromhex("00112233445566778899aabbccddeeff"))
    assert block.hex() == "8ea2b7ca516745bfeafc49904b496089"


@pytest.mark.usefixtures("work")
def test_of_many_holders_one_would_be_lost_or_a_gap_would_be_left() -> None:
    chance = random.Random(5)
    owners = [stored(ADA, *([IDA] if number % 3 else [])) for number in range(90)]
    assert held(ADA) == set(owners)
    gone = chance.sample(owners, 40)
    for owner in gone:
        forget_owner(OWNER, owner)
    assert is_dense()
    assert held(ADA) == set(owners) - set(gone)
    stored(IDA, owner=owners[0])
    assert is_dense()
    for owner in owners:
        forget_owner(OWNER, owner)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SearchToken)) == 0


@pytest.mark.usefixtures("work")
def test_the_holders_of_a_word_would_be_miscounted() -> None:
    index_owners(PANEL, {(OWNER, uuid4()): {ADA} for _ in range(700)})
    key = generation_read(PANEL).key  # type: ignore[union-attr]
    word = word_of(key, ADA)
    for size in (700, 699, 300, 65, 64, 63, 31, 30, 9, 8, 7, 1, 0):
        beyond = [key.token(word, number) for number in range(size, 700)]
        db.session.execute(sa.delete(SearchToken).where(SearchToken.token.in_(beyond)))
        assert numbers_taken(key, [word]) == {word: size}


@pytest.mark.long
@pytest.mark.usefixtures("work")
def test_a_thief_would_find_a_value_twice_or_a_link_between_two_people() -> None:
    chance = random.Random(7)
    surnames = random.Random(8).choices(["Khan", "Begum", "Quill", "Ali", "Farrow"], weights=[9, 5, 3, 2, 1], k=300)
    for number, surname in enumerate(surnames):
        terms = name_terms(chance.choice(["Ada", "Ida"]), surname, date(1980, 1 + number % 2, 1))
        index_owner(PANEL, OWNER, uuid4(), terms)
    rows = db.session.execute(sa.select(SearchToken.token, SearchToken.place, SearchToken.owner_id)).all()
    assert len({token for token, _, _ in rows}) == len({place for _, place, _ in rows}) == len(rows) > 1000
    # All people have rows alike in number, and half of all bits are set: nothing else is in a row.
    assert len({sum(1 for row in rows if row[2] == owner) for owner in {row[2] for row in rows}}) == 1
    bits = b"".join(place + token.to_bytes(8, "big", signed=True) for token, place, _ in rows)
    assert abs(sum(byte.bit_count() for byte in bits) / (len(bits) * 8) - 0.5) < 0.01


@pytest.mark.usefixtures("work")
def test_rows_would_be_written_in_the_order_of_their_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    terms: list[Term] = [(NAME, (f"name{number}", "quill")) for number in range(30)]
    written: list[list[tuple[int, bytes]]] = []
    real = db.session.execute

    def execute(statement: Any, rows: Any = None, **more: Any) -> Any:
        if isinstance(rows, list):
            written.append([(row["token"], row["place"]) for row in rows])
        return real(statement, rows, **more)

    monkeypatch.setattr(db.session, "execute", execute)
    stored(*terms)
    stored(*terms)
    key = generation_read(PANEL).key  # type: ignore[union-attr]
    first, second = ([place[0] for place in key.read_places(rows) if place] for rows in written)
    assert sorted(first) == sorted(second) == sorted(word_of(key, term) for term in terms)
    assert first != second


def test_of_two_who_write_one_word_at_once_one_would_be_lost(app: Flask) -> None:
    """Real threads with sessions of their own, on the database of this run."""
    ready, owners = threading.Barrier(4), [uuid4() for _ in range(24)]
    faults: list[BaseException] = []

    def writer(mine: Sequence[UUID]) -> None:
        ready.wait()
        try:
            for owner in mine:
                with app.app_context(), unit_of_work():
                    stored(ADA, IDA, owner=owner)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=writer, args=(owners[place::4],)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with app.app_context(), unit_of_work():
        assert held(ADA) == held(IDA) == set(owners)
        assert is_dense()


def another_search_key() -> UUID:
    """A second search key of the panel, as a rotation makes it."""
    return keyring().make(PANEL, SEARCH).id


def search_rows() -> dict[int, int]:
    counted = sa.select(SearchToken.generation, sa.func.count()).group_by(SearchToken.generation)
    return {generation: rows for generation, rows in db.session.execute(counted)}  # noqa: C416


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[UUID, list[Term]]:
    """What records of this test's type tell when they are opened again."""
    facts: dict[UUID, list[Term]] = {}

    def terms(panel: str, ids: Sequence[UUID]) -> dict[UUID, Iterable[Term]]:
        return {owner: facts[owner] for owner in ids if owner in facts}

    monkeypatch.setattr("casework.people.rebuild._sources", {})
    tells_terms(OWNER)(terms)
    return facts


@pytest.mark.usefixtures("work")
def test_the_old_index_would_stop_answering_before_the_new_one_is_whole(told: dict[UUID, list[Term]]) -> None:
    owners = [stored(ADA) for _ in range(7)]
    told |= {owner: [ADA, IDA] for owner in owners}
    old = generation_read(PANEL)
    key_id = another_search_key()
    begin_rebuild(PANEL, key_id)
    assert rebuild_some(PANEL, at_most=3).done == 3
    assert held(ADA) == set(owners)
    begin_rebuild(PANEL, key_id)
    assert rebuild_some(PANEL, at_most=3).done == 6, "it would begin again after a stop"
    late, gone = stored(ADA, owner=UUID(int=(1 << 128) - 1)), owners.pop()
    told[late] = [ADA, IDA]
    forget_owner(OWNER, gone)
    assert held(ADA) == {*owners, late}
    assert held(IDA) == set()
    assert rebuild_some(PANEL, at_most=3).done == 7
    assert held(IDA) == set(), "the new index would answer before the last record is in it"
    while not rebuild_some(PANEL, at_most=3).finished:
        pass
    assert held(ADA) == held(IDA) == {*owners, late}
    assert is_dense()
    new = generation_read(PANEL)
    assert old is not None
    assert new is not None
    assert new.number == old.number + 1
    assert held_by(old, (OWNER, late)) == []
    assert search_rows() == {new.number: 14}
    assert db.session.get_one(SearchIndex, PANEL).key_id == key_id
    assert [match.owner_id for match in find_alike(PANEL, OWNER, late, limit=1)] != [late]


@pytest.mark.usefixtures("work")
def test_a_rebuild_given_up_for_another_key_would_leave_rows(told: dict[UUID, list[Term]]) -> None:
    owner = stored(ADA)
    told[owner] = [ADA]
    first = keyring().newest(PANEL, SEARCH)[0]
    begin_rebuild(PANEL, another_search_key())
    rebuild_some(PANEL)
    begin_rebuild(PANEL, first)
    assert search_rows() == {1: 1}
    while not rebuild_some(PANEL).finished:
        pass
    assert rebuild_some(PANEL).finished
    assert held(ADA) == {owner}


@pytest.mark.usefixtures("work")
def test_a_question_of_another_panel_would_be_lost_by_a_rebuild(told: dict[UUID, list[Term]]) -> None:
    owner, asker = stored(ADA), uuid4()
    told[owner] = [ADA]
    other = next(panel.key for panel in panel_types.all() if PANEL in panels_to_ask(panel.key))
    ask_others(other, asker, [ADA])
    asked = sa.select(MatchQuery).where(MatchQuery.asked_panel == PANEL)
    (question,) = db.session.scalars(asked).all()
    begin_rebuild(PANEL, another_search_key())
    for _ in range(3):
        progress = rebuild_some(PANEL)
    assert progress.waits
    found = find_asked(PANEL, [(question.generation, question.token, question.place)])
    assert [(match.owner_id, match.kinds) for match in found] == [(owner, {NAME})]
    ask_others(other, uuid4(), [ADA])
    assert {row.generation for row in db.session.scalars(asked)} == {1, 2}, "who asks now asks both"
    db.session.execute(sa.delete(MatchQuery).where(MatchQuery.generation == 1))
    while not rebuild_some(PANEL).finished:
        pass
    (question,) = db.session.scalars(asked).all()
    found = find_asked(PANEL, [(question.generation, question.token, question.place)])
    assert [match.owner_id for match in found] == [owner]


@pytest.mark.usefixtures("work")
def test_a_record_of_another_panel_would_be_found(app: Flask) -> None:
    app.extensions[EXTENSION].prepare(["another"])
    stored(ADA)
    index_owner("another", OWNER, uuid4(), [ADA])
    assert len(held(ADA)) == 1
    assert len(find_owners("another", [ADA])) == 1


def test_right_after_a_start_a_panel_that_holds_somebody_would_be_asked_by_other_work(app: Flask) -> None:
    other = next(panel for panel in panels_to_ask(PANEL))
    asked: dict[str, list[str]] = {}
    with app.test_request_context():
        stored(ADA)
        db.session.flush()
        for panel in (PANEL, other):
            keyring().__init__(keyring().root)  # type: ignore[misc]
            db.session.expire_all()
            with counted(app) as statements:
                generations_asked(panel)
            asked[panel] = list(statements)
        db.session.rollback()
    assert len(asked[PANEL]) > 1, "nothing is remembered yet"
    assert asked[PANEL] == asked[other]
