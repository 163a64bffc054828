"""Entering an application for somebody who rang, and opening it, as a browser without JavaScript sees the pages."""

from datetime import date
from typing import Any

import pytest
import time_machine

from demo.review_answers import abernethy, begum
from tests.asb_case_review.conftest import london
from tests.asb_case_review.entering import FORM, begin, enter, fill

T1 = abernethy(date)
T3 = begum(date)


@pytest.fixture
def cora(partnership: Any, browser_for: Any) -> Any:
    with time_machine.travel(london(2026, 12, 21, 10), tick=True):
        yield browser_for("cora")


def test_the_pages_say_what_to_read_out_to_the_caller(cora: Any) -> None:
    base = begin(cora)
    read_out = [section for section in FORM.sections if section.read_out]
    assert {section.id for section in read_out} >= {"application", "people", "incidents", "reports", "notice"}
    for section in read_out:
        words = cora.get(f"{base}/{section.id}").words()
        assert "Read this out" in words
        assert section.read_out in words
    assert "Read this out" not in cora.get(f"{base}/referrer").words()


def test_a_call_that_breaks_off_is_saved_and_gone_on_with(cora: Any, browser_for: Any) -> None:
    base = begin(cora)
    fill(cora, base, "application", T3["application"])
    cora.get(f"{base}/problem")
    page = cora.submit({"summary": "Neighbours shout at her."}, button=("later", "yes"))
    assert page.path == base
    again = browser_for("cora").get(f"{base}/problem")
    assert dict(again.fields())["summary"].strip() == "Neighbours shout at her."
    assert "has not agreed yet" in browser_for("cora").get(base).words(), "the route for consent is shown"


@pytest.mark.long
def test_an_application_that_is_taken_shows_its_dates_and_the_test_line_by_line(cora: Any) -> None:
    page = enter(cora, T3)
    assert "QQ-RT-0001" in page.words()
    page = cora.get("/triage/QQ-RT-0001")
    words = page.words()
    assert "Shamsun Begum-Elwood" in words
    assert "Risk questions" not in words
    options = {value for name, value in _radios(page) if name == "option"}
    assert options == {"accept", "join"}, "nothing is turned away at triage, and nothing is asked before the case opens"
    page = cora.submit({"option": "accept", "reason": "Every application is opened."}, form="option")
    assert page.path == "/cases/QQ-T-0001"


@pytest.mark.long
@pytest.mark.parametrize("option", ["reject", "more_info", "urgent"])
def test_no_post_turns_an_application_away(cora: Any, option: str) -> None:
    enter(cora, T1)
    cora.get("/triage/QQ-RT-0001")
    page = cora.submit({"option": option, "reason": "No", "advice": "Go elsewhere"}, form="option")
    assert page.status == 422
    assert "Select one of" in page.words() or "Select what you decide" in page.words()


@pytest.mark.long
def test_fewer_than_three_incidents_or_no_certain_day_are_taken_like_any_other(cora: Any) -> None:
    little = {
        **T1,
        "incidents": [
            {"happened_sure": "no", "place": "The stairs", "what_happened": "Shouting.", "hate": "not_known"}
        ],
        "reports": [{"incident": 1, "reported_sure": "no", "to": "other"}],
        "people": [{**T1["people"][0], "address": "not_known"}],
    }
    assert "QQ-RT-0001" in enter(cora, little).words()


def _radios(page: Any) -> list[tuple[str, str]]:
    boxes = [element for element in page.tree.iter("input") if element.get("type") == "radio"]
    return [(element.get("name"), element.get("value")) for element in boxes]
