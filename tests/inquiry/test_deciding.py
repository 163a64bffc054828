"""What is decided is what was seen: no other days, no newer entries; and what nobody did is a flag too."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.inquiry.models import FlagDecision
from auth.ledger import erasure, sealing
from casework.notifications.models import OutgoingMessage
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.conftest import PANEL
from tests.inquiry.test_pages import BARE, RECORD, account_id, people, rows_of, write

__all__ = ["people", "write"]


def test_a_decision_about_a_few_days_would_settle_days_that_were_not_shown(app: Flask, write: Any, people: Any) -> None:
    write("larch", BARE, at=START - timedelta(days=20))
    write("larch", BARE, at=START - timedelta(days=2))
    path, yew = f"/audit/flags/unexplained/{account_id(app, 'larch')}", people("yew")
    with frozen():
        assert "on 2 days" not in yew.get(f"{path}?span=7-days").words()
        yew.submit({"decision": "explained", "words": "Training day."})
        page = yew.get(f"{path}?span=28-days")
        assert "1 entry that no rule allowed." in page.words(), "an older day was settled unseen"
        assert "3 November 2026" in page.words()
        assert "Nothing is left to decide here" in yew.get(f"{path}?span=7-days").words()


def test_what_changed_while_the_auditor_wrote_would_be_settled_unseen(app: Flask, write: Any, people: Any) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    path, yew = f"/audit/flags/unexplained/{account_id(app, 'larch')}", people("yew")
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    with frozen():
        yew.get(path)
    write("larch", BARE, at=START - timedelta(days=1))
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        with frozen():
            page = yew.submit({"decision": "breach", "words": "They admit the one."})
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
    assert page.status == 422
    assert "Something has changed here since you opened the page" in page.words()
    assert "They admit the one." in page.text
    assert any("advisory_xact_lock" in one for one in asked) == (engine.dialect.name == "postgresql")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(FlagDecision)) == 0
        events = set(db.session.scalars(sa.select(AccessEntry.event)))
        assert ("audit.flag" in events, "audit.decide" in events) == (True, False), "nothing was decided"
    with frozen():
        assert "Recorded as a breach" in yew.submit({"decision": "breach", "words": "They admit both."}).words()
        assert "Nothing is left to decide here" in yew.get(path).words()


def test_what_no_account_did_would_be_no_flag(app: Flask, write: Any, people: Any) -> None:
    with time_machine.travel(START - timedelta(days=2), tick=False), app.test_request_context(), unit_of_work():
        bare = Looked("case.open", ALLOWED, "case", (RECORD,), PANEL, "none", 1, "")
        write_entry(actor=None, looked=bare)
    yew = people("yew")
    with frozen():
        page = yew.get("/audit/flags?kind=unexplained")
        assert len(rows_of(page)) == 1, "what was written past the doors without an account is not seen"
        assert "Nobody signed in" in rows_of(page)[0]
        (link,) = [href for href in page.links() if href.startswith("/audit/flags/unexplained/")]
        page = yew.get(link)
        assert "Nobody signed in" in page.words()
        assert len(rows_of(page)) == 2, "the day, and the entry behind it"
        assert "Ask the person" not in page.words()
        assert "Recorded as a breach" in yew.submit({"decision": "breach", "words": "Somebody wrote past it."}).words()
        laurel = people("laurel")
        (breach,) = [href for href in laurel.get("/audit/breaches").links() if "/audit/breaches/" in href]
        assert "Nobody signed in" in laurel.get(breach).words()


def test_a_part_of_the_log_could_be_erased_and_nobody_would_be_told(app: Flask, write: Any, people: Any) -> None:
    write("larch", at=START - timedelta(days=2))
    with time_machine.travel(START - timedelta(days=1), tick=False), app.test_request_context(), unit_of_work():
        while sealing.seal().more:
            pass
        number = db.session.scalar(sa.select(AccessEntry.number).where(AccessEntry.event == "case.open"))
        assert number is not None
        erasure.erase(number=number, part="who", grounds="court")
    yew, laurel = people("yew"), people("laurel")
    with frozen():
        page = yew.get("/audit/flags?kind=erased")
        assert len(rows_of(page)) == 1, "an erasure needs no explaining"
        (link,) = [href for href in page.links() if href.startswith("/audit/flags/erased/")]
        assert f"entry {number}" in yew.get(link).words()
        assert any(f"entry {number}" in row and "Erased" in row for row in rows_of(laurel.get("/audit/trail")))
    officer = account_id(app, "laurel")
    with app.app_context():
        told = sa.select(OutgoingMessage.account_id, OutgoingMessage.path)
        told = told.where(OutgoingMessage.template == "log_erased")
        assert [tuple(row) for row in db.session.execute(told)] == [(officer, "/audit/trail")]
