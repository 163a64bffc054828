"""Requests that are one matter, joined without telling either side; and the acknowledgement, which is counted."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from casework.cases.access import case_for
from casework.letters.models import Letter
from casework.letters.rules import Way
from casework.people.models import Person
from demo.story import act
from extensions import db, now
from tests.client import Client
from tests.trigger.test_after_sending import POST_SAFE, SENT, acknowledge, send_letter, sent, taken
from tests.trigger.walking import happened


@pytest.mark.long
def test_one_of_two_joined_would_learn_of_the_other(app: Flask, browser_for: Any) -> None:
    first, _, one = sent(app, you={"people-0-address-line1": "7 Kestrel Walk"})
    cora: Client = browser_for("cora")
    case = taken(cora, one)
    acknowledge(app, case)
    other = {"people-0-full_name": "Quenby Ashgrove", "people-0-address-line1": "7 Kestrel Walk"}
    times = (happened("A canary sang on the landing", "7 October 2026", "council", "8 October 2026"),)
    second, _, two = sent(app, times, you=other, contact=POST_SAFE)
    page = cora.get(f"/triage/{two}")
    assert case in page.words(), "possible same person or place"
    page = cora.submit({"option": "join", "reason": "The same", "case": case, "person_0": "new"}, form="option")
    assert page.path == f"/cases/{case}", page.words()[:3000]
    words = second.get("/form/status").words()
    assert "We are dealing with it. Your contact tells you what happens next." in words
    assert "checking with the agencies" not in words, "that is the other one's stage"
    assert "By " not in words.partition("Step 2 of 4")[2], "and those are the other one's days"
    for told in ("Ffion", "Abernethy", "Shouting", case, one, "join", "another"):
        assert told not in second.page.text, told
    words = first.get("/form/status").words()
    assert "We are checking with the agencies" in words
    for told in ("Quenby", "Ashgrove", "canary", two, "join", "another"):
        assert told not in first.page.text, told
    with app.app_context(), act("cora", now()) as actor:
        opened = case_for(actor, case, "letter.write").case
        assert len(opened.parties) == 2
    words = cora.get(f"/cases/{case}/letters").words()
    with app.app_context():
        letters = list(db.session.scalars(sa.select(Letter.id)))
    assert letters
    for letter in letters:
        page = cora.get(f"/cases/{case}/letters/{letter}/print")
        said = page.words() if page.tree is not None else ""
        assert not ("Quenby" in said and "Ffion" in said), said
        assert "canary sang" not in said
    # Stopping contact with the second stops nothing of the first.
    second.get("/form/status")
    second.submit({}, form="once")
    with app.app_context():
        stopped = dict(db.session.execute(sa.select(Person.reference, Person.contact_stopped_at)).all())
        assert sorted(at is not None for at in stopped.values()) == [False, True]


@pytest.mark.long
def test_an_acknowledgement_that_is_late_would_not_be_counted(app: Flask, browser_for: Any) -> None:
    with time_machine.travel(SENT, tick=False):
        _, _, reference = sent(app, contact=POST_SAFE)
        cora: Client = browser_for("cora")
        words = cora.get("/triage").words()
        assert "21 October 2026" in words or "20 October 2026" in words
        case = taken(cora, reference)
        assert "Acknowledge it and name one person to speak to" in cora.get(f"/cases/{case}").words()
        assert "21 Oct 2026" in cora.get(f"/cases/{case}").words() or "21 October" in cora.get(f"/cases/{case}").words()
        acknowledge(app, case)
        page = send_letter(app, cora, case, Way.POST)
        assert "Sent" in page.words()
        words = cora.get("/statistics/asb_case_review").words()
        assert "Acknowledge it and name one person to speak to 100% 1 of 1" in words, words[:3000]
        _, _, late = sent(app, contact=POST_SAFE)
        assert late
    with time_machine.travel(SENT + timedelta(days=3), tick=False):
        words = browser_for("cora").get("/statistics/asb_case_review").words()
        assert "Acknowledge it and name one person to speak to 50% 1 of 2" in words, words[:3000]
