"""The server's clock against the log: told on the page of the log, and found by the check of the whole."""

from datetime import timedelta
from typing import Any

import time_machine
from flask import Flask

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import checking, checkpoints, rows, stretches
from auth.ledger.checking import Found
from auth.ledger.clock import odd_times
from auth.ledger.stretches import Signed
from extensions import unit_of_work
from tests.auth.clock import START, frozen
from tests.ledger.conftest import Log

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
        return whole.add(part) or whole.end()

    assert found(60) is None
    log.at -= timedelta(hours=3)
    assert found(0) == Found("clock", 8)
