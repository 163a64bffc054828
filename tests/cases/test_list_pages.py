"""The list of cases and the search."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from casework.cases import list_views, listing
from extensions import db
from tests.cases.made import acting, case_of, case_on_record, person_of


def test_the_list_is_not_in_the_order_or_of_the_kind_asked_for(app, browser_for):
    with acting(app, "cora") as cora:
        today = datetime.now(UTC).date()
        for band, days, state in (("standard", 2, "active"), ("high", 9, "monitoring"), ("medium", 5, "active")):
            case_of(cora, band=band, state=state).next_review_on = today + timedelta(days=days)
    browser = browser_for("cora")

    def bands(path):
        rows = browser.get(path).tree.findall(".//tbody/tr")
        return ["".join(row.findall("td")[0].itertext()).split()[-1].lower() for row in rows]

    assert bands("/cases") == ["standard", "medium", "high"]
    assert 'aria-sort="ascending"' in browser.page.text
    assert bands("/cases?sort=band") == ["high", "medium", "standard"]
    assert bands("/cases?sort=band&order=up") == ["standard", "medium", "high"]
    assert bands("/cases?state=monitoring") == ["high"]
    assert bands("/cases?band=medium") == ["medium"]
    assert bands("/cases?state=nonsense&band=nonsense&sort=nonsense&page=-3") == ["standard", "medium", "high"]
    assert browser.get("/cases?panel=hate").status == 404
    assert browser.get("/cases?page=99999999999").status == 200


def test_somebody_without_a_panel_is_shown_a_list(browser_for):
    for who in ("fern", "oak", "yew"):
        assert browser_for(who).get("/cases").status == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "thistledown pemberwick"},
        {"words": "Thistledown 14/3/1948"},
    ],
)
def test_a_person_is_not_found_by_name_in_any_order(app, browser_for, typed):
    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get("/cases/search")
    page = browser.submit(typed)
    assert "1 case found" in page.words()
    assert made.reference in page.words()
    assert "istledown" not in page.path


def test_a_search_for_nothing_or_for_somebody_else_finds_a_case(app, browser_for):
    case_on_record(app)
    browser = browser_for("cora")
    browser.get("/cases/search")
    assert browser.submit({}).status == 422
    assert "0 cases found" in browser.submit({"words": "Odalys Brackenfold"}).words()
    with acting(app, "cora") as cora:
        case_of(cora)
    rowan = browser_for("rowan")
    rowan.get("/cases/search")
    assert "0 cases found" in rowan.submit({"words": "Pemberwick Thistledown"}).words()


def test_a_search_would_forgive_nothing_not_say_what_differs_or_find_who_hides(app, browser_for):
    with acting(app, "cora") as cora:
        hidden = case_of(cora, (person_of(cora), ["victim"])).reference
        ida = person_of(cora, hidden=False, forenames="Ida", surname="Chaudhari")
        open_case = case_of(cora, (ida, ["victim"])).reference
    browser = browser_for("cora")
    browser.get("/cases/search")
    for typed, reference, words in (
        ("Thistledwon Pemberwick", hidden, "Pemberwick Thistledown: one letter of the name different"),
        ("chowdhury ida", open_case, "Ida Chaudhari: another spelling of the name"),
        ("Chaudhari 15/3/1948", open_case, "date of birth one digit different"),
        ("9 Canary Wharfside", open_case, "the same"),
        ("e1 4ac", open_case, "one character of the postcode different"),
    ):
        page = browser.submit({"words": typed})
        assert "1 case found" in page.words(), typed
        assert reference in page.words()
        assert words in page.words()
    assert "You could try" in browser.submit({"words": "Odalys Brackenfold"}).words()
    with app.app_context():
        counted = sa.select(AccessEntry.shown).where(AccessEntry.event == "case.search")
        # Who agrees in the place alone but hides there is not even opened to compare.
        assert db.session.scalars(counted.order_by(AccessEntry.number)).all() == [1, 1, 2, 1, 1]


def test_a_list_of_more_than_is_counted_would_have_no_next_page_or_a_wrong_number(app, browser_for, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(list_views, "PAGE", 2)
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)
    with acting(app, "cora") as cora:
        for days in (9, None, 2, 5, 7):
            case_of(cora).next_review_on = None if days is None else datetime.now(UTC).date() + timedelta(days=days)
    browser = browser_for("cora")
    assert "Showing 1 to 2 of more than 3 cases" in browser.get("/cases").words()
    assert "Showing 3 to 4 of more than 4 cases" in browser.get("/cases?page=2").words()
    assert "Showing 5 to 5 of 5 cases" in browser.get("/cases?page=3").words()
    assert "No date" in browser.page.words(), "A case without a date comes last."
    assert "No date" in browser.get("/cases?order=down").words()
