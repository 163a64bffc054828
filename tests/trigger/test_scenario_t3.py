"""Scenario T3 told through the form: a councillor asks for a woman who has not agreed yet; one time told to three."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from casework.panel_type.registry import panel_types
from casework.referrals.answers import answers_of
from casework.referrals.facts import facts_of_referral
from extensions import db
from tests.trigger.test_request import only_request
from tests.trigger.walking import fields_of, happened, resident

APPLIED = datetime(2026, 12, 21, 10, 0, tzinfo=UTC)
FIRST = happened("They shouted at her because of who she is", "2 November 2026", "police", "2 November 2026")
SECOND = happened("Again, and they spat", "20 November 2026", "council", "25 November 2026")
SPEAKER = {"people-1-full_name": "Eudora Finchley-Mott", "people-1-relation": "councillor"}
CALLED = {"people-1-safe_to_call": "yes", "people-1-scope_updates": "yes", "people-1-scope_contents": "no"}


@pytest.mark.long
def test_three_reports_of_one_time_would_count_three_times_or_hate_not_at_all(app: Flask, browser_for: Any) -> None:
    with time_machine.travel(APPLIED, tick=False):
        person = resident(app)
        person.begin()
        person.submit({"application-0-who_applies": "on_behalf"})
        assert person.page.path == "/form/speaking"
        person.submit({"application-0-consent": "ask"} | SPEAKER | CALLED)
        assert person.page.path == "/form/speaking", "a way that is safe needs its number"
        person.submit({"people-1-phone": "020 7946 0155"})
        assert person.page.path == "/form/story"
        person.submit({"problem-0-summary": "Abuse on the stairs"})
        person.submit(fields_of(1, FIRST), button=("add", "yes"))
        person.submit(
            {"reports-r1-to": "council", "reports-r1-reported_words": "3 November 2026"}, button=("add", "yes")
        )
        person.submit({"reports-r2-to": "social_landlord", "reports-r2-reported_words": "3 November 2026"})
        person.submit(fields_of(2, SECOND), button=("done", "yes"))
        person.submit({"more": "no"}, form="more")
        person.submit({"impact-0-because": "yes", "impact-0-strands": ["race"]})
        person.submit({"tried-0-stopped": "nothing_done"})
        person.submit({"people-0-full_name": "Shamsun Begum-Elwood", "people-0-address-postcode": "E1 4AB"})
        person.submit({"people-0-safe_to_call": "yes", "people-0-phone": "020 7946 0156"})
        person.submit({"people-0-language": "sylheti", "people-0-interpreter": "yes"})
        person.submit({"notice-0-declared": "true"})
        assert person.page.path == "/form/check", person.page.words()[:600]
        assert person.submit().path == "/form/sent"
        with app.test_request_context():
            opened = only_request(app)
            told = answers_of(opened.referral, restricted=True)
            assert [item["incident"] for item in told["reports"]] == [1, 1, 1, 2]
            assert [item["roles"] for item in told["people"]] == [["victim"], ["representative", "complainant"]]
            worked = panel_types.get(opened.referral.panel).workings(facts_of_referral(opened.referral))
            assert worked.met is True, worked
            reference = opened.referral.reference
        words = browser_for("cora").get(f"/triage/{reference}").words()
        for said in ("Shamsun Begum-Elwood", "Eudora Finchley-Mott", "020 7946 0155", "Sylheti", "Ask them for me"):
            assert said in words, said
        with app.app_context():
            assert db.session.scalar(sa.text("select count(*) from referral")) == 1
