"""Who sees the pages of a case, and what stands on them before it is asked for."""

from datetime import UTC, datetime

import pytest
import time_machine

from casework.cases import listing
from casework.cases.service import declare_conflict
from casework.people.finding import Page
from extensions import db
from tests.cases.made import STREET, acting, actor_named, case_of, case_on_record, entries, person_of
from tests.cases.paths import TABS, made_path, pages_of


@pytest.mark.long
@pytest.mark.parametrize("who", ["cora", "alder", "birch"])
def test_a_page_of_a_case_is_shut_to_those_who_run_the_panel(app, browser_for, who):
    made = case_on_record(app, marker=True)
    browser = browser_for(who)
    for path in pages_of(made):
        if path.endswith("/closure") and who == "cora":
            continue
        page = browser.get(path)
        assert page.status == 200, path
        assert made.reference in page.words()


# Pages say when the session ends: the minute must not turn between the two that are compared.
@pytest.mark.long
@time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False)
@pytest.mark.parametrize("who", ["rowan", "fern", "hal", "oak", "yew"])
def test_a_page_of_a_case_opens_to_somebody_who_has_no_part_in_it(app, browser_for, who):
    made = case_on_record(app)
    browser = browser_for(who)
    for path in pages_of(made):
        page = browser.get(path)
        assert page.status == 404, path
        assert "Thistledown" not in page.text
        assert page.words() == browser.get("/cases/QQ-A-9999").words()


def test_a_member_reads_a_case_before_its_pack_is_out_or_changes_it_after(app, browser_for):
    before, after = case_on_record(app), case_on_record(app, listed=True)
    rowan = browser_for("rowan")
    assert rowan.get(f"/cases/{before.reference}").status == 404
    for tab in TABS:
        assert rowan.get(f"/cases/{after.reference}{tab}").status == 200
    for change in ("review", "state", "closure", "conflicts", "assessments/new", "actions/new"):
        assert rowan.get(f"/cases/{after.reference}/{change}").status == 404
    listed = rowan.get("/cases").words()
    assert after.reference in listed
    assert before.reference not in listed
    assert " 1 case " in listed
    assert "on its agenda" in rowan.get(f"/cases/{after.reference}").words()


@pytest.mark.long
def test_an_excluded_chair_still_meets_the_case_somewhere(app, browser_for, monkeypatch):
    made, other = case_on_record(app), case_on_record(app)
    chair = browser_for("alder")
    assert chair.get(f"/cases/{made.reference}").status == 200
    with acting(app, "cora") as cora:
        declare_conflict(
            actor=cora, case_id=made.id, account_id=actor_named("alder").account_id, connection="neighbour"
        )
    for path in pages_of(made):
        assert chair.get(path).status == 404, path
    assert " 1 case " in chair.get("/cases").words()
    assert made.reference not in chair.page.words()
    chair.get("/cases/search")
    assert made.reference not in chair.submit({"words": "Pemberwick Thistledown"}).words()
    # Nor does it stand in the way of another: only so many are opened to compare.
    monkeypatch.setattr(listing, "people_like", lambda panel, asked: [Page([made.person_id, other.person_id], False)])
    monkeypatch.setattr(listing, "MOST_COMPARED", 1)
    assert other.reference in chair.submit({"words": "Pemberwick Thistledown"}).words()
    assert made.reference not in chair.submit({"words": made.reference}).words().split("0 cases found")[-1]


def test_a_look_at_a_tab_leaves_no_entry(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    for tab in TABS:
        browser.get(made_path(made, tab))
    assert len(entries(app, "case.open")) == len(TABS)
    browser_for("rowan").get(made_path(made, ""))
    assert len(entries(app, "case.read", "refused")) == 1


# Reading order and hidden things


def test_contact_details_come_before_the_card_that_says_whether_to_use_them(app, browser_for):
    made = case_on_record(app, marker=True)
    browser = browser_for("cora")
    words = browser.get(f"/cases/{made.reference}/people/{made.person}").words()
    order = ["QQ-A-", "Thistledown", "STAFF SAFETY", "You can see this because", "Safe contact", "020 7946 0456"]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert words.count("020 7946 0456") == 1


def test_a_number_is_shown_for_a_way_that_is_not_safe(app, browser_for):
    made = case_on_record(app)
    words = browser_for("cora").get(f"/cases/{made.reference}").words()
    assert "Text × Not safe Do not use the number for this." in words
    assert "E-mail ? Not known Kept back." in words
    assert "pember@example.org" not in words


@pytest.mark.long
def test_a_hidden_address_stands_on_a_page_before_it_is_asked_for_with_a_reason(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    for path in [*pages_of(made), "/cases", "/cases/search", "/actions"]:
        if path.endswith("/closure"):
            continue  # the chair's page
        page = browser.get(path)
        assert page.status == 200, path
        text = page.text
        assert "Wharfside" not in text, path
        assert "E1 4AB" not in text, path
    address = f"/cases/{made.reference}/people/{made.person}/address"
    browser.get(address)
    refused = browser.submit({"reason": "   "})
    assert (refused.status, "Wharfside" in refused.text) == (422, False)
    assert entries(app, "address.reveal") == []
    shown = browser.submit({"reason": "Fitting a key safe there on Friday"})
    assert STREET in shown.words()
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert [tiers for tiers, _ in entries(app, "address.reveal")] == ["F4"]
    for path in (address, f"/cases/{made.reference}", f"/cases/{made.reference}/people/{made.person}"):
        assert "Wharfside" not in browser.get(path).text


def test_the_reason_for_a_hidden_address_lies_open_in_the_database_or_on_the_page(app, browser_for):
    import sqlalchemy as sa

    from auth.access_log.models import AccessReason

    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get(f"/cases/{made.reference}/people/{made.person}/address")
    browser.submit({"reason": "Fitting a key safe there on Friday"})
    with app.app_context():
        sealed = db.session.scalars(sa.select(AccessReason.text_sealed)).all()
        assert len(sealed) == 1
        assert b"key safe" not in sealed[0]
    timeline = browser.get(f"/cases/{made.reference}/timeline").words()
    assert "was shown to Cora Lindqvist" in timeline
    assert "key safe" not in timeline


def test_an_address_that_is_not_hidden_is_missing(app, browser_for):
    with acting(app, "cora") as cora:
        person = person_of(cora, hidden=False)
        case = case_of(cora, (person, ["victim"]))
        path = f"/cases/{case.reference}/people/{person.reference}"
    browser = browser_for("cora")
    assert STREET in browser.get(path).words()
    assert browser.get(f"{path}/address").status == 404


def test_a_person_of_another_case_is_reached_through_this_one(app, browser_for):
    one, other = case_on_record(app), case_on_record(app)
    browser = browser_for("cora")
    for step in ("", "/address", "/safe-contact", "/markers", "/roles"):
        assert browser.get(f"/cases/{one.reference}/people/{other.person}{step}").status == 404
