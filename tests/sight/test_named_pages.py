"""Pages and files that bear their reader's name and the time, where the panel says so."""

from typing import Any

import pytest
from flask import Flask

from auth.opened import UNNAMED
from casework.cases.access import case_by_id
from casework.enquiries.service import ask
from casework.panel_settings.named_pages import bearing_of
from tests.cases.made import acting, actor_named, case_on_record
from tests.conftest import PANEL
from tests.letters.made import letter_on_record
from tests.referrals.browsing import refer
from tests.referrals.printing import printed_words
from tests.referrals.stories import M1, M1_RISK
from tests.sight.letting_in import MONDAY, meeting_with

WHEN = "23 November 2026 at 9:00am"
OFF = "Printing is switched off here"


@pytest.fixture
def naming(secretive: Any) -> None:
    secretive(named_pages=True)


@pytest.mark.usefixtures("naming")
def test_a_page_with_content_would_not_bear_its_reader(app: Flask, browser_for: Any) -> None:
    """AC 62."""
    made = case_on_record(app, state="accepted", listed=True)
    meeting_id, _ = meeting_with(app, made)
    for who, name in (("larch", "Larch Novak"), ("cora", "Cora Lindqvist")):
        browser = browser_for(who)
        for path in (f"/cases/{made.reference}", f"/cases/{made.reference}/people", f"/meetings/{meeting_id}"):
            words = browser.get(path).words()
            assert words.count(f"Shown to {name}, {WHEN}") == 2, (path, "at its top and at its end")
    assert "Shown to Cora Lindqvist" in browser_for("cora").get(f"/cases?panel={PANEL}").words()


@pytest.mark.usefixtures("naming")
def test_a_page_without_content_would_bear_a_name(app: Flask, browser_for: Any) -> None:
    case_on_record(app)
    for path in ("/sign-in/again", "/cases/QQ-A-9999", "/accessibility"):
        assert "Shown to" not in browser_for("cora").get(path).text, path


def test_a_panel_that_does_not_ask_for_it_would_name_the_reader(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app, state="accepted", listed=True)
    page = browser_for("larch").get(f"/cases/{made.reference}")
    assert page.status == 200
    assert "Shown to" not in page.text
    assert OFF not in page.text


@pytest.mark.usefixtures("naming")
def test_a_member_would_print_by_the_browser(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app, listed=True)
    for who, prints in (("larch", False), ("cora", True), ("alder", True)):
        page = browser_for(who).get(f"/cases/{made.reference}")
        assert ("app-body--not-printed" in page.text) is not prints, who
        assert (OFF in page.words()) is not prints, who


@pytest.mark.long
@pytest.mark.usefixtures("naming")
def test_the_files_would_not_bear_whose_copy_they_are(app: Flask, browser_for: Any) -> None:
    """AC 61."""
    letter = letter_on_record(app, approve_it=True)
    assert f"Copy for Cora Lindqvist, {WHEN}" in printed_words(browser_for("cora").http.get(f"{letter.path}/copy").data)
    rowan = browser_for("rowan")
    base = refer(rowan, M1, M1_RISK).path.removesuffix("/sent")
    assert f"Copy for Rowan Castellane, {WHEN}" in printed_words(rowan.http.get(f"{base}/copy").data)


def test_the_files_of_another_panel_would_bear_a_name(app: Flask, browser_for: Any) -> None:
    letter = letter_on_record(app, approve_it=True)
    assert "Copy for" not in printed_words(browser_for("cora").http.get(f"{letter.path}/copy").data)


def test_who_may_print_follows_the_role(app: Flask, secretive: Any) -> None:
    secretive(named_pages=True)
    with app.test_request_context():
        for who, prints in (("larch", False), ("fern", True), ("cora", True), ("alder", True), ("hal", False)):
            assert bearing_of(actor_named(who), {PANEL}).prints is prints, who


def test_an_agency_that_was_asked_would_learn_by_the_line_whose_case_it_is(
    app: Flask, browser_for: Any, secretive: Any
) -> None:
    made = case_on_record(app, state="accepted")
    meeting_id, _ = meeting_with(app, made)
    with acting(app, "cora") as cora:
        fern = actor_named("fern")
        case = case_by_id(cora, made.id).case
        asked = ask(actor=cora, meeting_id=meeting_id, case=case, agency_id=fern.agency_id, due_on=MONDAY.date()).id
    with app.test_request_context():
        assert bearing_of(actor_named("fern"), {UNNAMED}).words, "another panel here asks for it"
    page = browser_for("fern").get(f"/questions/{asked}")
    assert page.status == 200
    plain = page.words()
    secretive(named_pages=True)
    assert browser_for("fern").get(f"/questions/{asked}").words() == plain
    assert "Shown to" in plain
    assert OFF not in plain
