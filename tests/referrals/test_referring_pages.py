"""The pages of referring, as a browser without JavaScript sees them."""

from typing import Any

import pytest
import sqlalchemy as sa

from casework.referrals.models import Referral
from extensions import db
from tests.referrals.browsing import answer_risk, begin, fill, form, typed
from tests.referrals.stories import (
    ADDRESS,
    FARROWDALE_RISK,
    M1,
    PERSON,
    draft,
    sent,
    story,
)

HOSTILE = ("<script>alert(1)</script>", "{{ 7*7 }}", "'; DROP TABLE referral; --", "\u202eevil", "a\x00b", "x" * 20_000)


def test_somebody_elses_draft_and_an_unknown_one_are_the_same_page(browser_for: Any, prepared: Any) -> None:
    mine = prepared(lambda actor: draft(actor("rowan")))
    other, unknown = browser_for("fern"), "00000000-0000-4000-8000-000000000000"
    for path in ("", "/check", "/people", "/people/0", "/risk", "/sent", "/copy", "/delete", "/reply", "/withdrawal"):
        theirs, nobodys = other.get(f"/refer/{mine}{path}"), other.get(f"/refer/{unknown}{path}")
        assert (theirs.status, nobodys.status) == (404, 404), path
        assert theirs.words() == nobodys.words()


@pytest.mark.parametrize("name", ["cora", "alder", "larch", "yew", "oak"])
def test_a_draft_shows_to_nobody_but_its_author(browser_for: Any, prepared: Any, name: str) -> None:
    mine = prepared(lambda actor: draft(actor("rowan")))
    page = browser_for(name).get(f"/refer/{mine}")
    assert page.status == 404
    assert "Thistledown" not in page.text


@pytest.mark.parametrize("section", [section.id for section in form().sections if not section.repeats])
def test_an_empty_page_says_what_is_missing_with_links_that_work(browser_for: Any, section: str) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    rowan.get(f"{base}/{section}")
    blank = {name: None for name, _ in rowan.page.fields() if name not in ("csrf_token", "once", "version")}
    page = rowan.submit(blank)
    assert page.status == 422
    assert page.title().startswith("Error:")
    assert "There is a problem" in page.words()
    ids = {element.get("id") for element in page.tree.iter() if element.get("id")}
    targets = [href[1:] for href in page.links() if href.startswith("#") and href != "#main-content"]
    assert targets
    assert set(targets) <= ids
    messages = [
        a for a in page.tree.iter("a") if a.get("href", "").startswith("#") and a.get("href") != "#main-content"
    ]
    assert all("".join(a.itertext()).split()[0] in ("Enter", "Select", "Confirm", "Add") for a in messages)


def test_what_was_typed_on_an_unfinished_page_is_kept_in_the_draft(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    rowan.get(f"{base}/impact")
    assert rowan.submit({"effect": "He does not sleep."}).status == 422
    assert dict(browser_for("rowan").get(f"{base}/impact").fields())["effect"].strip() == "He does not sleep."


def test_come_back_later_saves_without_complaint(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    rowan.get(f"{base}/impact")
    page = rowan.submit({"effect": "He does not sleep."}, button=("later", "yes"))
    assert (page.status, page.path) == (200, base)
    assert "In progress" in page.words()


def test_we_do_not_know_this_is_an_answer_where_the_form_says_so(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    unknown = {key: value for key, value in PERSON.items() if key not in ("title", "address")}
    unknown |= dict.fromkeys(
        ("forenames", "surname", "date_of_birth", "estimated_age", "phone", "address"), "not_known"
    )
    unknown |= dict.fromkeys(
        ("landlord", "communication_needs", "adjustments", "best_time", "must_not_know"), "not_known"
    )
    unknown |= {"language": "not_known", "tenure": "not_known", "vulnerabilities": "not_known"}
    page = fill(rowan, base, "people", [unknown])
    assert page.status == 200
    assert rowan.get(base).words().count("Completed") >= 1
    assert dict(rowan.get(f"{base}/people/0").fields("surname")).get("surname-not_known") == "yes"


def test_a_date_that_does_not_exist_keeps_what_was_typed(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    rowan.get(f"{base}/people/0")
    page = rowan.submit(
        {**typed(form().section("people"), PERSON), "date_of_birth-day": "31", "date_of_birth-month": "2"}
    )
    assert page.status == 422
    shown = dict(page.fields("surname"))
    assert (shown["date_of_birth-day"], shown["date_of_birth-month"], shown["surname"]) == ("31", "2", "Thistledown")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text_or_refused_and_breaks_nothing(browser_for: Any, text: str) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    rowan.get(f"{base}/impact")
    page = rowan.submit({"effect": text, "voice": "Peace"})
    assert page.status in (200, 422)
    page = rowan.get(f"{base}/impact")
    assert page.status == 200
    assert "<script>alert(1)" not in page.text
    assert "49" not in dict(page.fields())["effect"]


@pytest.mark.parametrize(
    "path", ["people/999", "people/5", "nothing", "people/0/remove", "referrer/0", "people/1000000"]
)
def test_a_page_that_does_not_exist_in_the_form_is_not_found(browser_for: Any, path: str) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    assert rowan.get(f"{base}/{path}").status == 404


def test_two_windows_on_one_page_show_both_texts_and_lose_neither(browser_for: Any) -> None:
    first = browser_for("rowan")
    base = begin(first)
    second = browser_for("rowan")
    first.get(f"{base}/outcome")
    second.get(f"{base}/outcome")
    first.submit({"why_together": "First text"})
    page = second.submit({"why_together": "Second text"})
    assert page.status == 409
    assert "First text" in page.words()
    assert "Second text" in page.words()
    assert second.submit(button=("choice", "mine")).status == 200
    assert "Second text" in dict(second.get(f"{base}/outcome").fields())["why_together"]


def test_sending_twice_makes_one_referral_with_one_receipt(app: Any, browser_for: Any, prepared: Any) -> None:
    mine = prepared(lambda actor: draft(actor("rowan")))
    rowan = browser_for("rowan")
    page = rowan.get(f"/refer/{mine}/check")
    titles = [
        "Everyone involved: Mr Pemberwick Thistledown",
        "Children and other adults at home",
        "Risk questions",
        "How serious it is",
    ]
    places = [page.words().index(title) for title in titles]
    assert places == sorted(places), "the answers stand in the order of the task list, people by their names"
    fields = page.fields()
    paths = {rowan.post(f"/refer/{mine}/check", fields).path for _ in range(3)}
    assert paths == {f"/refer/{mine}/sent"}
    with app.app_context():
        assert db.session.scalars(sa.select(Referral.reference)).all() == ["QQ-RA-0001"]


def test_check_lists_what_is_missing_and_does_not_send(app: Any, browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    rowan.get(f"{base}/check")
    page = rowan.submit()
    assert page.status == 422
    assert "What has happened: Add an incident" in page.words()
    assert "Answer the risk questions" in page.words()
    assert f"{base}/incidents" in page.links()
    with app.app_context():
        assert db.session.scalars(sa.select(Referral.reference)).all() == [None]


def test_check_hides_a_hidden_address_until_its_author_asks(browser_for: Any, prepared: Any) -> None:
    hidden = {**PERSON, "address": {**ADDRESS, "line1": "17 Canary Row", "hidden": True}}
    mine = prepared(lambda actor: draft(actor("rowan"), story(people=[hidden])))
    rowan = browser_for("rowan")
    page = rowan.get(f"/refer/{mine}/check")
    assert "17 Canary Row" not in page.text
    assert "Hidden. E1" in page.words()
    assert f"/refer/{mine}/check?show" in page.links()
    assert "17 Canary Row" in rowan.get(f"/refer/{mine}/check?show").words()


def test_a_draft_is_deleted_after_a_question_only(app: Any, browser_for: Any, prepared: Any) -> None:
    mine = prepared(lambda actor: draft(actor("rowan")))
    rowan = browser_for("rowan")
    assert "Delete this draft?" in rowan.get(f"/refer/{mine}/delete").words()
    with app.app_context():
        assert db.session.get(Referral, mine) is not None
    assert rowan.submit().path == "/refer"
    with app.app_context():
        assert db.session.get(Referral, mine) is None
    assert rowan.get(f"/refer/{mine}").status == 404


def test_an_entry_is_removed_after_a_question(browser_for: Any, prepared: Any) -> None:
    mine = prepared(lambda actor: draft(actor("rowan"), story(people=[PERSON, {**PERSON, "forenames": "Second"}])))
    rowan = browser_for("rowan")
    asked = rowan.get(f"/refer/{mine}/people/0/remove").words()
    assert "Remove this entry?" in asked
    assert "Mr Pemberwick Thistledown, Person affected (victim)" in asked
    page = rowan.submit()
    assert page.path == f"/refer/{mine}/people"
    assert "Second" in page.words()
    assert "Pemberwick" not in page.words()


def test_an_answer_that_brings_up_a_route_shows_it_at_once(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    page = fill(rowan, base, "safeguarding", [{**M1["safeguarding"][0], "suicide_risk": "yes"}])
    assert page.path == base
    assert "Somebody may be at risk of suicide" in page.words()
    rowan.get(f"{base}/risk")
    rowan.submit(FARROWDALE_RISK, button=("score", "yes"))
    words = rowan.page.words()
    assert "41 of 49" in words
    assert "Somebody may be at risk of suicide" in words


def test_open_risk_questions_are_warned_of_and_the_total_has_its_meaning(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    rowan.get(f"{base}/risk")
    page = rowan.submit({"h1": "daily"}, button=("score", "yes"))
    assert "5 of 49" in page.words()
    assert "13 questions without an answer count as nothing" in page.words()
    assert "Standard means a total from 0 to 15" in page.words()


def test_a_question_asked_of_the_police_alone_is_not_on_a_housing_officers_page(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    assert "criminal history" not in rowan.get(f"{base}/responsible/0").words()


def test_a_sent_referral_leads_from_its_draft_pages_to_what_was_sent(browser_for: Any, prepared: Any) -> None:
    mine = prepared(lambda actor: sent(actor("rowan")))
    rowan = browser_for("rowan")
    for path in ("people", "people/0", "risk", "check", "delete"):
        page = rowan.get(f"/refer/{mine}/{path}")
        assert (page.status, page.path) == (200, f"/refer/{mine}")
    assert "I want my home back." in rowan.page.words()


def test_withdrawing_on_the_page_wants_a_reason(browser_for: Any, prepared: Any, app: Any) -> None:
    mine = prepared(lambda actor: sent(actor("rowan")))
    rowan = browser_for("rowan")
    rowan.get(f"/refer/{mine}/withdrawal")
    assert rowan.submit({"reason": " "}).status == 422
    rowan.submit({"reason": "They moved away"})
    assert "This referral was withdrawn" in rowan.page.words()
    with app.app_context():
        assert db.session.get(Referral, mine).state == "withdrawn"


@pytest.mark.long
def test_the_task_list_says_nothing_of_progress_or_lets_an_optional_part_stand_in_the_way(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    page = rowan.get(base)
    assert "0 of 17 parts done. You can leave out the 4 marked optional." in page.words()
    needed = [section for section in form().sections if section.id not in ("household", "orders", "tried", "asks")]
    for section in needed:
        fill(rowan, base, section.id, M1[section.id])
    page = rowan.get(base)
    assert "12 of 17 parts done." in page.words()
    assert "Check your answers Cannot start yet" in page.words()
    answer_risk(rowan, base, FARROWDALE_RISK)
    page = rowan.get(base)
    assert "13 of 17 parts done. You can leave out the 4 marked optional." in page.words()
    assert f"{base}/check" in page.links()
    page = rowan.get(f"{base}/check")
    assert "It cannot be sent yet" not in page.words()
    assert "Orders and agreements in force Not provided" in page.words()
    assert rowan.submit().path == f"{base}/sent"


def test_a_draft_with_parts_missing_looks_ready_to_be_sent(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    page = rowan.get(f"{begin(rowan)}/check")
    assert page.status == 200
    assert "It cannot be sent yet. Something is still missing in: You and your agency; How" in page.words()
    assert not page.title().startswith("Error:")


def test_a_part_does_not_say_which_of_how_many_it_is_or_an_optional_question_that_it_is_one(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = begin(rowan)
    words = rowan.get(f"{base}/impact").words()
    assert "Community ASB MARAC, part 9 of 17" in words
    assert "More about this (optional)" in words
    assert "What do they say they want? (optional)" not in words
    assert "part 14 of 17" in rowan.get(f"{base}/risk").words()
    assert f"{base}/people/0" in rowan.get(base).links()
    assert base in rowan.get(f"{base}/people/0").links()
