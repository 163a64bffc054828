"""The auditor's page: how sealing stands, a check that goes on behind the page, what it finds, and the file to take
away."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import checking, checkpoints, commands, keys, reading, rows, stretches, telling
from auth.ledger.models import AccessCheck, AccessCheckpoint, AccessLeaf, AccessTile
from auth.panel_facts import panel_facts
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.ledger.conftest import verify


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Checks that were asked for; the test runs them."""
    asked: list[int] = []
    monkeypatch.setattr(checking, "_start_after_commit", asked.append)
    return asked


def seal(app: Flask) -> None:
    with app.app_context():
        checkpoints.look_after()


def test_a_check_would_find_nothing_or_its_result_would_be_lost(
    app: Flask, browser_for: Any, at_once: list[int]
) -> None:
    with frozen():
        yew = browser_for("yew")
        page = yew.get("/audit/verify")
        assert "Never checked" in page.words()
        assert "No checkpoint yet" in page.words()
        assert yew.get("/audit/verify/log.zip").status == 422
        for beyond in ("progress", "receipt.txt"):
            assert yew.get(f"/audit/verify/{10**20}/{beyond}").status == 404
        for _ in range(3):
            yew.get("/audit")
        seal(app)
        page = yew.get("/audit/verify")
        assert "No checkpoint yet" not in page.words()
        yew.submit()
        page = yew.get("/audit/verify")
        assert "Waiting for its turn" in page.words()
        assert "You can leave this page" in page.words()
        (number,) = at_once
        checking.run(app, number)
        page = yew.get("/audit/verify")
        assert "Whole" in page.words()
        receipt = yew.http.get(f"/audit/verify/{number}/receipt.txt").get_data(as_text=True)
        assert "Result: Whole" in receipt
        assert "Words of the root" in receipt
        assert yew.http.get(f"/audit/verify/{number + 1}/progress").status_code == 404
        answer = yew.http.get(f"/audit/verify/{number}/progress").get_json()
        assert (answer["done"], answer["failed"]) == (True, False)
    with app.app_context(), unit_of_work():
        assert {"audit.verify", "audit.check"} <= set(db.session.scalars(sa.select(AccessEntry.event)))


def test_following_a_check_would_fill_the_trail_or_show_it_to_anybody(
    app: Flask, browser_for: Any, at_once: list[int]
) -> None:
    """A script asks once a second: of a check that goes on, whoever has opened its page is in the log already."""

    def looks() -> int:
        with app.app_context():
            asked = sa.select(sa.func.count()).where(AccessEntry.event == "audit.verify")
            return db.session.scalar(asked) or 0

    with frozen():
        yew = browser_for("yew")
        yew.get("/audit/verify")
        yew.submit()
        (number,) = at_once
        before = looks()
        for _ in range(3):
            assert yew.http.get(f"/audit/verify/{number}/progress").status_code == 200
        assert looks() == before
        assert browser_for("cora").http.get(f"/audit/verify/{number}/progress").status_code == 404
        with app.app_context(), unit_of_work():
            db.session.execute(sa.update(AccessCheck).values(asked_at=START + timedelta(seconds=1)))
        assert yew.http.get(f"/audit/verify/{number}/progress").status_code == 200
        assert looks() == before + 1, "nobody who has not seen the page since looks on unseen"
        checking.run(app, number)
        before = looks()
        assert yew.http.get(f"/audit/verify/{number}/progress").get_json()["done"]
        assert looks() == before + 1


def check(app: Flask) -> tuple[str, str]:
    """State and sentence of a new check."""
    with app.test_request_context(), unit_of_work():
        account = db.session.scalar(sa.text("SELECT id FROM account").columns(sa.column("id", sa.Uuid)))
        made = AccessCheck(asked_by_id=account)
        db.session.add(made)
        db.session.flush()
        number = made.number
    checking.run(app, number)
    with app.app_context(), unit_of_work():
        done = db.session.get_one(AccessCheck, number)
        return done.state, telling.result_words(done)


@pytest.mark.usefixtures("log_writer")
def test_what_was_tampered_with_would_be_called_whole(app: Flask) -> None:
    def tamper(*statements: Any) -> tuple[str, str]:
        with app.app_context(), unit_of_work():
            for statement in statements:
                db.session.execute(statement)
        return check(app)

    with app.test_request_context(), unit_of_work():
        for _ in range(12):
            write_entry(actor=None, looked=Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why"))
    seal(app)
    assert check(app)[0] == checking.WHOLE
    with app.app_context(), unit_of_work():
        size = db.session.scalar(sa.select(sa.func.count()).select_from(AccessLeaf)) or 0
        number = db.session.scalar(sa.select(AccessLeaf.entry_number).where(AccessLeaf.position == size - 5))
    this = AccessEntry.number == number
    assert tamper(sa.update(AccessEntry).where(this).values(outcome="refused")) == (
        checking.FAULTY,
        f"The entry at position {size - 5:,} is not what was sealed. Checking stopped.",
    )
    assert tamper(sa.update(AccessEntry).where(this).values(outcome="allowed"))[0] == checking.WHOLE
    gone = tamper(sa.delete(AccessEntry).where(this))
    assert gone == (checking.FAULTY, f"The entry at position {size - 5:,} is gone. Checking stopped.")
    again = sa.insert(AccessEntry).values(
        number=number, at=START, event="x", outcome="allowed", rule="r", explanation="e", object_type="case"
    )
    assert "is not what was sealed" in tamper(again)[1]
    with app.app_context(), unit_of_work():
        db.session.execute(sa.delete(AccessEntry).where(this))
        db.session.execute(sa.delete(AccessLeaf).where(AccessLeaf.entry_number == number))
    assert f"position {size - 5:,} is gone" in check(app)[1]
    newest = sa.select(sa.func.max(AccessCheckpoint.number)).scalar_subquery()
    bent = sa.update(AccessCheckpoint).where(AccessCheckpoint.number == newest).values(root=bytes(32))
    assert "are not those that a checkpoint signed" in tamper(bent)[1]


@pytest.mark.usefixtures("log_writer")
@pytest.mark.long
def test_processes_that_share_a_log_would_find_another_fault_than_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("FEW", 0), ("STRETCH", 4)):
        monkeypatch.setattr(stretches, name, value)
    for number in (9, 5, 6):
        for _ in range(number):
            write_one(app)
        seal(app)
        with app.app_context(), unit_of_work():
            size = checkpoints.make(checkpoints.ASKED).size
    leaf = sa.select(AccessLeaf.entry_number).where(AccessLeaf.position == size - 8)
    tampered = (
        sa.update(AccessCheckpoint).values(root=AccessCheckpoint.root),
        sa.update(AccessLeaf).where(AccessLeaf.position == size - 2).values(who_salt=None),
        sa.update(AccessEntry).where(AccessEntry.number == leaf.scalar_subquery()).values(outcome="refused"),
        sa.delete(AccessLeaf).where(AccessLeaf.position == size - 14),
        sa.delete(AccessTile),
    )
    found = []
    for tamper in tampered:
        with app.app_context():
            with unit_of_work():
                db.session.execute(tamper)
            heard: list[int] = []
            alone = checking.check_now(lambda done, _total, heard=heard: heard.append(done))  # type: ignore[misc]
            assert checking.check_now(lambda done, total: None, 2) == alone
            assert heard == sorted(heard)
            found.append(alone and (alone.kind, size - alone.position))
    assert found == [None, ("altered", 2), ("altered", 8), ("missing", 14), ("altered", size)]


@pytest.mark.usefixtures("log_writer")
def test_an_entry_put_in_behind_the_sealer_would_be_called_whole(app: Flask) -> None:
    plain = {"at": START, "event": "x", "outcome": "allowed", "rule": "r", "explanation": "e", "object_type": "case"}
    gap = a_gap(app)
    for _ in range(3):
        seal(app)
    assert check(app)[0] == checking.WHOLE
    with app.app_context(), unit_of_work():
        db.session.execute(sa.insert(AccessEntry).values(number=gap, **plain))
    assert f"Entry number {gap:,} was put in after its time" in check(app)[1]


def test_the_progress_would_say_nothing_of_the_time_left_or_call_a_dead_check_alive() -> None:
    one = AccessCheck(state="running", done=250, total=1000, began_at=START, moved_at=START, kind=None)
    with time_machine.travel(START + timedelta(seconds=30), tick=False):
        assert telling.progress_words(one, START + timedelta(seconds=30)) == (
            "250 of 1,000 entries checked, about 2 minutes left"
        )
    one.done = 990
    with time_machine.travel(START + timedelta(seconds=30), tick=False):
        assert telling.progress_words(one, START + timedelta(seconds=30)).endswith("about 1 second left")
    with time_machine.travel(START + timedelta(minutes=5), tick=False):
        assert "broken off" in telling.progress_words(one, START + timedelta(minutes=5))


def test_the_file_would_not_hold_the_log_or_would_tell_of_a_hidden_panel(
    app: Flask, browser_for: Any, tmp_path: Path
) -> None:
    with app.app_context():
        hidden = sorted(panel_facts().hidden)[0]
    with frozen():
        yew = browser_for("yew")
        with app.test_request_context(), unit_of_work():
            looked = Looked("case.open", ALLOWED, "case", (UUID(int=4711),), hidden, "member", 1, "why")
            number = write_entry(actor=None, looked=looked)
        seal(app)
        proof_would_tell_it(app, str(number), hidden)
        answer = yew.http.get("/audit/verify/log.zip")
        assert answer.mimetype == "application/zip"
        (tmp_path / "log.zip").write_bytes(answer.data)
        export = verify.Export(str(tmp_path / "log.zip"))
        assert hidden not in "".join(export.lines())
        with app.app_context(), unit_of_work():
            assert verify.check(export, verify.Key(keys.verifier().text())) == len(list(export.lines()))


def proof_would_tell_it(app: Flask, number: str, hidden: str) -> None:
    """What the file hides the proof of the one entry hides too, and proves as well."""
    runner = app.test_cli_runner()
    told = [runner.invoke(args=["audit", "proof", number, *words]).output for words in ((), ("--hidden",))]
    with app.app_context(), unit_of_work():
        key = verify.Key(keys.verifier().text())
        lines = [verify.check_record(one, key)[0] for one in told]
    assert [hidden in one for one in lines] == [False, True]
    assert [str(UUID(int=4711)) in one or UUID(int=4711).hex in one for one in lines] == [False, True]


def a_gap(app: Flask) -> int:
    """A number that nobody uses, between two entries that are written and not yet sealed."""
    with app.test_request_context(), unit_of_work():
        looked = Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why")
        _, gap, _ = (write_entry(actor=None, looked=looked) for _ in range(3))
        db.session.execute(sa.delete(AccessEntry).where(AccessEntry.number == gap))
    return gap


def write_one(app: Flask) -> bool:
    with app.test_request_context(), unit_of_work():
        write_entry(actor=None, looked=Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why"))
    return True


def test_a_check_or_an_export_would_hold_the_one_lock_from_start_to_end(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ways: list[str] = []

    @contextmanager
    def counted() -> Iterator[None]:
        ways.append("one unit of work")
        yield

    for place in (checking, commands):
        monkeypatch.setattr(place, "making_way", counted)
    for place, name in ((checking, "SIGNATURES"), (stretches, "STRETCH"), (rows, "CHUNK")):
        monkeypatch.setattr(place, name, 2)
    for _ in range(5):
        with app.test_request_context(), unit_of_work():
            for _ in range(3):
                write_entry(actor=None, looked=Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why"))
        seal(app)
        with app.app_context(), unit_of_work():
            checkpoints.make(checkpoints.ASKED)
    with app.app_context(), unit_of_work():
        size = db.session.scalar(sa.select(sa.func.count()).select_from(AccessLeaf)) or 0
    written, plain = list[bool](), reading.Reader.leaves

    def written_meanwhile(reader: reading.Reader, first: int, last: int) -> bytes:
        one = threading.Thread(target=lambda: written.append(write_one(app)))
        one.start()
        one.join(10)
        return plain(reader, first, last)

    with app.app_context(), monkeypatch.context() as meanwhile:
        meanwhile.setattr(reading.Reader, "leaves", written_meanwhile)
        assert checking.check_now(lambda done, total: None) is None
    assert len(written) == -(-size // 2), "whoever writes while entries are read does not wait"
    assert len(ways) >= 1 + 5 // 2
    ways.clear()
    file = tmp_path / "log.zip"
    assert app.test_cli_runner().invoke(args=["audit", "export", str(file)]).exit_code == 0
    assert len(ways) >= 1 + size // 2
    with app.app_context(), unit_of_work():
        assert verify.check(verify.Export(str(file)), verify.Key(keys.verifier().text())) == size + len(written) + 1, (
            "and what came of the check"
        )
        fourth = sa.select(AccessCheckpoint.number).order_by(AccessCheckpoint.number).offset(3).limit(1)
        bent = sa.update(AccessCheckpoint).where(AccessCheckpoint.number == fourth.scalar_subquery())
        db.session.execute(bent.values(note="no note"))
    with app.app_context():
        found = checking.check_now(lambda done, total: None)
    assert found is not None
    assert found.kind == "forged", "on the second page of checkpoints"
