"""Equality monitoring: asked after sending, counted, and with nothing left that says whose the answers were."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from casework.trigger.models import EqualityCount, ResidentRequest
from extensions import db
from tests.trigger.walking import Resident, resident, tell

SAID = {"sex": "female", "ethnicity": "asian_bangladeshi", "disability": ["hearing", "long_term"]}


def sent(app: Flask) -> Resident:
    person = resident(app)
    person.begin()
    tell(person, ())
    person.submit()
    return person


def counts(app: Flask) -> dict[tuple[str, str], int]:
    with app.app_context():
        return {(row.question, row.answer): row.count for row in db.session.scalars(sa.select(EqualityCount))}


@pytest.mark.long
def test_an_answer_would_say_whose_it_was(app: Flask, browser_for: Any) -> None:
    with time_machine.travel(datetime(2026, 10, 19, 9, 30, tzinfo=UTC), tick=False):
        person = sent(app)
        assert "/form/about-you" in person.page.links()
        page = person.get("/form/about-you")
        assert len(page.text) < 60_000
        assert person.submit().path == "/form/status"
        assert counts(app) == {}, "an empty page counts nobody"
        person.get("/form/about-you")
        person.submit({"sex": "neither"})
        assert person.page.path == "/form/about-you"
        person.submit(SAID, button=("lang", "bn"))
        assert person.page.tree.get("lang") == "bn"
        shown = person.page
        other_window = list(person.get("/form/about-you").fields("once"))
        person.page = shown
        assert person.submit().path == "/form/status", "what was picked came back with the language"
        once = {("sex", "female"): 1, ("ethnicity", "asian_bangladeshi"): 1}
        once |= {("disability", "hearing"): 1, ("disability", "long_term"): 1}
        assert counts(app) == once
        assert person.post("/form/about-you", [*other_window, ("sex", "male")]).path == "/form/status"
        assert counts(app) == once, "nobody is counted twice"
        assert person.get("/form/about-you").path == "/form/status"
        assert "/form/about-you" not in person.get("/form/sent").links()
        for _ in range(4):
            other = sent(app)
            other.get("/form/about-you")
            other.submit({"sex": "female", "religion": "muslim"})
        cora = browser_for("cora")
        with app.app_context():
            reference = db.session.scalars(sa.select(ResidentRequest)).first().referral.reference
            columns = set(EqualityCount.__table__.columns.keys())
            assert columns == {"id", "panel", "year", "question", "answer", "count"}, "no day, no request"
        assert "Bangladeshi" not in cora.get(f"/triage/{reference}").words()
        assert "Female" not in cora.get("/statistics/asb_case_review?period=2026").words(), "the year is not over"
    with time_machine.travel(datetime(2027, 1, 4, 9, 30, tzinfo=UTC), tick=False):
        cora = browser_for("cora")
        words = cora.get("/statistics/asb_case_review?period=2026").words()
        assert "Female 5" in words, words[-1500:]
        assert "Asian: Bangladeshi 1" not in words
        assert "Muslim 4" not in words, "fewer than five are hidden from those who run the panel too"
        assert "Female" not in cora.get("/statistics/asb_case_review?period=2026-Q4").words()
