"""Nobody need ask: the jobs check the whole log once a day, tell auditors of a fault, and every result is an entry."""

import fcntl
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import checked, checking, kept
from auth.ledger.daily import LOCK, check_daily
from auth.ledger.models import AccessCheck, AccessCheckpoint, AccessLeaf
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen


@pytest.fixture
def told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Alarms: template and path."""
    found: list[tuple[str, str]] = []
    monkeypatch.setitem(app.extensions, "casework-tell", lambda **said: found.append((said["template"], said["path"])))
    return found


def on_the_hour(app: Flask, hours: int) -> str:
    with time_machine.travel(START + timedelta(hours=hours), tick=False), app.app_context():
        return check_daily()


def results(app: Flask) -> list[tuple[str, int, str]]:
    with app.app_context(), unit_of_work():
        wanted = sa.select(AccessEntry.outcome, AccessEntry.shown, AccessEntry.explanation)
        wanted = wanted.where(AccessEntry.event == checked.EVENT).order_by(AccessEntry.number)
        return [(row.outcome, row.shown, row.explanation) for row in db.session.execute(wanted)]


def write(app: Flask, hours: int = 0) -> None:
    with time_machine.travel(START + timedelta(hours=hours), tick=False), app.test_request_context(), unit_of_work():
        write_entry(actor=None, looked=Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why"))


@pytest.mark.usefixtures("log_writer")
def test_nobody_would_check_or_hear_of_a_fault_unless_an_auditor_asks(
    app: Flask, browser_for: Any, told: list[tuple[str, str]]
) -> None:
    write(app)
    assert on_the_hour(app, 0) == "Access log: checked, whole."
    assert "not checked" in on_the_hour(app, 23)
    assert on_the_hour(app, 24) == "Access log: checked, whole."
    ((_, first, said), (outcome, then, _)) = results(app)
    assert (outcome, then, said) == ("allowed", first + 1, "every entry matches what was sealed and signed")
    assert not told
    with app.app_context(), unit_of_work():
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == this_entry()).values(outcome="refused"))
    assert "not whole" in on_the_hour(app, 48)
    once = len(told)
    assert set(told) == {("alert", "/audit/verify")}
    assert results(app)[-1][::2] == ("refused", "The entry at position 0 is not what was sealed")
    assert "not whole" in on_the_hour(app, 72)
    assert len(told) == once, "the same again"
    with frozen():
        page = browser_for("yew").get("/audit")
        assert "Look at the log first" in page.words()
        assert "The entry at position 0 is not what was sealed" in page.words()
        assert "is not what was sealed" in browser_for("yew").get("/audit/verify").words()


def this_entry() -> int:
    """The first entry that is sealed."""
    return db.session.scalar(sa.select(AccessLeaf.entry_number).where(AccessLeaf.position == 0)) or 0


def test_two_runs_of_the_jobs_would_check_at_once_or_a_clock_set_back_stop_it(app: Flask) -> None:
    write(app)
    with app.app_context(), kept.path(LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "not checked" in check_daily()
    assert results(app) == []
    assert "whole" in on_the_hour(app, 5)
    assert "not checked" not in on_the_hour(app, 2)


def test_a_check_that_was_asked_for_would_leave_no_result_or_be_done_again_at_once(app: Flask) -> None:
    write(app)
    with time_machine.travel(START, tick=False):
        with app.app_context(), unit_of_work():
            account = db.session.scalar(sa.text("SELECT id FROM account").columns(sa.column("id", sa.Uuid)))
            check = AccessCheck(asked_by_id=account)
            db.session.add(check)
            db.session.flush()
            number = check.number
        checking.run(app, number)
    assert len(results(app)) == 1
    assert "not checked" in on_the_hour(app, 12)


def test_a_check_that_reads_signatures_would_be_taken_for_dead(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Years of checkpoints take longer than a check may stand still."""
    monkeypatch.setattr(checking, "SIGNATURES", 1)
    heard: list[int] = []
    for hour in range(3):
        write(app, 25 * hour)
        on_the_hour(app, 25 * hour)
    with app.app_context():
        assert checking.check_now(lambda done, total: heard.append(done)) is None
        with unit_of_work():
            signed = db.session.scalar(sa.select(sa.func.count()).select_from(AccessCheckpoint)) or 0
    assert heard.count(0) == signed + 1 > 3
