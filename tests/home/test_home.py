"""Everybody's start: what needs them, and never a name."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g

from auth.access_log.models import AccessEntry
from casework.cases.service import declare_conflict
from extensions import db, unit_of_work
from panels.home.navigation import links_for
from panels.home.sources import Need
from panels.home.today import in_due_order
from panels.meetings.access import meeting_for
from panels.meetings.service import close_meeting, open_meeting
from tests.meetings.building import CANARY, acting, add_work, make_case, prepare
from tests.tables import past_the_wall


@pytest.mark.parametrize("path", ["/", "/accessibility", "/privacy"])
def test_public_pages_are_open_and_name_no_panel(browser_for: Any, path: str) -> None:
    page = browser_for().get(path)
    assert page.status == 200
    assert "MARAC" not in page.text


def test_the_start_leads_to_sign_in_and_on_from_there(browser_for: Any) -> None:
    assert "/sign-in" in browser_for().get("/").links()
    assert browser_for("rowan").get("/").path == "/home"


@pytest.mark.parametrize(("path", "status"), [("/healthz", "alive"), ("/readyz", "ready")])
def test_the_service_says_how_it_is_and_leaves_nothing_behind(app: Flask, client: Any, path: str, status: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_json()) == (200, {"status": status})
    with app.app_context():
        trials = sa.select(sa.func.count()).select_from(AccessEntry).where(AccessEntry.event == "ready")
        assert db.session.scalar(trials) == 0


def test_the_service_is_not_ready_when_no_entry_can_be_written(app: Flask, client: Any) -> None:
    with app.app_context(), past_the_wall().begin() as connection:
        connection.execute(sa.text("ALTER TABLE access_entry RENAME TO access_entry_gone"))
    try:
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    finally:
        with app.app_context(), past_the_wall().begin() as connection:
            connection.execute(sa.text("ALTER TABLE access_entry_gone RENAME TO access_entry"))


def test_what_is_due_first_comes_first_then_risk_then_age() -> None:
    early, late = date(2026, 11, 24), date(2026, 12, 1)
    needs = [
        Need("no date", "/"),
        Need("late", "/", late),
        Need("low", "/", early, 0),
        Need("high and new", "/", early, 2, late),
        Need("high and old", "/", early, 2, early),
        Need("asked by name", "/", since=late, first=True),
    ]
    in_order = ["asked by name", "high and old", "high and new", "low", "late", "no date"]
    assert [need.text for need in in_due_order(needs)] == in_order


@pytest.mark.usefixtures("work")
class TestNavigation:
    def test_everybody_has_the_links_of_their_work_and_no_other(self) -> None:
        keys = ("cora", "rowan", "fern", "yew", "oak", "laurel", "alder")
        found = {key: [text for text, _ in links_for(acting(key))] for key in keys}
        own = ["Questions", "Actions"]
        assert found["cora"] == [
            "Home",
            "Referrals",
            "Refer",
            "Cases",
            "Meetings",
            "Panels",
            "Retention",
            *own,
            "Statistics",
            "Roles",
        ]
        assert found["rowan"] == ["Home", "Refer", "Cases", "Meetings", *own, "Statistics", "Roles"]
        assert found["fern"] == ["Home", "Refer", *own, "Roles"]
        audits = ["Home", "Access", "Flags", "Samples", "Verify", "My own trail"]
        assert found["yew"] == [*audits, "Statistics", "Emergency access"]
        assert found["oak"] == ["Home", "Roles to confirm", "Roles still needed", "Panels"]
        assert found["laurel"] == ["Home", "By month", "Breaches", "Auditors"]
        assert found["alder"][-2:] == ["Roles", "Roles to confirm"]


@pytest.mark.parametrize("key", ["cora", "alder", "rowan", "fern", "yew", "oak", "hazel", "laurel"])
def test_every_link_of_everybodys_menu_works(app: Flask, browser_for: Any, key: str) -> None:
    with app.test_request_context():
        links = links_for(acting(key))
    browser = browser_for(key)
    for text, href in links:
        assert browser.get(href).status == 200, text


def test_the_coordinators_home_says_what_is_due_and_never_a_name(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 2)
    with app.test_request_context():
        g.request_id = "work"
        with unit_of_work():
            cora = acting("cora")
            add_work(cora, make_case(cora, "Crickmere"))
    cora_page = browser_for("cora").get("/home")
    words = cora_page.words()
    assert "Next meeting" in words
    assert "2 cases. Pack not built" in words
    assert "Publish the pack for 9 December 2026" in words
    assert "1 action is late: Lanternfish 1" in words
    for never in ("Thistledown", "Crickmere", "Pemberwick", CANARY, "door camera"):
        assert never not in cora_page.text
    assert ready.meeting_id


@pytest.mark.long
def test_a_partners_home_shows_actions_and_questions_by_reference(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 1)
    with app.test_request_context():
        g.request_id = "work"
        with unit_of_work():
            cora = acting("cora")
            case = make_case(cora, "Crickmere")
            add_work(cora, case)
            reference, case_id = case.reference, case.id
    cora_browser = browser_for("cora")
    cora_browser.get(f"{ready.path}/requests")
    cora_browser.submit({}, form="agencies")
    rowan = browser_for("rowan")
    page = rowan.get("/home")
    assert f"Your action: {reference}" in page.words()
    assert "Answer 1 question for your agency" in page.words()
    assert "Crickmere" not in page.text
    with app.test_request_context():
        g.request_id = "conflict"
        with unit_of_work():
            account = acting("rowan").account_id
            declare_conflict(actor=acting("cora"), case_id=case_id, account_id=account, connection="family")
    assert reference not in rowan.get("/home").text
    assert "1 to answer" in rowan.get("/questions").words()
    over(app, ready.meeting_id)
    page = rowan.get("/home")
    assert "question" not in page.tree.find(".//main").text_content(), "the meeting it was asked for is over"
    assert "No panel is waiting for an answer" in rowan.get("/questions").words(), "home and the list say the same"


def over(app: Flask, meeting_id: Any) -> None:
    """The meeting is opened and closed, whoever came."""
    with app.test_request_context():
        g.request_id = "over"
        with unit_of_work():
            cora = acting("cora")
            meeting = meeting_for(cora, meeting_id, "meeting.run").meeting
            open_meeting(actor=cora, meeting=meeting, confidentiality_read=True, without_quorum_reason="A test.")
            close_meeting(actor=cora, meeting=meeting)


def test_what_does_not_fit_is_out_of_reach(app: Flask, browser_for: Any) -> None:
    prepare(app, 0)
    with app.test_request_context():
        g.request_id = "work"
        with unit_of_work():
            case = make_case(acting("cora"), "Crickmere")
            for number in range(8):
                add_work(acting("cora"), case, f"Piece {number}")
    rowan = browser_for("rowan")
    page = rowan.get("/home")
    assert page.words().count("Your action: ") == 7
    assert "See all 9" in page.words()
    page = rowan.get(next(link for link in page.links() if "all=" in link))
    assert page.words().count("Your action: ") == 8
    assert "See all" not in page.words()


def test_an_empty_home_says_so(browser_for: Any) -> None:
    assert "Nothing needs you today" in browser_for("rowan").get("/home").words()


def test_home_is_only_for_people_who_are_signed_in(browser_for: Any) -> None:
    assert browser_for().get("/home").path == "/sign-in"
