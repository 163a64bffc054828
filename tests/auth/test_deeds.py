"""The log says of a page that it was looked at, and of what was done that it was done."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from auth.access_log.deeds import DONE_FROM, PAGE, WITH_A_PAGE, event_asked_for
from auth.access_log.models import AccessEntry
from auth.access_log.words import EVENTS
from auth.ledger.sealing import THEN_A_CHECKPOINT
from extensions import db
from tests.cases.made import case_on_record


def said(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AccessEntry.event).order_by(AccessEntry.number)))


def test_opening_a_form_would_stand_in_the_log_as_what_the_form_does(app: Flask) -> None:
    with app.test_request_context("/"):
        assert {event_asked_for(event) for event in WITH_A_PAGE} == {f"{event}{PAGE}" for event in WITH_A_PAGE}
    with app.test_request_context("/", method="POST"):
        assert {event_asked_for(event) for event in WITH_A_PAGE} == WITH_A_PAGE
    assert event_asked_for("letter.send") == "letter.send", "outside a request nobody asks for a page"


def test_a_meeting_would_have_a_checkpoint_of_its_end_when_somebody_looked_whether_it_can_end(app: Flask) -> None:
    with app.test_request_context("/"):
        assert {event_asked_for(event) for event in THEN_A_CHECKPOINT} & THEN_A_CHECKPOINT.keys() == set()


def test_each_of_these_would_be_read_as_a_code_word() -> None:
    events = {*WITH_A_PAGE, *(f"{event}{PAGE}" for event in WITH_A_PAGE), *DONE_FROM, *DONE_FROM.values()}
    assert events - EVENTS.keys() == set()
    assert len({EVENTS[event] for event in events}) == len(events), "a look and a deed would be told in the same words"
    assert all(len(event) <= 40 for event in events)


def test_opening_a_form_of_a_case_would_be_told_as_filling_it_in(app: Flask, browser_for: Any) -> None:
    made, cora = case_on_record(app), browser_for("cora")
    before = len(said(app))
    assert cora.get(f"/cases/{made.reference}/forms/disclosure").status == 200
    assert said(app)[before:] == ["case.form.page"]


def test_who_wrote_a_note_would_stand_in_the_log_as_who_opened_the_form(app: Flask, browser_for: Any) -> None:
    made, cora = case_on_record(app), browser_for("cora")
    before = len(said(app))
    cora.get(f"/cases/{made.reference}/notes")
    assert said(app)[before:] == ["case.note"]
    assert cora.submit({"text": "The lock was changed today.", "nature": "fact"}).status < 400
    assert "case.noted" in said(app)[before + 1 :]
