"""Logging a person: who may, what stops it, and what a referrer learns."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from auth.doors import NotAllowed
from casework.clocks.models import Clock
from casework.errors import Refused
from casework.panel_type.calendar import local_day
from casework.referrals import triage
from casework.referrals.access import referral_for
from casework.referrals.drafts import start_referral
from casework.referrals.models import Referral
from demo.channel_answers import adult, housing
from tests.channel.browsing import begin, fill_section, log, on, proven
from tests.channel.conftest import PANEL, Told

DAY = date(2026, 12, 11)
CANARY = "canary-source-5521"


def told() -> Any:
    return deepcopy(adult(date(2026, 12, 7), date(2026, 12, 10)))


def test_a_school_would_be_led_into_a_form_that_is_not_its_own(story: Told, browser_for: Any) -> None:
    with on(DAY):
        fern = browser_for("fern")
        words = fern.get("/refer").words()
        assert "national Prevent referral form and send it to the police" in words
        assert "ring 999" in words
        assert not [one for one in fern.page.fields() if one == ("panel", PANEL)]
        assert f'value="{PANEL}"' not in fern.page.text
        assert fern.submit({"panel": PANEL}).status == 422
    for who in ("fern", "hazel", "dean"):
        with story.actor(who, DAY) as somebody, pytest.raises(NotAllowed):
            start_referral(actor=somebody, panel=PANEL)
    assert story.read(sa.select(Referral), DAY) == []


def test_somebody_outside_would_learn_that_there_is_such_a_panel(story: Told, browser_for: Any) -> None:
    with on(DAY):
        for who in ("rowan", "cora", "larch"):
            page = browser_for(who).get("/refer")
            assert "Channel" not in page.words()
            assert "Prevent" not in page.words()


@pytest.mark.long
def test_a_person_is_logged_through_every_page(story: Told, browser_for: Any) -> None:
    with on(DAY):
        reed = proven(browser_for, "reed")
        base = log(reed, told())
        reed.get(f"{base}/check")
        page = reed.submit()
        assert page.path == f"{base}/sent", page.words()[:900]
    [referral] = story.read(sa.select(Referral), DAY)
    assert referral.state == "notified"


@pytest.mark.long
def test_text_under_a_secret_marking_would_be_stored(story: Told, browser_for: Any, app: Any) -> None:
    with on(DAY):
        reed = proven(browser_for, "reed")
        base = begin(reed)
        about = told()["about"][0] | {"summary": f"UK SECRET\nThe source says so: {CANARY}"}
        page = fill_section(reed, base, "about", [about])
        assert page.status == 422
        assert "Remove the text marked SECRET" in page.words()
        assert CANARY not in reed.get(f"{base}/about").text
        answers = told()
        del answers["attestation"]
        for key, items in answers.items():
            fill_section(reed, base, key, items)
        fill_section(reed, base, "referrer", [{"team": "Prevent", "phone": "020 7946 0125"}])
        page = fill_section(reed, base, "attestation", [{"confirmed": ["accurate"]}])
        assert page.status == 422
        assert "take it to the police case officer by the police’s own route" in page.words()
        reed.get(f"{base}/check")
        page = reed.submit()
        assert page.status == 422
        assert "Confirm that nothing here comes from an intelligence service" in page.words()
    [referral] = story.read(sa.select(Referral), DAY)
    assert referral.state == "draft"


def test_two_referrals_would_bear_one_tracker_reference(story: Told) -> None:
    story.log("reed", DAY, told())
    second = housing(date(2026, 12, 7), date(2026, 12, 10))
    second["tracker"][0]["tracker_reference"] = "pcmt 2026 00417"
    with pytest.raises(Refused, match="Some answers are missing"):
        story.log("chan", DAY, second, hour=11)
    second["tracker"][0]["tracker_reference"] = "PCMT-2026-00418"
    story.log("chan", DAY, second, hour=12)


def test_a_case_would_go_on_before_the_police_cleared_it(story: Told) -> None:
    answers = told()
    answers["tracker"][0]["deconfliction"] = "no"
    referral = story.log("reed", DAY, answers)
    with pytest.raises(Refused, match="Wait until the police have confirmed"):
        story.take(referral, DAY)
    with story.actor("reed", DAY, 16) as reed:
        opened = referral_for(reed, referral, "referral.triage").referral
        triage.reject(actor=reed, referral=opened, reason="The police did not clear it.", advice="", prepared="police")
    [found] = story.read(sa.select(Referral), DAY)
    assert found.state == "gateway_exit"


def test_the_person_who_logged_it_would_learn_more_than_its_stage(story: Told, browser_for: Any) -> None:
    referral = story.log("reed", DAY, told())
    case_id = story.take(referral, DAY)
    assert case_id
    with on(DAY, 17):
        words = proven(browser_for, "reed").get(f"/refer/{referral}").words()
    assert "We have received this" in words
    assert "Information is gathered" not in words


def test_what_was_logged_would_open_without_a_fresh_proof(story: Told, browser_for: Any) -> None:
    referral = story.log("reed", DAY, told())
    [found] = story.read(sa.select(Referral), DAY)
    with on(DAY):
        for path in (f"/triage/{found.reference}", f"/refer/{referral}"):
            assert browser_for("reed").get(path).path == "/sign-in/again", path


def test_the_day_to_decide_by_would_be_the_polices_target(story: Told, browser_for: Any) -> None:
    story.log("reed", DAY, told())
    [found] = story.read(sa.select(Referral), DAY)
    due = {clock.rule: local_day(clock.due_at) for clock in story.read(sa.select(Clock), DAY)}
    assert due["gateway"] == date(2026, 12, 14), "5 working days from when the police received it: before the other"
    assert due["triage"] == date(2026, 12, 16)
    with on(DAY, 17):
        chan = proven(browser_for, "chan")
        for path in ("/home", "/triage", f"/triage/{found.reference}"):
            words = chan.get(path).words()
            assert "16 December" in words, path
            assert "14 December" not in words, path
