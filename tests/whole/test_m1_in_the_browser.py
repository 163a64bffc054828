"""Scenario M1 in a real browser: from the housing officer's referral to issued minutes, the review and the closing."""

import re
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser import go_by, sign_in
from tests.referrals.stories import M1, M1_RISK
from tests.whole.filling import fill, follow, press, refer
from tests.whole.steps import (
    assess,
    choose_known_person,
    close_and_minute,
    decide,
    everybody_is_here,
    london,
    main,
    plan,
    put_on_agenda,
    report_done,
)


@pytest.mark.prove
def test_m1_with_javascript_goes_from_referral_to_issued_minutes(window: Any) -> None:
    referral_to_issued_minutes(window, javascript=True)


def test_m1_without_javascript_goes_from_referral_to_review_closing_and_a_repeat(window: Any) -> None:
    regular, january = referral_to_issued_minutes(window, javascript=False)
    review_closing_and_repeat(window, regular, january)


def referral_to_issued_minutes(window: Any, *, javascript: bool) -> tuple[str, str]:
    """From 23 November to the minutes of the urgent meeting; gives the addresses of the next two meetings."""
    with time_machine.travel(london(2026, 11, 23, 10), tick=True):
        rowan = window(javascript=javascript)
        sign_in(rowan, "rowan")
        draft = refer(rowan, M1, M1_RISK)
        expect(rowan.locator("main")).to_contain_text("QQ-RA-0001")
        expect(rowan.locator("main")).to_contain_text("Thu 26 November 2026")

        cora = window("cora", javascript=javascript)
        cora.goto("/triage")
        follow(cora, "Pemberwick Thistledown")
        expect(cora.locator("main")).to_contain_text("44")
        fill(cora, {"option": "accept", "reason": "Cuckooing of an older man with dementia. High risk."})
        press(cora, "Save")
        expect(cora.locator("h1")).to_contain_text("Pemberwick Thistledown")
        regular = plan(cora, "9", "12", "2026")
        january = plan(cora, "13", "1", "2027")

    with time_machine.travel(london(2026, 12, 1, 10), tick=True):
        rowan = window("rowan", javascript=javascript)
        rowan.goto(f"{draft}/urgent")
        fill(rowan, {"reason": "One of the men carried a gun on the stairs this morning."})
        go_by(rowan.locator("main form button[type=submit]").first)
        alder = window("alder", javascript=javascript)
        alder.goto("/triage")
        follow(alder, "QQ-RA-0001: to hear it urgently")
        press(alder, "I agree")

        cora = window("cora", javascript=javascript)
        urgent = plan(cora, "3", "12", "2026", urgent=True)
        put_on_agenda(cora, urgent, "QQ-A-0001")
        cora.goto(f"{urgent}/requests")
        press(cora, "Send questions")

        elm = window("elm", javascript=javascript)
        elm.goto("/questions")
        assert "Thistledown" in main(elm)
        assert "drugs" not in main(elm)
        go_by(elm.get_by_role("button", name=re.compile("^We do(n't| not) know")).first)

        cora.goto(f"{urgent}/pack")
        press(cora, "Build the pack")
        for _ in range(40):
            cora.goto(f"{urgent}/pack")
            if cora.get_by_role("button", name=re.compile("^Publish")).count():
                break
            cora.wait_for_timeout(250)
        go_by(cora.get_by_role("button", name=re.compile("^Publish")).first)

    with time_machine.travel(london(2026, 12, 3, 10), tick=True):
        alder = window("alder", javascript=javascript)
        everybody_is_here(alder, urgent)
        alder.goto(f"{urgent}/live/1")
        press(alder, "Save and next case")
        assert alder.locator(".govuk-error-summary").count(), "a case was left as decided without a decision"
        fill(alder, {"option": "adopt", "reason": "A weapon was seen and he cannot protect himself.", "band": "high"})
        fill(alder, {"review_on-day": "9", "review_on-month": "12", "review_on-year": "2026"})
        fill(alder, {"a1_text": "Apply for a closure order", "a1_due-day": "11", "a1_due-month": "12"})
        alder.locator("main [name=a1_agency]").select_option(label="Police")
        fill(alder, {"a1_due-year": "2026", "a2_text": "Start a section 42 enquiry"})
        alder.locator("main [name=a2_agency]").select_option(label="Adult care")
        press(alder, "Save")
        assert not alder.locator(".govuk-error-summary").count(), main(alder)[:800]
        close_and_minute(alder, window("cora", javascript=javascript), urgent)

        report_done(window("larch", javascript=javascript), "Apply for a closure order", "The order was made today.")
        report_done(window("hazel", javascript=javascript), "Start a section 42 enquiry", "Enquiry opened.")
    return regular, january


def review_closing_and_repeat(window: Any, regular: str, january: str) -> None:
    """The reviews of 9 December and 13 January, the closing, and the referral in June that is marked as a repeat."""
    with time_machine.travel(london(2026, 12, 8, 15), tick=True):
        put_on_agenda(window("cora", javascript=False), regular, "QQ-A-0001")
    with time_machine.travel(london(2026, 12, 9, 10), tick=True):
        alder = window("alder", javascript=False)
        everybody_is_here(alder, regular)
        decide(
            alder, regular, {"option": "adopt", "reason": "He is back in his flat, but it is early.", "band": "high"}
        )
        close_and_minute(alder, window("cora", javascript=False), regular)
        alder.goto("/cases/QQ-A-0001")
        expect(alder.locator("main")).to_contain_text("9 January 2027")

    with time_machine.travel(london(2027, 1, 12, 15), tick=True):
        put_on_agenda(window("cora", javascript=False), january, "QQ-A-0001")
    with time_machine.travel(london(2027, 1, 13, 10), tick=True):
        alder = window("alder", javascript=False)
        assess(alder, "review")
        everybody_is_here(alder, january)
        decide(
            alder, january, {"option": "monitor", "reason": "Nobody has come back since the order.", "band": "standard"}
        )
        close_and_minute(alder, window("cora", javascript=False), january)

    with time_machine.travel(london(2027, 4, 14, 11), tick=True):
        alder = window("alder", javascript=False)
        alder.goto("/cases/QQ-A-0001/closure")
        fill(alder, {"reason": "stopped", "victim_told": "told", "victim_told_words": "By phone at eleven."})
        press(alder, "Close the case")
        assert alder.locator(".govuk-error-summary").count(), "a case was closed without its closing risk matrix"
        assess(alder, "closure")
        alder.goto("/cases/QQ-A-0001/closure")
        fill(alder, {"reason": "stopped", "victim_told": "told", "victim_told_words": "By phone at eleven."})
        press(alder, "Close the case")
        assert not alder.locator(".govuk-error-summary").count(), alder.locator(".govuk-error-summary").inner_text()
        expect(alder.locator("main")).to_contain_text("14 April 2033")

    with time_machine.travel(london(2027, 6, 1, 11), tick=True):
        refer(window("rowan", javascript=False), M1, M1_RISK)
        cora = window("cora", javascript=False)
        cora.goto("/triage")
        follow(cora, "Pemberwick Thistledown")
        expect(cora.locator("main")).to_contain_text("QQ-A-0001")
        choose_known_person(cora)
        fill(cora, {"option": "accept", "reason": "It has begun again."})
        press(cora, "Save")
        assert not cora.locator(".govuk-error-summary").count(), main(cora)[:900]
        expect(cora.locator("main")).to_contain_text(re.compile("repeat", re.I))

        yew = window("yew", javascript=False)
        yew.goto("/audit")
        fill(yew, {"what": "QQ-A-0001"})
        press(yew, "Search")
        expect(yew.locator("h1")).to_contain_text("Who looked at QQ-A-0001")
        follow(yew, "12 months")
        expect(yew.locator("main")).to_contain_text("you chair this panel")
        assert "Thistledown" not in yew.content()
