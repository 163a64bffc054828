"""What auditors look at leaves a trace, whatever the answer; and nobody decides about, or hears of, themselves."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessedObject, AccessEntry
from auth.inquiry.models import FlagDecision
from casework.notifications.models import OutgoingMessage
from extensions import db
from tests.auth.clock import START, frozen
from tests.inquiry.test_pages import BARE, RECORD, account_id, people, rows_of, write

__all__ = ["people", "write"]


def looked(app: Flask, key: str = "yew") -> Counter[str]:
    """How often somebody is in the log, by event."""
    who = account_id(app, key)
    with app.app_context():
        return Counter(db.session.scalars(sa.select(AccessEntry.event).where(AccessEntry.actor_id == who)))


@pytest.mark.long
def test_a_look_that_finds_nothing_or_decides_nothing_would_leave_no_trace(app: Flask, write: Any, people: Any) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    yew, flag = people("yew"), f"/audit/flags/unexplained/{account_id(app, 'larch')}"
    days = "first-day=9&first-month=11&first-year=2026&last-day=8&last-month=11&last-year=2026"
    with frozen():
        yew.get(flag)
        assert yew.submit({}).status == 422
        assert looked(app)["audit.flag"] == 2, "an empty form shows the whole page and leaves nothing"
        yew.get("/audit")
        for words in ("ZZ-9999", "Nobody Such", ""):
            assert yew.submit({"what": words}).status == 422
        assert looked(app)["audit.search"] == 3
        for path, status in (
            ("/audit/access?reference=ZZ-9999", 404),
            (f"/audit/access?account={UUID(int=9)}", 404),
            (f"/audit/access?period=chosen&{days}", 422),
        ):
            assert yew.get(path).status == status, path
        assert looked(app)["audit.search"] == 6
        assert yew.get(f"/audit/access/file?period=chosen&{days}").status == 404
        assert looked(app)["audit.file"] == 1
        before = looked(app)["audit.verify"]
        assert yew.get("/audit/verify/99/receipt.txt").status == 404
        assert looked(app)["audit.verify"] == before + 1
        yew.get("/audit/samples")
        assert yew.submit({}).status == 422
        assert (looked(app)["audit.sample.page"], looked(app)["audit.sample"]) == (1, 1)


def test_the_log_would_not_say_which_entry_was_opened(app: Flask, write: Any, people: Any) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    with app.app_context():
        number = db.session.scalar(sa.select(AccessEntry.number).where(AccessEntry.explanation == ""))
    yew, laurel = people("yew"), people("laurel")
    with frozen():
        assert yew.get(f"/audit/events/{number}").status == 200
        for wrong in (999_999, 0, 2**200):
            assert yew.get(f"/audit/events/{wrong}").status == 404, wrong
        assert any(f", entry {number}" in row for row in rows_of(laurel.get("/audit/trail")))
    with app.app_context():
        about = sa.select(AccessedObject.object_id).join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        found = set(db.session.scalars(about.where(AccessEntry.event == "audit.event")))
    assert looked(app)["audit.event"] == 4
    assert found == {UUID(int=number or 0), UUID(int=999_999)}


@pytest.mark.long
def test_what_was_looked_up_would_push_older_looks_out_of_the_privacy_officers_sight(app: Flask, people: Any) -> None:
    yew, laurel = people("yew"), people("laurel")
    with frozen():
        yew.get("/audit/grants")
        for _ in range(50):
            yew.get("/audit/samples")
        page = laurel.get("/audit/trail")
        assert "Showing 1 to 50 of " in page.words()
        assert "Looked at who was given which role" not in page.words()
        (link,) = [href for href in page.links() if "page=2" in href]
        assert "Looked at who was given which role" in laurel.get(link).words()
        assert "page=2" in " ".join(yew.get("/audit/trail").links())


@pytest.mark.long
def test_an_auditor_would_see_and_decide_what_is_about_himself(app: Flask, write: Any, people: Any) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    write("yew", BARE, at=START - timedelta(days=3))
    own, flag = (f"/audit/flags/unexplained/{account_id(app, key)}" for key in ("yew", "larch"))
    crowd = f"/audit/flags/crowd/{RECORD}"
    for number, key in enumerate(("yew", "cora", "fern", "rowan", "elm", "oak", "alder", "birch")):
        write(key, at=START - timedelta(days=2, minutes=number))
    yew = people("yew")
    with frozen():
        for page in (yew.get("/audit"), yew.get("/audit/flags")):
            assert flag in page.text
            assert own not in page.text, "they are told that there is a flag about them"
        page = yew.get(own)
        assert page.status == 404
        assert page.words() == yew.get(f"/audit/flags/unexplained/{UUID(int=9)}").words()
        yew.get(flag)
        token = {"csrf_token": dict(yew.page.fields())["csrf_token"]}
        assert yew.post(own, {**token, "decision": "explained", "words": "It was me."}).status == 404
        assert yew.get(crowd).status == 200
        page = yew.submit({"decision": "explained", "words": "It was in the news."})
        assert "Another auditor decides" in page.words(), "one of the crowd decides about it"
        assert "It was in the news." in page.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(FlagDecision)) == 0


def test_a_privacy_officer_would_hear_of_a_breach_of_his_own(app: Flask, write: Any, people: Any) -> None:
    write("laurel", BARE, at=START - timedelta(days=3))
    yew, laurel, me = people("yew"), people("laurel"), account_id(app, "laurel")
    with frozen():
        yew.get(f"/audit/flags/unexplained/{me}")
        assert "Recorded as a breach" in yew.submit({"decision": "breach", "words": "They admit it."}).words()
        with app.app_context():
            breach = db.session.scalars(sa.select(FlagDecision)).one().id
            told = db.session.scalars(sa.select(OutgoingMessage.account_id)).all()
        assert me not in told
        assert str(breach) not in laurel.get("/audit/breaches").text
        assert laurel.get(f"/audit/breaches/{breach}").status == 404
