"""The pages of triage, as a browser without JavaScript sees them."""

from typing import Any

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry, AccessReason
from casework.cases.models import Case
from casework.referrals import accepting, triage
from casework.referrals.access import open_for_acceptance, referral_for
from casework.referrals.models import Referral
from extensions import db
from tests.referrals.stories import (
    ADDRESS,
    CRICKMERE_RISK,
    FARROWDALE_RISK,
    PERSON,
    person,
    sent,
    story,
)


def test_triage_masks_a_hidden_address_until_a_reason_is_given(app: Any, browser_for: Any, prepared: Any) -> None:
    hidden = {**PERSON, "address": {**ADDRESS, "line1": "17 Canary Row", "hidden": True}, "nhs_number": "9434765919"}
    prepared(lambda actor: sent(actor("rowan"), story(people=[hidden])))
    cora = browser_for("cora")
    page = cora.get("/triage/QQ-RA-0001")
    assert "17 Canary Row" not in page.text
    page = cora.submit({"why": ""}, form="why")
    assert page.status == 422
    assert "17 Canary Row" not in page.text
    page = cora.submit({"why": "A neighbour gave the same address"}, form="why")
    assert page.status == 200
    assert "17 Canary Row" in page.words()
    assert "9434765919" not in page.text
    with app.app_context():
        entry = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.event == "referral.reveal")).one()
        assert (entry.tiers, entry.outcome) == ("F4", "allowed")
        assert db.session.get(AccessReason, entry.reason_id) is not None
    assert "17 Canary Row" not in cora.get("/triage/QQ-RA-0001").text


def test_taking_a_referral_with_a_hidden_address_shows_it_nowhere(browser_for: Any, prepared: Any, app: Any) -> None:
    hidden = {**PERSON, "address": {**ADDRESS, "line1": "17 Canary Row", "hidden": True}}
    prepared(lambda actor: sent(actor("rowan"), story(people=[hidden])))
    cora = browser_for("cora")
    cora.get("/triage/QQ-RA-0001")
    page = cora.submit({"option": "accept", "reason": "High"}, form="option")
    assert page.path == "/cases/QQ-A-0001"
    assert "17 Canary Row" not in page.text
    assert "17 Canary Row" not in cora.get("/cases/QQ-A-0001/people").text


def test_no_decision_saves_without_a_reason_and_what_was_typed_stays(app: Any, browser_for: Any, prepared: Any) -> None:
    prepared(lambda actor: sent(actor("rowan")))
    cora = browser_for("cora")
    cora.get("/triage/QQ-RA-0001")
    page = cora.submit({"option": "reject", "advice": "Go on alone."}, form="option")
    assert page.status == 422
    assert "Enter why you decided this" in page.words()
    assert "Go on alone." in dict(page.fields("option"))["advice"]
    page = cora.submit({"reason": "Low", "advice": ""}, form="option")
    assert page.status == 422
    assert "Enter what the referrer is advised to do" in page.words()
    with app.app_context():
        assert db.session.scalars(sa.select(Referral.state)).all() == ["submitted"]


def test_a_rejection_waits_for_the_chair_and_the_referrer_then_reads_the_advice_alone(
    browser_for: Any, prepared: Any
) -> None:
    mine = prepared(lambda actor: sent(actor("rowan")))
    cora = browser_for("cora")
    cora.get("/triage/QQ-RA-0001")
    page = cora.submit(
        {"option": "reject", "reason": "Known to QQ-A-0099", "prepared": "single_agency", "advice": "Go on alone."},
        form="option",
    )
    assert "Waiting for the chair" in page.words()
    rowan = browser_for("rowan")
    assert "We have your referral" in rowan.get(f"/refer/{mine}").words()
    assert "Go on alone." not in rowan.page.words()
    alder = browser_for("alder")
    link = next(href for href in alder.get("/triage").links() if "/confirmation/" in href)
    assert browser_for("cora").get(link).status == 404
    assert "Known to QQ-A-0099" in alder.get(link).words()
    page = alder.submit(button=("disagree", "yes"))
    assert page.status == 422
    alder.get(link)
    assert alder.submit(button=("agree", "yes")).path == "/triage"
    assert alder.get(link).status == 404
    words = rowan.get(f"/refer/{mine}").words()
    assert "Go on alone." in words
    assert "One agency can deal with this" in words
    assert "QQ-A-0099" not in words


def test_a_question_reaches_the_referrer_and_the_answer_comes_back(browser_for: Any, prepared: Any) -> None:
    mine = prepared(lambda actor: sent(actor("rowan")))
    cora = browser_for("cora")
    cora.get("/triage/QQ-RA-0001")
    cora.submit({"option": "more_info", "reason": "Dates", "advice": "When did it start?"}, form="option")
    assert "Clock paused" in cora.get("/triage").words()
    rowan = browser_for("rowan")
    assert "Waiting for you" in rowan.get("/refer").words()
    assert "When did it start?" in rowan.get(f"/refer/{mine}").words()
    rowan.get(f"/refer/{mine}/reply")
    assert rowan.submit({"reply": ""}).status == 422
    assert rowan.submit({"reply": "On 1 September."}).path == f"/refer/{mine}"
    assert "On 1 September." in cora.get("/triage/QQ-RA-0001").words()


def test_the_referrer_marks_urgent_and_the_chair_agrees(browser_for: Any, prepared: Any, app: Any) -> None:
    mine = prepared(lambda actor: sent(actor("rowan")))
    rowan = browser_for("rowan")
    rowan.get(f"/refer/{mine}/urgent")
    assert rowan.submit({"reason": ""}).status == 422
    rowan.submit({"reason": "A knife was seen"})
    assert "waiting for the chair" in rowan.get(f"/refer/{mine}").words()
    alder = browser_for("alder")
    link = next(href for href in alder.get("/triage").links() if "/confirmation/" in href)
    alder.get(link)
    alder.submit(button=("agree", "yes"))
    assert "The chair agreed" in rowan.get(f"/refer/{mine}").words()
    with app.app_context():
        assert db.session.get(Referral, mine).urgent == "confirmed"


def test_the_second_of_two_coordinators_is_told_and_keeps_what_was_typed(browser_for: Any, prepared: Any) -> None:
    prepared(lambda actor: sent(actor("rowan")))
    cora, alder = browser_for("cora"), browser_for("alder")
    cora.get("/triage/QQ-RA-0001")
    alder.get("/triage/QQ-RA-0001")
    cora.submit({"option": "more_info", "reason": "Dates", "advice": "When?"}, form="option")
    page = alder.submit({"option": "accept", "reason": "My own words"}, form="option")
    assert page.status == 409
    assert "Cora Lindqvist saved first" in page.words()
    assert "My own words" in page.text


def test_a_double_click_on_accept_opens_one_case(app: Any, browser_for: Any, prepared: Any) -> None:
    prepared(lambda actor: sent(actor("rowan")))
    cora = browser_for("cora")
    fields = dict(cora.get("/triage/QQ-RA-0001").fields("option")) | {"option": "accept", "reason": "High"}
    paths = {cora.post("/triage/QQ-RA-0001", fields).path for _ in range(3)}
    assert paths == {"/cases/QQ-A-0001"}
    assert "STAFF SAFETY: Told in the referral, not checked yet. Two men" in cora.get("/cases/QQ-A-0001").words()
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 1


@pytest.mark.long
def test_m2_is_joined_on_the_page_and_each_referrer_reads_only_their_own(
    app: Any, browser_for: Any, prepared: Any
) -> None:
    def barnaby(roles: list[str]) -> dict[str, Any]:
        return person("Barnaby", "Crickmere", "1995-06-01", roles)

    def ottoline(roles: list[str]) -> dict[str, Any]:
        return person("Ottoline", "Farrowdale", "1982-02-03", roles)

    told = story(
        people=[barnaby(["victim"]), ottoline(["alleged_perpetrator"])], outcome=[{"why_together": "FIRSTWORD"}]
    )
    first = prepared(lambda actor: sent(actor("fern"), told, CRICKMERE_RISK))

    def take(actor: Any) -> None:
        referral = db.session.get(Referral, first)
        opened = open_for_acceptance(actor("cora"), referral_for(actor("cora"), referral.reference, "referral.triage"))
        accepting.accept(actor=actor("cora"), referral=opened.referral, reason="Yes", known={})

    prepared(take)
    told = story(
        people=[ottoline(["victim"]), barnaby(["alleged_perpetrator"])], outcome=[{"why_together": "OTHERWORD"}]
    )
    second = prepared(lambda actor: sent(actor("maple"), told, FARROWDALE_RISK))

    cora = browser_for("cora")
    page = cora.get("/triage/QQ-RA-0002")
    words = page.words()
    assert "Barnaby Crickmere, QQ-A-0001" in words
    assert "Same date of birth and a name; same name" in words
    assert "/cases/QQ-A-0001" in page.links()
    page = cora.submit({"option": "join", "reason": "Each reports the other", "case": "QQ-A-0001"}, form="option")
    assert page.status == 422
    assert "Select who Ottoline Farrowdale is" in page.words()
    choices = {
        element.get("name"): element.get("value")
        for element in page.form("option").iter("input")
        if (element.get("name") or "").startswith("person_") and element.get("value") != "new"
    }
    picked = {}
    for field in ("person_0", "person_1"):
        wanted = "Farrowdale" if field == "person_0" else "Crickmere"
        picked[field] = _value_of(page, field, wanted)
    assert set(choices) == {"person_0", "person_1"}
    page = cora.submit(picked, form="option")
    assert page.path == "/cases/QQ-A-0001", page.words()[:600]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 1
    for name, mine, theirs, own, other in (
        ("fern", first, second, "FIRSTWORD", "OTHERWORD"),
        ("maple", second, first, "OTHERWORD", "FIRSTWORD"),
    ):
        browser = browser_for(name)
        text = browser.get(f"/refer/{mine}").text
        assert own in text
        assert other not in text
        assert "QQ-A-0001" not in text
        assert browser.get(f"/refer/{theirs}").status == 404


def _value_of(page: Any, field: str, words: str) -> str:
    for element in page.form("option").iter("input"):
        if element.get("name") == field:
            label = next(one for one in page.tree.iter("label") if one.get("for") == element.get("id"))
            if words in "".join(label.itertext()):
                return str(element.get("value"))
    raise AssertionError(f"{field} does not offer {words}")


def test_the_queue_and_titles_show_no_name_where_they_may_not(browser_for: Any, prepared: Any) -> None:
    prepared(lambda actor: sent(actor("rowan")))
    cora = browser_for("cora")
    page = cora.get("/triage/QQ-RA-0001")
    assert "Thistledown" not in page.title()
    for name in ("larch", "rowan", "yew", "oak"):
        assert browser_for(name).get("/triage/QQ-RA-0001").status == 404


def test_next_and_previous_lead_through_the_queue(browser_for: Any, prepared: Any) -> None:
    for name in ("rowan", "fern", "elm"):
        prepared(lambda actor, name=name: sent(actor(name)))
    cora = browser_for("cora")
    page = cora.get("/triage/QQ-RA-0002")
    assert "2 of 3." in page.words()
    assert {"/triage/QQ-RA-0001", "/triage/QQ-RA-0003"} <= set(page.links())
    page = cora.submit(
        {"option": "more_info", "reason": "Dates", "advice": "When?"}, form="option", button=("next", "yes")
    )
    assert page.path == "/triage/QQ-RA-0001"


def test_a_case_looked_up_by_reference_offers_its_people(browser_for: Any, prepared: Any) -> None:
    def first(actor: Any) -> None:
        referral = sent(actor("rowan"), story(people=[person("Nobody", "Alike", "1960-01-01", ["victim"])]))
        accepting.accept(actor=actor("cora"), referral=referral, reason="Yes", known={})

    prepared(first)
    prepared(lambda actor: sent(actor("fern"), story(people=[person("Quite", "Different", "1999-09-09", ["victim"])])))
    cora = browser_for("cora")
    assert "Nobody Alike" not in cora.get("/triage/QQ-RA-0002").text
    assert "Nobody Alike" in cora.get("/triage/QQ-RA-0002?also=qq-a-0001").words()
    assert cora.get("/triage/QQ-RA-0002?also=QQ-A-9999").status == 404


def test_the_chair_can_decline_on_the_page_with_a_reason(browser_for: Any, prepared: Any) -> None:
    def reject(actor: Any) -> None:
        triage.reject(actor=actor("cora"), referral=sent(actor("rowan")), reason="Low", advice="Go on")

    prepared(reject)
    alder = browser_for("alder")
    link = next(href for href in alder.get("/triage").links() if "/confirmation/" in href)
    alder.get(link)
    assert alder.submit({"reason": "Take it"}, button=("disagree", "yes")).path == "/triage"
    assert "The chair did not agree: Take it" in browser_for("cora").get("/triage/QQ-RA-0001").words()
