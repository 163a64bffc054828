"""A guest sees one case, while the meeting hears it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from casework.cases.grant_models import CaseGrant
from extensions import db
from panels.agendas.models import AgendaItem
from panels.agendas.service import move_item, remove_item
from panels.meetings.models import Meeting
from tests.cases.made import acting, case_on_record
from tests.sight.letting_in import MONDAY, ask_guest, meeting_with, opens, run


def test_a_guest_would_see_a_case_before_the_meeting_or_after_their_time(app: Flask, browser_for: Any) -> None:
    first, second = (case_on_record(app, state="accepted") for _ in range(2))
    meeting_id, items = meeting_with(app, first, second)
    ask_guest(app, browser_for, meeting_id, items[first.id])
    hal, base = browser_for("hal"), f"/cases/{first.reference}"
    assert hal.get(base).status == 404
    assert "You are asked to one case on 23 November 2026" in hal.get("/home").words()
    assert hal.get(f"/meetings/{meeting_id}/item").status == 404
    run(app, meeting_id, items[first.id])
    assert hal.get(base).status == 200
    with app.app_context():
        until = db.session.scalars(sa.select(CaseGrant.until_at)).one()
    assert until is not None
    # Ten minutes of opening, then the case; then fifteen minutes.
    with app.app_context():
        minutes = db.session.get_one(AgendaItem, items[first.id]).minutes
    assert until == MONDAY + timedelta(minutes=30 + 10 + minutes + 15)
    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        assert opens(browser_for, "hal", base)
    with time_machine.travel(until, tick=False):
        assert not opens(browser_for, "hal", base)
        assert not opens(browser_for, "hal", f"/meetings/{meeting_id}/item")
        assert "You are asked" not in browser_for("hal").get("/home").words()


@pytest.mark.long
def test_a_guest_would_see_another_case_or_themeeting_with(app: Flask, browser_for: Any) -> None:
    first, second = (case_on_record(app, state="accepted", listed=True) for _ in range(2))
    meeting_id, items = meeting_with(app, first, second)
    ask_guest(app, browser_for, meeting_id, items[first.id])
    run(app, meeting_id, items[first.id])
    hal = browser_for("hal")
    page = hal.get(f"/meetings/{meeting_id}/item")
    assert first.reference in page.text
    assert second.reference not in page.text
    assert hal.get(f"/cases/{second.reference}").status == 404
    for tail in ("", "/room", "/room/version", "/pack", "/minutes", "/agenda", "/live/1", "/notes/1", "/actions"):
        assert hal.get(f"/meetings/{meeting_id}{tail}").status == 404, tail
    base = f"/cases/{first.reference}"
    assert hal.get(f"{base}/notes").status == 200
    for path in ("/documents", "/documents/new", "/access", "/closure", "/assessments/new"):
        assert hal.get(base + path).status == 404, path
    assert hal.get(f"{base}/people/{first.person}/address").status == 404
    assert "Documents" not in [link.text for link in hal.get(base).tree.iter("a")]


def test_a_guest_would_stay_when_the_case_moves_or_leaves_the_agenda(app: Flask, browser_for: Any) -> None:
    first, second = (case_on_record(app, state="accepted") for _ in range(2))
    meeting_id, items = meeting_with(app, first, second)
    ask_guest(app, browser_for, meeting_id, items[first.id])
    with acting(app, "cora") as cora:
        meeting = db.session.get_one(Meeting, meeting_id)
        before = db.session.scalars(sa.select(CaseGrant.until_at)).one()
        move_item(actor=cora, meeting=meeting, version=meeting.version, item_id=items[first.id], place=2)
        after = db.session.scalars(sa.select(CaseGrant.until_at)).one()
        assert before is not None
        assert after is not None
        assert after > before
        remove_item(actor=cora, meeting=meeting, version=meeting.version, item_id=items[first.id], reason="Not now")
    run(app, meeting_id, items[second.id])
    assert not opens(browser_for, "hal", f"/cases/{first.reference}")


def test_a_guest_would_be_asked_when_the_time_has_gone_by(app: Flask, browser_for: Any) -> None:
    first = case_on_record(app, state="accepted")
    meeting_id, items = meeting_with(app, first)
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        page = ask_guest(app, browser_for, meeting_id, items[first.id])
        assert page.status == 422
        assert "has gone by" in page.words()
