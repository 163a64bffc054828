"""The service signs what grew from what it signed last and nothing else, whatever its tables say."""

import fcntl
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import checkpoints, going_back, kept, notes, sealing
from auth.ledger.kept import WentBack
from auth.ledger.models import AccessCheckpoint, AccessLeaf, AccessSealing, AccessTile
from auth.ledger.tiles import Tiles
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.ledger.conftest import Log
from tests.tables import KIND


def test_another_history_would_be_signed(log: Log) -> None:
    log.grow(20)
    assert notes.read_note(kept.path().read_text())[0].size == 20
    log.grow(7)
    before = kept.path().read_bytes()

    def refused(tamper: Any) -> str:
        with db.session.begin_nested() as point:
            tamper()
            db.session.flush()
            with pytest.raises(WentBack) as found:
                checkpoints.make(checkpoints.ASKED)
            assert going_back.standing() == str(found.value)
            point.rollback()
        db.session.expire_all()
        assert kept.path().read_bytes() == before
        return str(found.value)

    def put_back() -> None:
        for model in (AccessCheckpoint, AccessLeaf, AccessTile, AccessSealing):
            db.session.execute(sa.delete(model))
        log.remove(*range(log_numbers[15], log_numbers[-1] + 1))
        log.rebuild()

    def rewritten(more: int) -> None:
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == log_numbers[5]).values(outcome="refused"))
        db.session.execute(sa.delete(AccessCheckpoint))
        log.write(more)
        log.rebuild()

    log_numbers = [log.number_at(position) for position in range(27)]
    assert refused(put_back) == "The log has 15 entries; 27 were signed."
    assert "27 entries are not those" in refused(lambda: rewritten(0))
    assert "first 27 of its 32" in refused(lambda: rewritten(5))
    assert "27" in refused(lambda: db.session.execute(sa.delete(AccessTile)))
    assert going_back.standing() == ""
    kept.path().write_text("half a no")
    log.write(1)
    sealing.seal()
    with pytest.raises(WentBack, match="damaged"):
        checkpoints.make(checkpoints.ASKED)
    kept.path().unlink()
    assert checkpoints.make(checkpoints.ASKED).size == 28, "the first start, and a service from before"


def test_a_note_ahead_of_the_database_would_stop_signing(log: Log) -> None:
    """A process ended after it had signed and before it could store that."""
    log.grow(10)
    with db.session.begin_nested() as point:
        log.write(3)
        sealing.seal()
        point.commit()
    with db.session.begin_nested() as point:
        checkpoints.make(checkpoints.ASKED)
        point.rollback()
    assert notes.read_note(kept.path().read_text())[0].size == 13
    assert checkpoints.make(checkpoints.ASKED).size == 13
    log.grow(2)


def write(app: Flask, number: int) -> None:
    with app.test_request_context(), unit_of_work():
        for _ in range(number):
            write_entry(actor=None, looked=Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why"))


@pytest.mark.usefixtures("log_writer")
def test_nobody_would_hear_of_it_or_a_backup_could_never_be_put_back(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setitem(app.extensions, "casework-tell", lambda **said: told.append((said["template"], said["path"])))
    runner = app.test_cli_runner()
    with frozen():
        write(app, 12)
        runner.invoke(args=["audit", "seal"])
        with app.app_context(), unit_of_work():
            size = Tiles().size()
            number = db.session.scalar(sa.select(AccessLeaf.entry_number).where(AccessLeaf.position == size - 4))
            for model in (AccessCheckpoint, AccessLeaf, AccessTile, AccessSealing):
                db.session.execute(sa.delete(model))
            db.session.execute(sa.delete(AccessEntry).where(AccessEntry.number == number))
        assert "not signed" in runner.invoke(args=["audit", "seal"]).output
        assert set(told) == {("alert", "/admin"), ("alert", "/audit/verify")}
        once = len(told)
        assert "not signed" in runner.invoke(args=["audit", "seal"]).output
        assert len(told) == once, "and not again each second"
        page = browser_for("yew").get("/audit/verify")
        assert "not signed any more" in page.words()
        found = runner.invoke(args=["audit", "verify"])
        assert found.exit_code == 1
        assert "did not grow" in found.output
        refused = runner.invoke(args=["audit", "checkpoint"])
        assert refused.exit_code == 1
        assert "accept-rollback" in refused.output
        assert told[once:] == [("alert", "/audit/verify")] * (len(told) - once), "of the check, not of it again"
        words = runner.invoke(args=["audit", "accept-rollback", "--because", "the backup of Ann Example’s case"])
        assert words.exit_code == 2, "nobody's own words get into the log"
        del told[:]
        accepted = runner.invoke(args=["audit", "accept-rollback", "--because", "restored-from-backup"])
        assert accepted.exit_code == 0
        assert set(told) == {("alert", "/audit/trail"), ("alert", "/audit/verify")}
        assert "Accepted that the access log was put back" in browser_for("laurel").get("/audit/trail").words()
        assert "checkpoint at" in runner.invoke(args=["audit", "seal"]).output
        assert "not signed any more" not in browser_for("yew").get("/audit/verify").words()
        assert runner.invoke(args=["audit", "verify"]).exit_code == 0
        again = runner.invoke(args=["audit", "accept-rollback", "--because", "test-restore"])
        assert again.exit_code == 1
        assert "nothing to accept" in again.output
    with app.app_context(), unit_of_work():
        rows = sa.select(AccessEntry.event, AccessEntry.explanation).where(AccessEntry.event.startswith("access_log."))
        events = {row.event: row.explanation for row in db.session.execute(rows)}
        assert "Accepted: a backup of the database was put back" in events["access_log.accept_rollback"]
        assert "access_log.refuse_to_sign" in events
        assert len(list(kept.path().parent.glob("*.until-*"))) == 1, "what was signed stays as evidence"


def test_two_that_sign_at_once_would_refuse_each_other(app: Flask) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(6):
                write(app, 2)
                with app.app_context():
                    said = checkpoints.look_after()
                    assert "not signed" not in said, said
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not any(one.is_alive() for one in threads)
    assert not faults


def test_a_checkpoint_would_be_dated_before_its_turn(app: Flask) -> None:
    """Who waits to sign takes the time when it signs: another may have signed meanwhile, with a later time."""
    write(app, 2)
    with app.app_context():
        sealing.seal_all()
    dated: list[datetime] = []

    def sign() -> None:
        with app.app_context(), unit_of_work():
            dated.append(checkpoints.make(checkpoints.ASKED).at)

    with time_machine.travel(START, tick=False) as clock, app.app_context(), kept.path(kept.LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        waits = threading.Thread(target=sign)
        waits.start()
        waits.join(0.4)
        assert waits.is_alive()
        clock.shift(30)
        fcntl.flock(file, fcntl.LOCK_UN)
        waits.join(20)
    assert dated == [START + timedelta(seconds=30)]


if KIND == "postgresql":

    def test_two_that_sign_at_once_would_be_kept_in_another_order_than_they_signed(app: Flask) -> None:
        """The first is held up before its row is stored."""
        with app.app_context():
            engine = db.engine
        slow, other_is_done = list[threading.Thread](), threading.Event()

        def hold_up(_connection: Any, _cursor: Any, statement: str, *_told: Any) -> None:
            if statement.startswith("INSERT INTO access_checkpoint") and threading.current_thread() in slow:
                other_is_done.wait(1)

        def sign(more: int) -> None:
            write(app, more)
            with app.app_context():
                sealing.seal_all()
                with unit_of_work():
                    checkpoints.make(checkpoints.ASKED)

        first = threading.Thread(target=sign, args=(2,))
        slow.append(first)
        sa.event.listen(engine, "before_cursor_execute", hold_up)
        try:
            first.start()
            first.join(0.4)
            sign(3)
            other_is_done.set()
            first.join(20)
        finally:
            sa.event.remove(engine, "before_cursor_execute", hold_up)
        with app.app_context(), unit_of_work():
            wanted = sa.select(AccessCheckpoint.size, AccessCheckpoint.at).order_by(AccessCheckpoint.number)
            found = [tuple(row) for row in db.session.execute(wanted)]
        assert len(found) >= 2
        assert found == sorted(found)
