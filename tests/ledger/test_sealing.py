"""Sealing takes every entry once and in an order that holds, whoever commits when; nobody who writes waits for it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import checkpoints, rows, sealing, tree
from auth.ledger.models import AccessCheckpoint, AccessLeaf, AccessSealing, AccessTile
from auth.ledger.tiles import Tiles
from extensions import db, unit_of_work
from tests.ledger.conftest import ENTRIES, START, Log
from tests.tables import KIND

LOOKED = Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why")


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """What is sent to the database from here on."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(told[2])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)


def numbers() -> list[int]:
    """The numbers of the entries in the tree, by position."""
    return list(db.session.scalars(sa.select(AccessLeaf.entry_number).order_by(AccessLeaf.position)))


def test_an_entry_that_commits_late_would_be_lost(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Number 12 is given out, and 13 commits first."""
    writing: set[str] = set()
    monkeypatch.setattr(sealing, "writers", lambda: set(writing))

    def commit(*some: int) -> None:
        plain = {"event": "x", "outcome": "allowed", "rule": "r", "explanation": "e", "object_type": "case"}
        for number in some:
            db.session.execute(sa.insert(ENTRIES).values(number=number, at=START, request_id="", **plain))

    commit(10, 11, 13)
    writing.add("4/120")
    assert [sealing.seal().number for _ in range(3)] == [3, 0, 0]
    commit(14)
    assert sealing.seal().number == 1
    commit(12)
    writing.clear()
    assert sealing.seal().number == 1
    assert numbers() == [10, 11, 13, 14, 12]
    assert sealing.seal().number == 0
    sealing.seal()
    assert sealing.state_of_sealing().settled == 14
    assert rows.without_leaf(14) is None
    commit(5)
    assert sealing.seal().number == 0, "nothing can honestly appear there any more"
    assert rows.without_leaf(14) == 5


def test_the_tree_would_be_another_than_the_entries_make(log: Log) -> None:
    """Across tiles: every root and every hash as if made at once; one pass takes no more than its share."""
    for number in (1, 254, 1, 1, 300):
        log.write(number)
        while sealing.seal(100).more:
            pass
        found = [one.leaf() for one in rows.sealed_between(0, 10**4) if not isinstance(one, int)]
        tiles = Tiles()
        assert tiles.size() == len(found)
        assert tiles.leaves(0, len(found)) == found
        assert tiles.root(len(found)) == plain_root(found)
    assert tiles.leaves(250, 260) == found[250:260]
    for size in (1, 255, 256, 257, 300, 512, 557):
        assert tiles.root(size) == plain_root(found[:size])
    proof = tiles.consistency_proof(255, 557)
    assert tree.grew_from(255, tiles.root(255), 557, tiles.root(557), proof)


def test_a_proof_would_ask_the_database_again_and_again(log: Log, statements: list[str]) -> None:
    """One statement a proof, and the same hashes as read one by one."""
    log.write(600)
    while sealing.seal().more:
        pass
    db.session.flush()
    for place, size in ((0, 1), (0, 600), (255, 600), (256, 600), (599, 600), (511, 513), (300, 512)):
        del statements[:]
        proof = Tiles().inclusion_proof(place, size)
        assert len(statements) == (size > 1), (place, size)
        assert proof == tree.inclusion_proof(place, size, Tiles().get)
    for old, new in ((1, 600), (256, 600), (257, 599), (512, 600), (0, 600), (600, 600)):
        del statements[:]
        proof = Tiles().consistency_proof(old, new)
        assert len(statements) == (old not in (0, new)), (old, new)
        assert proof == tree.consistency_proof(old, new, Tiles().get)
    for beyond in ((599, 601), (700, 900)):
        with pytest.raises(LookupError):
            Tiles().inclusion_proof(*beyond)


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return tree.node_hash(plain_root(leaves[:half]), plain_root(leaves[half:]))


def test_two_entries_alike_would_have_leaves_alike(log: Log) -> None:
    """Without salts whoever guesses what was erased could see it in the tree."""
    log.write(2)
    sealing.seal()
    one, other = (one for one in rows.sealed_between(0, 2) if not isinstance(one, int))
    assert not {*one.texts} & {*other.texts}
    salts = db.session.execute(sa.select(AccessLeaf.who_salt, AccessLeaf.what_salt, AccessLeaf.rest_salt)).all()
    assert len({salt for row in salts for salt in row}) == 6


def test_a_checkpoint_would_come_late_or_too_often(app: Flask) -> None:
    def look(at: int, event: str = "case.open") -> None:
        with time_machine.travel(START + timedelta(minutes=at), tick=False), app.test_request_context(), unit_of_work():
            write_entry(actor=None, looked=Looked(event, ALLOWED, "case", (), None, "member", 1, "why"))

    def job(at: int) -> list[tuple[int, str]]:
        with time_machine.travel(START + timedelta(minutes=at), tick=False), app.app_context():
            checkpoints.look_after()
            with unit_of_work():
                made = sa.select(AccessCheckpoint.size, AccessCheckpoint.occasion).order_by(AccessCheckpoint.number)
                return [(row.size - before, row.occasion) for row in db.session.execute(made)]

    with app.app_context(), unit_of_work():
        before = db.session.scalar(sa.select(sa.func.count()).select_from(AccessEntry)) or 0
    look(0)
    assert job(0) == [(1, "time")]
    look(1)
    assert len(job(1)) == 1
    assert len(job(14)) == 1
    assert job(15) == [(1, "time"), (2, "time")]
    assert len(job(60)) == 2, "nothing came, so there is nothing to sign"
    look(61)
    look(61, "meeting.close")
    assert job(61)[2:] == [(4, "time")] or job(61)[2:] == [(4, "meeting")]
    look(62, "meeting.close")
    assert job(62)[3:] == [(5, "meeting")]
    with app.app_context(), unit_of_work():
        state = db.session.get_one(AccessSealing, 1)
        assert state.note.split("\n")[1] == str(before + 5), "what came since the last checkpoint is signed too"


if KIND == "postgresql":

    def test_a_sealer_would_wait_for_another_or_for_who_writes(app: Flask) -> None:
        insert = sa.insert(ENTRIES).values(
            at=START, event="x", outcome="allowed", rule="r", explanation="e", object_type="case", request_id=""
        )
        with app.app_context():
            engine = db.engine

            def passed() -> Any:
                with unit_of_work():
                    db.session.execute(sa.text("SET LOCAL lock_timeout = '200ms'"))
                    return sealing.seal().number, sealing.state_of_sealing().settled

            passed()
            with engine.connect() as late:
                late_number = late.execute(insert.returning(ENTRIES.c.number)).scalar_one()
                with engine.begin() as early:
                    assert early.execute(insert.returning(ENTRIES.c.number)).scalar_one() > late_number
                assert passed()[0] == 1
                assert passed()[1] < late_number
                late.commit()
            assert passed()[0] == 1
            passed()
            assert passed()[1] == late_number + 1
            with engine.connect() as other:
                other.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.cast(sealing.LOCK, sa.BigInteger))))
                with engine.begin() as one:
                    one.execute(insert)
                assert passed()[0] == 0
                other.rollback()
            assert passed()[0] == 1
            with unit_of_work():
                assert db.session.scalar(sa.select(sa.func.count()).select_from(AccessTile))
