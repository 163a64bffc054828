"""The server's clock against the log: told on the page of the log, and found by the check of the whole."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import checking, checkpoints, keys, rows, stretches
from auth.ledger.clock import odd_times
from auth.ledger.found import Found
from auth.ledger.models import AccessCheckpoint
from auth.ledger.stretches import Signed
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.ledger.conftest import Log, verify
from tests.ledger.test_pages import a_gap, write_one

MINUTE = timedelta(minutes=1)


def test_a_clock_that_was_set_would_go_unsaid_or_a_right_one_be_doubted() -> None:
    plain = [(number, START + number * MINUTE) for number in range(1, 6)]
    at = START + 5 * MINUTE
    assert odd_times(plain, at, at) == ()
    assert odd_times([], None, at) == ()
    late = [*plain, (6, at - 9 * MINUTE), (7, at)]
    assert odd_times(late, at + MINUTE, at) == (), "a long request, and another machine's clock"
    (said,) = odd_times(plain, at + 2 * MINUTE, at)
    assert said.startswith("The newest checkpoint is dated 23 November 2026")
    (said,) = odd_times(plain, None, at - 2 * MINUTE)
    assert said.startswith("Entry 5 is dated")
    (said,) = odd_times([*plain, (6, START - 6 * MINUTE), (7, START - 5 * MINUTE)], START, at)
    assert said.startswith("Entry 6 is dated")
    assert "though entry 5 of" in said


def test_the_auditor_would_not_be_told_of_the_clock(app: Flask, browser_for: Any) -> None:
    with frozen():
        yew = browser_for("yew")
        assert "clock" not in yew.get("/audit/verify").words()
    with time_machine.travel(START + timedelta(hours=2), tick=False), app.test_request_context():
        with unit_of_work():
            write_entry(actor=None, looked=Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why"))
        checkpoints.look_after()
    with frozen():
        words = yew.get("/audit/verify").words()
    assert "The server’s clock was set, or is wrong" in words
    assert "The newest checkpoint is dated" in words
    assert "which is still to come" in words
    assert "though entry" in words


def test_an_entry_dated_outside_its_checkpoints_would_be_called_whole(log: Log) -> None:
    signed = list[Signed]()

    def found(more: int) -> Found | None:
        for place in range(2):
            if place:
                log.at += timedelta(seconds=more)
            log.grow(4)
            last = checkpoints.newest()
            assert last is not None
            signed.append(Signed(last.size, last.root, int(last.at.timestamp())))
        whole = checking.Whole(signed)
        part = rows.reader().check(0, signed[-1].size, stretches.stops_of(signed))
        return whole.add(part) or whole.clock()

    assert found(60) is None
    log.at -= timedelta(hours=3)
    assert found(0) == Found("clock", 8)


def test_one_clock_set_right_would_hide_what_is_worse_or_a_small_step_be_called_a_fault(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clock that went three hours fast was set right: the times of that day never agree again."""

    def told() -> str:
        with time_machine.travel(log.at, tick=False):
            verify.main([str(log.file()), "--key", keys.verifier().text()])
        return capsys.readouterr().out

    def by_the_service() -> Found | None:
        checkpoints_ = db.session.scalars(sa.select(AccessCheckpoint).order_by(AccessCheckpoint.number))
        signed = [Signed(one.size, one.root, int(one.at.timestamp())) for one in checkpoints_]
        whole = checking.Whole(signed)
        part = rows.reader().check(0, signed[-1].size, stretches.stops_of(signed))
        return whole.add(part) or whole.clock()

    log.grow(4)
    log.at -= timedelta(minutes=9)
    log.grow(4)
    assert log.verdict() == "whole", "dated before the checkpoint before it, within what is allowed"
    assert by_the_service() is None
    log.at -= timedelta(hours=3)
    log.grow(4)
    log.grow(4)
    assert log.verdict() == ("clock", 8)
    assert by_the_service() == Found("clock", 8)
    assert "not whole: clock at position 8" in told()
    log.at += timedelta(days=2)
    tampered = sa.update(AccessEntry).where(AccessEntry.number == log.number_at(14)).values(outcome="refused")
    with db.session.begin_nested() as point:
        db.session.execute(tampered)
        assert log.verdict() == ("altered", 14)
        assert by_the_service() == Found("altered", 14)
        point.rollback()
    db.session.expire_all()
    assert log.verdict() == ("clock", 8)
    log.at += timedelta(hours=2)
    log.grow(2)
    assert log.verdict() == ("clock", 8), "it stays said, however long ago"


def test_a_checkpoint_of_the_same_entries_dated_earlier_would_go_unsaid() -> None:
    hour = 3600
    signed = [Signed(4, b"", 9 * hour), Signed(8, b"", 12 * hour), Signed(8, b"", 9 * hour)]
    assert checking.Whole(signed).clock() == Found("clock", 8)
    assert checking.Whole(signed[:2]).clock() is None


@pytest.mark.usefixtures("log_writer")
def test_a_clock_that_was_set_would_keep_the_service_from_looking_further(app: Flask) -> None:
    """Whole but for its times: an entry put in behind the sealer is still found."""
    plain = {"at": START, "event": "x", "outcome": "allowed", "rule": "r", "explanation": "e", "object_type": "case"}

    def found() -> str:
        with app.app_context():
            for _ in range(3):
                checkpoints.look_after()
            one = checking.check_now(lambda done, total: None)
            return one.kind if one else "whole"

    with time_machine.travel(START, tick=False):
        gap = a_gap(app)
    with time_machine.travel(START + timedelta(hours=4), tick=False):
        found()
    with time_machine.travel(START, tick=False):
        write_one(app)
    with time_machine.travel(START + timedelta(hours=5), tick=False):
        assert found() == "clock"
        with app.app_context(), unit_of_work():
            db.session.execute(sa.insert(AccessEntry).values(number=gap, **plain))
        assert found() == "unsealed"
