"""A part of an entry is erased by law: it is gone, the proof holds, and nobody can hide an edit as an erasure."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from auth.access_log.models import AccessedObject, AccessEntry, AccessReason
from auth.access_log.words import ERASED
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.ledger import checking, erasure, export, keys, leaves, rows
from auth.ledger.found import Found
from auth.ledger.leaves import PARTS, Sealed, commitment
from auth.ledger.models import AccessLeaf
from auth.ledger.tiles import Tiles
from auth.refusals import Refused
from extensions import db
from tests.ledger.conftest import ENTRIES, Log, verify


def test_an_erased_part_would_stay_or_would_break_the_proof(log: Log) -> None:
    kept = log.grow(9)
    number = log.number_at(4)
    before = export.record_proof(number)
    with time_machine.travel(log.at, tick=False):
        erasure.erase(number=number, part="what", grounds="court")
        erasure.erase(number=number, part="who", grounds="person")
    entry = db.session.get_one(AccessEntry, number, populate_existing=True)
    assert (entry.request_id, entry.object_type, entry.shown) == ("erased", "erased", 0)
    objects = sa.select(sa.func.count()).select_from(AccessedObject).where(AccessedObject.entry_number == number)
    assert db.session.scalar(objects) == 0
    leaf = db.session.scalar(sa.select(AccessLeaf).where(AccessLeaf.entry_number == number))
    assert leaf is not None
    assert (leaf.who_salt, leaf.what_salt) == (None, None), "with the salt anybody could try out what stood there"
    assert log.verdict(kept) == "whole"
    later = log.grow(3)
    assert log.verdict(kept, later) == "whole"
    proof = export.record_proof(number)
    line: Any = json.loads(verify.check_record(json.dumps(proof), verify.Key(keys.verifier().text()))[0])
    assert len(line["who"]) == len(line["what"]) == 64
    assert line["rest"]["number"] == number
    assert verify.check_record(json.dumps(before), verify.Key(keys.verifier().text()))
    said = db.session.scalars(sa.select(AccessEntry.explanation).where(AccessEntry.event == "access_log.erase")).all()
    assert any("“what”" in one and "court" in one for one in said)
    with pytest.raises(Refused):
        erasure.erase(number=number, part="who", grounds="time")
    with pytest.raises(Refused):
        erasure.erase(number=number + 10_000, part="who", grounds="time")


def test_an_edit_could_be_passed_off_as_an_erasure(log: Log) -> None:
    log.grow(9)
    number = log.number_at(4)

    def pretend() -> None:
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == number).values(request_id="erased"))
        this = sa.update(AccessLeaf).where(AccessLeaf.entry_number == number)
        db.session.execute(this.values(who_salt=None, erased={"who": "00" * 32}))

    assert log.after(pretend) == ("altered", 4)


def by_the_service(tamper: Callable[[], object] = lambda: None) -> Found | None:
    """What the service's own check finds after tampering, which is then undone."""
    with db.session.begin_nested() as point:
        tamper()
        db.session.flush()
        whole = checking.Whole([])
        found = whole.add(rows.reader().check(0, Tiles().size(), [])) or whole.clock()
        point.rollback()
    db.session.expire_all()
    return found


def edit(number: int, **values: object) -> None:
    db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == number).values(**values))


def test_an_edit_under_a_salt_taken_away_would_be_called_an_erasure(log: Log) -> None:
    """The commitment is the sealed one, so that the leaf is right: only the columns and the log's own word tell."""
    log.grow(9)
    number = log.number_at(4)
    (one,) = rows.sealed_between(4, 5)
    assert isinstance(one, Sealed)

    def unbind(part: str, **values: object) -> None:
        edit(number, **values)
        old = commitment(one.texts[PARTS.index(part)]).hex()
        this = sa.update(AccessLeaf).where(AccessLeaf.entry_number == number)
        db.session.execute(this.values({f"{part}_salt": None, "erased": {part: old}}))

    changed: dict[str, dict[str, object]] = {
        "who": {"request_id": "another"},
        "what": {"shown": 9},
        "rest": {"outcome": "refused"},
    }
    for part, values in changed.items():
        assert by_the_service(lambda part=part, values=values: unbind(part, **values)) == Found("altered", 4), part
    for part in erasure.EMPTY:
        assert by_the_service(lambda part=part: unbind(part, **erasure.EMPTY[part])) == Found("altered", 4), "untold"
    assert log.after(lambda: unbind("rest", outcome="refused")) == ("altered", 4), "a stranger sees it too"
    this = sa.update(AccessLeaf).where(AccessLeaf.entry_number == number)
    for odd in ({"who": "no hash"}, ["who"], None):
        spoilt = this.values(who_salt=None, erased=odd)
        assert by_the_service(lambda spoilt=spoilt: db.session.execute(spoilt)) == Found("altered", 4)


def test_an_edit_after_an_erasure_would_pass(log: Log) -> None:
    log.grow(9)
    number = log.number_at(4)
    with time_machine.travel(log.at, tick=False):
        for part in erasure.EMPTY:
            erasure.erase(number=number, part=part, grounds="court")
    assert by_the_service() is None, "the entry that tells of it waits for its seal"
    log.sign()
    assert by_the_service() is None
    telling = log.number_at(9)
    account = db.session.scalar(sa.text("SELECT id FROM account").columns(sa.column("id", sa.Uuid)))
    put = AccessedObject(entry_number=number, object_type="case", object_id=UUID(int=3))
    tampered: dict[str, Callable[[], object]] = {
        "who": lambda: edit(number, actor_id=account),
        "for whom": lambda: edit(number, for_account_id=account),
        "panel": lambda: edit(number, panel="panel"),
        "object": lambda: db.session.add(put),
        "telling entry": lambda: edit(telling, explanation="“who” of entry 1 was erased: "),
    }
    for name, tamper in tampered.items():
        assert by_the_service(tamper) == Found("altered", 4), name
    with time_machine.travel(log.at, tick=False), pytest.raises(Refused, match="tells of an erasure"):
        erasure.erase(number=telling, part="what", grounds="person")
    export.write_export(log.folder / "export.zip")
    told = verify.Export(str(log.folder / "export.zip"))
    with time_machine.travel(log.at, tick=False):
        assert verify.check(told, verify.Key(keys.verifier().text())) == 11
    assert told.withheld == {"who": 1, "what": 1}


def test_a_column_would_stay_after_its_part_was_erased() -> None:
    assert set(leaves.WHO) == set(erasure.EMPTY["who"])
    assert set(leaves.WHAT) == set(erasure.EMPTY["what"])
    assert len(leaves.COLUMNS) == len(ENTRIES.columns)
    assert set(leaves.COLUMNS) == set(ENTRIES.columns.keys()), "every column is sealed"
    assert leaves.ERASED == ERASED


def test_the_words_of_a_reason_would_outlive_the_erasure(log: Log) -> None:
    log.grow(2)
    number = log.number_at(0)
    account = db.session.scalar(sa.text("SELECT id FROM account").columns(sa.column("id", sa.Uuid)))
    key = new_data_key(panel=PARTNERSHIP, kind="test")
    db.session.flush()
    reasons = db.metadata.tables[AccessReason.__tablename__]
    values = {"account_id": account, "data_key_id": key, "text_sealed": b"sealed", "given_at": log.at}
    db.session.execute(sa.insert(reasons), [{"id": UUID(int=place), **values} for place in (8, 9)])
    edit(number, reason_id=UUID(int=8))
    with time_machine.travel(log.at, tick=False):
        erasure.erase(number=number, part="who", grounds="person")
        assert len(db.session.scalars(sa.select(reasons.c.id)).all()) == 2
        erasure.erase(number=number, part="what", grounds="person")
    assert db.session.scalars(sa.select(reasons.c.id)).all() == [UUID(int=9)]
