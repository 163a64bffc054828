"""The pages of case forms, as a browser without JavaScript sees them."""

from typing import Any

import pytest

from casework.case_forms.service import decline, fill_in
from casework.cases.access import case_for
from casework.cases.conflicts import declare_conflict
from casework.cases.models import Case
from tests.case_forms.made import sent
from tests.case_forms.stored import CANARY, agreed, day, entries, returned, waiting
from tests.case_forms.stored import stored as stored
from tests.case_forms.stored import the_day as the_day
from tests.cases.made import acting, actor_named

pytestmark = pytest.mark.usefixtures("forms_panels")

# Filling in


@pytest.mark.long
def test_a_form_that_is_not_for_somebody_would_have_a_link_or_a_page(stored: Any, browser_for: Any) -> None:
    reference = stored()
    for who, seen in (("cora", True), ("larch", True), ("alder", False)):
        browser = browser_for(who)
        assert (f"/cases/{reference}/forms/consent" in browser.get(f"/cases/{reference}/forms").links()) is seen
        assert (f"/cases/{reference}/forms/consent" in browser.get(f"/cases/{reference}").links()) is seen
        assert browser.get(f"/cases/{reference}/forms/consent").status == (200 if seen else 404)
    assert browser_for("fern").get(f"/cases/{reference}/forms").status == 404


def test_a_form_that_is_not_offered_would_be_told_from_one_that_does_not_exist(stored: Any, browser_for: Any) -> None:
    def make_high(case: Case) -> None:
        case.band = "high"

    browser, reference = browser_for("cora"), stored(make_high)
    assert "Refusal" not in browser.get(f"/cases/{reference}/forms").words()
    first = browser.get(f"/cases/{reference}/forms/refusal")
    second = browser.get(f"/cases/{reference}/forms/nothing")
    assert (first.status, second.status) == (404, 404)
    assert first.title() == second.title()


@pytest.mark.long
def test_a_form_that_cannot_be_filled_in_now_would_be_offered(stored: Any, browser_for: Any) -> None:
    def refused(case: Case) -> None:
        fill_in(actor=actor_named("cora"), case=case, key="refusal", answers={"why": [{"why": "No ground"}]})

    def offered(reference: str) -> set[str]:
        links = browser_for("cora").get(f"/cases/{reference}/forms").links()
        return {link.rsplit("/", 1)[1] for link in links if link.startswith(f"/cases/{reference}/forms/")}

    early, later, once = offered(stored()), offered(stored(agreed)), offered(stored(refused))
    assert "decision" not in early, "only while it is to be decided"
    assert "decision" in later
    assert "refusal" in early
    assert "refusal" not in once, "it was filled in already"


def test_a_form_would_not_be_filled_in_by_its_page(app: Any, stored: Any, browser_for: Any) -> None:
    browser, reference = browser_for("larch"), stored()
    page = browser.get(f"/cases/{reference}/forms/consent")
    assert "Ask in a safe place." in page.words()
    page = browser.submit({"consent-0-given": "yes", **day("consent-0-given_on", 24)})
    assert "Consent: saved. It counts from now on." in page.words()
    assert "Stage" not in page.words()
    assert "To be decided" in page.words()
    assert len(entries(app, "consent")) == 1


@pytest.mark.parametrize(
    ("typed", "box", "words"),
    [
        ({}, "consent-0-given", "Select an answer to “Did they agree?”"),
        (
            {"consent-0-given": "yes", **day("consent-0-given_on", 2)},
            "consent-0-given_on-day",
            "after the referral came",
        ),
        ({"consent-0-given": "yes", **day("consent-0-given_on", 31)}, "consent-0-given_on-day", "real date"),
    ],
)
def test_a_problem_would_not_stand_beside_its_question(
    app: Any, stored: Any, browser_for: Any, typed: dict[str, str], box: str, words: str
) -> None:
    browser, reference = browser_for("cora"), stored()
    browser.get(f"/cases/{reference}/forms/consent")
    page = browser.submit(typed)
    assert page.status == 422
    summary = next(one for one in page.tree.iter("div") if one.get("id") == "error-summary")
    link = next(a for a in summary.iter("a"))
    assert link.get("href") == f"#{box}"
    assert words in "".join(link.itertext())
    assert any(element.get("id") == box for element in page.tree.iter())
    assert entries(app, "consent") == []


def test_what_was_typed_would_be_lost_when_something_is_missing(stored: Any, browser_for: Any) -> None:
    browser, reference = browser_for("cora"), stored(agreed)
    browser.get(f"/cases/{reference}/forms/decision")
    page = browser.submit({"reasons-0-who": "The caretaker", "reasons-0-source": "told"})
    assert page.status == 422
    fields = dict(page.fields())
    assert (fields["reasons-0-who"], fields["reasons-0-source"]) == ("The caretaker", "told")


@pytest.mark.long
def test_adding_another_item_would_save_or_lose_what_was_typed(app: Any, stored: Any, browser_for: Any) -> None:
    browser, reference = browser_for("cora"), stored(agreed)
    page = browser.get(f"/cases/{reference}/forms/decision")
    assert "reasons-0-reason" in dict(page.fields())
    assert "reasons-1-reason" not in dict(page.fields())
    for number in (1, 2):
        page = browser.submit({f"reasons-{number - 1}-reason": f"Reason {number}"}, button=("add", "reasons"))
        assert page.status == 200
        assert f"reasons-{number}-reason" in dict(page.fields())
    assert entries(app, "decision") == []
    assert dict(page.fields())["reasons-0-reason"] == "Reason 1"
    page = browser.submit({"reasons-1-reason": "", "reasons-2-reason": "Reason 3"})
    assert "It counts once a second person has agreed." in page.words()
    browser.get(f"/cases/{reference}/forms/decision/{entries(app, 'decision')[0].id}")
    assert browser.page.words().count("Reasons (") == 2


def test_a_problem_of_a_later_item_would_stand_beside_an_empty_one(stored: Any, browser_for: Any) -> None:
    browser, reference = browser_for("cora"), stored(agreed)
    browser.get(f"/cases/{reference}/forms/decision")
    browser.submit({}, button=("add", "reasons"))
    page = browser.submit({"reasons-1-source": "seen"})  # the first item is empty and says nothing
    assert page.status == 422
    assert "#reasons-1-reason" in page.links()


@pytest.mark.long
def test_a_forged_count_of_items_would_make_a_page_without_end(stored: Any, browser_for: Any) -> None:
    browser, reference = browser_for("cora"), stored(agreed)
    for forged in ("999", "99999999999", "-3", "x", "²"):
        browser.get(f"/cases/{reference}/forms/decision")
        page = browser.submit({"blocks-reasons": forged}, button=("add", "reasons"))
        assert page.status == 200
        assert sum(name.endswith("-reason") for name, _ in page.fields()) <= 40


def test_a_double_post_would_fill_a_form_in_twice(app: Any, stored: Any, browser_for: Any) -> None:
    browser, reference = browser_for("cora"), stored()
    page = browser.get(f"/cases/{reference}/forms/consent")
    fields = [*page.fields(), ("consent-0-given", "yes")]
    for _ in range(3):
        assert browser.post(f"/cases/{reference}/forms/consent", fields).status == 200
    assert len(entries(app, "consent")) == 1


@pytest.mark.long
def test_a_form_that_was_open_when_the_case_moved_on_would_be_saved_or_lost(
    app: Any, stored: Any, browser_for: Any
) -> None:
    reference = stored()
    first, second = browser_for("cora"), browser_for("larch")
    first.get(f"/cases/{reference}/forms/consent")
    second.get(f"/cases/{reference}/forms/consent")
    first.submit({"consent-0-given": "yes"})
    page = second.submit({"consent-0-given": "no", "consent-0-why_not": "She is afraid"})
    assert page.status == 422
    assert "cannot be filled in while the case is at “To be decided”" in page.words()
    assert dict(page.fields())["consent-0-why_not"] == "She is afraid"
    assert len(entries(app, "consent")) == 1
    page = second.get(f"/cases/{reference}/forms/consent")
    assert page.path == f"/cases/{reference}/forms"
    assert "cannot be filled in" in page.words()


def test_what_a_form_requires_would_be_refused_without_a_word(stored: Any, browser_for: Any) -> None:
    def decide(case: Case) -> None:
        case.state = "deciding"

    browser, reference = browser_for("cora"), stored(decide)
    browser.get(f"/cases/{reference}/forms/decision")
    page = browser.submit({"reasons-0-reason": "He asked"})
    assert page.status == 422
    assert "Record the person's consent first" in page.words()


# Reading


@pytest.mark.long
def test_a_return_would_be_read_by_others_than_its_readers(app: Any, stored: Any, browser_for: Any) -> None:
    reference = stored(returned)
    path = f"/cases/{reference}/forms/agency_return/{entries(app, 'agency_return')[0].id}"
    for who, reads in (("alder", True), ("larch", True), ("cora", False), ("rowan", False)):
        page = browser_for(who).get(path)
        assert page.status == 200
        assert "Filled in" in page.words()
        assert (CANARY in page.text) is reads, who
        for tab in ("", "/forms", "/timeline"):
            assert CANARY not in browser_for(who).get(f"/cases/{reference}{tab}").text
    assert browser_for("fern").get(path).status == 404


def test_an_entry_of_another_case_or_form_would_be_shown(app: Any, stored: Any, browser_for: Any) -> None:
    first, second = stored(returned), stored()
    found = entries(app, "agency_return")[0].id
    browser = browser_for("alder")
    assert browser.get(f"/cases/{second}/forms/agency_return/{found}").status == 404
    assert browser.get(f"/cases/{first}/forms/consent/{found}").status == 404


def test_the_access_log_would_not_say_that_forms_were_read(app: Any, stored: Any, browser_for: Any) -> None:
    from tests.cases.made import entries as logged

    reference = stored(returned)
    browser_for("alder").get(f"/cases/{reference}/forms")
    assert len(logged(app, "case.forms")) == 1


# The second person


@pytest.mark.long
def test_the_second_person_would_not_find_what_waits_for_them(app: Any, stored: Any, browser_for: Any) -> None:
    reference = stored(waiting)
    path = f"/cases/{reference}/forms/decision/{entries(app, 'decision')[0].id}"
    larch = browser_for("larch")
    assert "waits for you" in larch.get(f"/cases/{reference}").words()
    assert "waits for a second person" in browser_for("cora").get(f"/cases/{reference}").words()
    assert "Do you agree?" not in browser_for("cora").get(path).words()
    assert "Do you agree?" in larch.get(path).words()
    page = larch.submit({"agree": "yes"}, form="reason")
    assert "It counts from now on" in page.words()
    assert "Agreed by Larch Novak" in page.words()
    assert "Supported" in page.words()
    assert "He asked for help" in page.words()
    assert "He asked for help" not in browser_for("rowan").get(path).words()


def test_a_no_would_need_no_reason_or_would_count(app: Any, stored: Any, browser_for: Any) -> None:
    reference = stored(waiting)
    larch = browser_for("larch")
    larch.get(f"/cases/{reference}/forms/decision/{entries(app, 'decision')[0].id}")
    page = larch.submit({"disagree": "yes"}, form="reason")
    assert page.status == 422
    assert "Enter why you do not agree" in page.words()
    page = larch.submit({"disagree": "yes", "reason": "The plan is too thin"}, form="reason")
    assert "Not agreed" in page.words()
    assert "The plan is too thin" in page.words()
    assert "To be decided" in page.words()


def test_the_first_person_would_confirm_by_a_bare_post(app: Any, stored: Any, browser_for: Any) -> None:
    reference = stored(waiting)
    path = f"/cases/{reference}/forms/decision/{entries(app, 'decision')[0].id}/confirmation"
    for who in ("cora", "alder"):
        browser = browser_for(who)
        fields = browser.get(f"/cases/{reference}/forms/withdrawal").fields()
        assert browser.post(path, [*fields, ("agree", "yes")]).status == 404
    assert entries(app, "decision")[0].counted_at is None


# Triage, and the panel's rule worked out


def test_the_rule_would_not_be_worked_out_at_triage_or_on_the_case(app: Any, stored: Any, browser_for: Any) -> None:
    with acting(app, "fern") as fern:
        path = f"/triage/{sent(fern).reference}"
    for place in (path, f"/cases/{stored()}"):
        words = browser_for("cora").get(place).words()
        for wanted in ("1 reports count", "Not certain", "Counts", "An officer must judge", "Test Act 2026 s2"):
            assert wanted in words, (place, wanted)
        assert "Note: One report is old" in words


def test_a_settled_entry_would_still_offer_the_choice(app: Any, stored: Any, browser_for: Any) -> None:
    def settle(case: Case) -> None:
        decline(actor=actor_named("larch"), case=case, entry=waiting(case), reason="No")

    reference = stored(settle)
    page = browser_for("larch").get(f"/cases/{reference}/forms/decision/{entries(app, 'decision')[0].id}")
    assert "Do you agree?" not in page.words()


@pytest.mark.long
def test_the_home_page_would_not_say_what_waits_or_would_say_it_to_others(
    app: Any, stored: Any, browser_for: Any
) -> None:
    reference = stored(waiting)
    for who, told in (("larch", True), ("birch", True), ("cora", False), ("alder", False), ("fern", False)):
        words = browser_for(who).get("/home").words()
        assert (f"Read and agree to a form on {reference}" in words) is told, who
    with acting(app, "cora") as cora:
        case = case_for(cora, reference).case
        declare_conflict(
            actor=cora, case_id=case.id, account_id=actor_named("birch").account_id, connection="neighbour"
        )
    assert reference not in browser_for("birch").get("/home").words()
