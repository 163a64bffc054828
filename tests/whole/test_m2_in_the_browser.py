"""Scenario M2 in a real browser: two neighbours report each other; one case, both roles, dissent on record."""

import re
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser import go_by
from tests.referrals.stories import CRICKMERE_RISK, FARROWDALE_RISK, person, story
from tests.whole.filling import fill, follow, press, refer
from tests.whole.steps import close_and_minute, everybody_is_here, london, main, plan, put_on_agenda

CRICKMERE = person("Barnaby", "Crickmere", "1995-03-21", ["victim"])
FARROWDALE = person("Ottoline", "Farrowdale", "1982-07-30", ["victim"], vulnerabilities=["mental_health"])
HEALTH_FACT = "Discharged on 20 October. Seen weekly by the crisis team."


def accused(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "roles": ["alleged_perpetrator"]}


@pytest.mark.prove
def test_m2_two_reports_of_each_other_become_one_case_with_dissent_in_signed_minutes(window: Any) -> None:
    with time_machine.travel(london(2026, 11, 24, 10), tick=True):
        rowan, cora = window("rowan"), window("cora")
        first = refer(rowan, story(people=[CRICKMERE, accused(FARROWDALE)]), CRICKMERE_RISK)
        meeting = plan(cora, "9", "12", "2026")
        cora.goto("/triage")
        follow(cora, "Barnaby Crickmere")
        expect(cora.locator("main")).to_contain_text("28")
        fill(cora, {"option": "accept", "reason": "Several agencies are involved."})
        press(cora, "Save")

    with time_machine.travel(london(2026, 11, 30, 10), tick=True):
        elm = window("elm")
        second = refer(elm, story(people=[FARROWDALE, accused(CRICKMERE)]), FARROWDALE_RISK)
        cora = window("cora")
        cora.goto("/triage")
        follow(cora, "Ottoline Farrowdale")
        expect(cora.locator("main")).to_contain_text("41")
        assert "QQ-A-0001" in main(cora), "the people of the open case were not recognised"
        fill(cora, {"option": "join", "reason": "The same incidents, told from both sides.", "case": "QQ-A-0001"})
        for field in cora.locator("main fieldset:has(input[name^=person_])").all():
            field.locator("input[type=radio]:not([value=new])").first.check()
        press(cora, "Save")
        assert not cora.locator(".govuk-error-summary").count(), cora.locator(".govuk-error-summary").inner_text()
        cora.goto("/cases/QQ-A-0001/people")
        assert len(re.findall("(?i)said to be responsible|alleged perpetrator", main(cora))) >= 2
        assert len(re.findall("(?i)victim", main(cora))) >= 2

        # Each referrer sees only what they wrote themselves.
        for page, own, others in ((window("rowan"), first, second), (window("elm"), second, first)):
            assert page.goto(own).status == 200
            assert page.goto(others).status == 404

        put_on_agenda(window("alder"), meeting, "QQ-A-0001")  # after the cut-off, so the chair adds it
        cora.goto(f"{meeting}/requests")
        press(cora, "Send questions")
        elm = window("elm")
        elm.goto("/questions")
        known = elm.get_by_role("link", name=re.compile("^We know"))
        go_by(known.or_(elm.get_by_role("button", name=re.compile("^We know them"))).first)
        fill(elm, {"facts": HEALTH_FACT, "restriction": "read_out"})
        for box in elm.locator("main input[type=checkbox][required], main [name=sign_off]").all():
            box.check() if box.get_attribute("type") == "checkbox" else box.fill("Elm Okafor")
        press(elm, "Save answer")
        assert not elm.locator(".govuk-error-summary").count(), elm.locator(".govuk-error-summary").inner_text()

    with time_machine.travel(london(2026, 12, 9, 10), tick=True):
        alder = window("alder")
        everybody_is_here(alder, meeting)
        alder.goto(f"{meeting}/live/1")
        assert HEALTH_FACT in main(alder)
        alder.evaluate("document.querySelectorAll('main details').forEach(box => { box.open = true })")
        fill(alder, {"option": "adopt", "band": "high", "rule": "majority",
                     "reason": "Two plans with separate workers. No enforcement before the mental health review.",
                     "dissent_words": "The injunction should proceed."})  # fmt: skip
        alder.locator("main [name=dissent_agency]").select_option(label="Lanternfish")
        press(alder, "Save")
        assert not alder.locator(".govuk-error-summary").count(), alder.locator(".govuk-error-summary").inner_text()
        close_and_minute(alder, window("cora"), meeting)
        minutes = main(alder)
        assert "The injunction should proceed." in minutes
        assert HEALTH_FACT not in minutes, "words that were only read out stand in the minutes"

        # The clinician may read the minutes; the school, which is not on the panel, may not.
        assert window("elm").goto(f"{meeting}/minutes").status == 200
        assert window("fern").goto(f"{meeting}/minutes").status == 404
