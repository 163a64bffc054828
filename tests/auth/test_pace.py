"""Reading faster than a person reads, and more heavy work than one process does at once."""

import threading
import time
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth import pace
from auth.access_log.models import AccessEntry
from extensions import db
from panels.statistics import views as statistics
from tests.auth.clock import frozen
from tests.cases.made import case_on_record
from tests.conftest import PANEL


def test_a_program_would_read_faster_than_a_person(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 2.4.1: it is told to wait, the log has it once, and what a form sends goes through."""
    made = case_on_record(app)
    slow = app.extensions["casework-settings"].model_copy(update={"production": True, "pages_a_minute": 3})
    with frozen():
        cora, alder = browser_for("cora"), browser_for("alder")
        monkeypatch.setitem(app.extensions, "casework-settings", slow)
        monkeypatch.setattr(pace, "_seen", {})
        monkeypatch.setattr("auth.sign_in.sessions._why_over", lambda _row: None)
        path = f"/cases/{made.reference}"
        token = dict(cora.get(f"{path}/notes").fields("text"))
        answers = [cora.http.get(path).status_code for _ in range(5)]
        assert answers == [200, 200, 429, 429, 429]
        late = cora.http.get(path)
        assert (late.headers["Retry-After"], b"Thistledown" in late.data) == ("60", False)
        sent = cora.http.post(f"{path}/notes", data={**token, "text": "Kept", "nature": "fact"})
        assert sent.status_code == 303
        assert alder.http.get(path).status_code == 200, "each person by themselves"
        assert cora.http.get("/account/sign-ins").status_code == 200
    with frozen(timedelta(minutes=1)):
        assert cora.http.get(path).status_code == 200
    with app.app_context():
        entries = sa.select(sa.func.count()).where(AccessEntry.event == "pace", AccessEntry.outcome == "refused")
        assert db.session.scalar(entries) == 1


@pytest.mark.long
def test_twenty_heavy_answers_at_once_would_keep_light_pages_waiting(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AC 53."""
    people = {name: browser_for(name) for name in ("cora", "alder", "birch")}
    larch, path = browser_for("larch"), f"/statistics/{PANEL}"
    goes_on, at_work, real = threading.Event(), threading.Semaphore(0), statistics.panel_for

    def slow(*args: Any) -> Any:
        db.session.rollback()  # SQLite has one writer: whoever waits here would keep everybody waiting
        at_work.release()
        assert goes_on.wait(20)
        return real(*args)

    monkeypatch.setattr(statistics, "panel_for", slow)
    monkeypatch.setattr(pace, "PATIENCE", 0.05)
    first = [threading.Thread(target=lambda name=name: people[name].http.get(path)) for name in people]
    for thread in first:
        thread.start()
    for _ in first:
        assert at_work.acquire(timeout=20)
    for name in [*people] * 6:
        began = time.monotonic()
        answer = people[name].http.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
        assert b"All other pages are there meanwhile" in answer.data
        assert larch.http.get("/home").status_code == 200
        assert time.monotonic() - began < 2
    goes_on.set()
    for thread in first:
        thread.join(20)
    assert not pace._running
    assert people["cora"].http.get(path).status_code == 200


def test_a_heavy_answer_that_fails_would_keep_its_place(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cora = browser_for("cora")
    with monkeypatch.context() as patch:
        patch.setattr(statistics, "full_rows", lambda *_args: 1 / 0)
        for _ in range(pace.AT_ONCE + 1):
            assert cora.http.get(f"/statistics/{PANEL}").status_code == 500
    assert cora.http.get(f"/statistics/{PANEL}").status_code == 200


@pytest.mark.pure
def test_members_who_open_their_papers_at_once_would_be_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine may come in one minute, and one presses twice: who can be answered soon waits, and too many do not."""
    me, answered, sent_away = threading.local(), list[str](), list[str]()
    monkeypatch.setattr(pace, "current_actor", lambda: me)
    goes_on, at_work = threading.Event(), threading.Semaphore(0)

    @pace.heavy
    def view(name: str) -> None:
        at_work.release()
        assert goes_on.wait(10)
        answered.append(name)

    def come(name: str, account_id: UUID) -> None:
        me.account_id = account_id
        try:
            view(name)
        except pace.Busy:
            sent_away.append(name)

    people = [uuid4() for _ in range(pace.AT_ONCE + pace.WAITING)]
    threads = [threading.Thread(target=come, args=(f"member {n}", one)) for n, one in enumerate(people)]
    threads.insert(pace.AT_ONCE, threading.Thread(target=come, args=("pressed twice", people[0])))
    for number, thread in enumerate(threads):
        thread.start()
        if number < pace.AT_ONCE:
            assert at_work.acquire(timeout=10)
        else:
            _until(lambda number=number: len(pace._in_line) + len(sent_away) == number + 1 - pace.AT_ONCE)
    assert sent_away == [f"member {len(people) - 1}"], "three wait, the one after them does not"
    assert not answered
    goes_on.set()
    for thread in threads:
        thread.join(10)
    assert sorted(answered) == sorted([*(f"member {n}" for n in range(len(people) - 1)), "pressed twice"])
    assert not pace._in_line
    assert not +pace._running


def _until(true: Any) -> None:
    ends = time.monotonic() + 10
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.005)
