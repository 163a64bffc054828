"""A resident asks for a review: the whole way without JavaScript, from the first page to the triage queue."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from casework.panel_type.registry import panel_types
from casework.referrals.answers import answers_of
from casework.referrals.facts import facts_of_referral
from casework.referrals.models import PUBLIC
from casework.trigger.access import READ, OpenRequest, request_for
from casework.trigger.models import ResidentSession
from extensions import db
from tests.trigger.walking import T1, resident, tell

APPLIED = datetime(2026, 10, 19, 9, 30, tzinfo=UTC)


def only_request(app: Flask) -> OpenRequest:
    """The newest request, opened as its resident does."""
    session = db.session.scalars(sa.select(ResidentSession).order_by(ResidentSession.created_at.desc())).first()
    assert session is not None
    return request_for(session, READ)


@pytest.mark.long
def test_scenario_t1_told_through_the_form_meets_the_threshold_at_its_dates(app: Flask, browser_for: Any) -> None:
    with time_machine.travel(APPLIED, tick=False):
        person = resident(app)
        number = person.begin()
        pages = [*tell(person, T1), "sent"]
        assert len(pages) == 16, pages
        assert "likely" in person.page.words()
        person.submit()
        assert person.page.path == "/form/sent"
        words = person.page.words()
        assert f"{number[:4]} {number[4:]}" in words
        assert "21 October 2026" in words, "the acknowledgement, two working days on"
        assert "2 November 2026" in words, "the decision, ten working days on"
        with app.test_request_context():
            opened = only_request(app)
            referral = opened.referral
            told = answers_of(referral, restricted=True)
            assert (referral.source, referral.language, referral.state) == (PUBLIC, "en", "submitted")
            assert [item["happened_sure"] for item in told["incidents"]] == ["exact"] * 3
            facts = facts_of_referral(referral)
            worked = panel_types.get(referral.panel).workings(facts)
            assert worked.met is True, worked
            assert told["people"][0]["roles"] == ["victim", "complainant"]
            reference = referral.reference
        cora = browser_for("cora")
        queue = cora.get("/triage").words()
        assert "Ffion Abernethy-Stroud" in queue
        page = cora.get(f"/triage/{reference}").words()
        assert "How does it affect you and the people you live with?" in page
        assert "The threshold is met, and no decision can say otherwise" in page


@pytest.mark.long
@pytest.mark.parametrize("times", [0, 1])
def test_the_form_would_say_no_to_somebody_with_few_reports_or_no_dates(app: Flask, times: int) -> None:
    person = resident(app)
    person.begin()
    forgotten = {"what_happened": "Noise", "happened_forgotten": "yes", "to": "police", "reported_words": "last summer"}
    tell(person, (forgotten,) * times)
    words = person.page.words()
    assert "An officer reads everything you send" in words
    for never in ("too few", "refus", "cannot be sent", "must tell"):
        assert never not in words
    assert person.submit().path == "/form/sent"
