"""The main path through the pages, without JavaScript, and what is not there without narrative."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from casework.cases.models import Case
from casework.panel_settings.service import choose_mode
from demo.channel_answers import adult, decision, own_consent, plan
from demo.story import at_hour
from panels.decisions.models import ItemRecord
from panels.definitions.channel import PANEL as CHANNEL
from tests.channel.browsing import on, proven
from tests.channel.conftest import JAN, PANEL, Told
from tests.client import Client, Page
from tests.referrals.browsing import typed

LOGGED, MET = date(2026, 12, 11), date(2027, 1, 5)
PLANNED, AGREED = date(2027, 1, 25), date(2027, 2, 1)


def fill_form(client: Client, reference: str, key: str, told: dict[str, Any]) -> Page:
    """Fill in a case form on its page. ``told``: sections with their items, or the answers of its first section."""
    sections = CHANNEL.case_form(key).form.sections
    answers = told if all(section.id in told for section in sections) else {sections[0].id: [told]}
    boxes: dict[str, Any] = {}
    for section in sections:
        for number, item in enumerate(answers[section.id]):
            kept = {name: value for name, value in item.items() if name in {one.id for one in section.questions}}
            boxes |= {f"{section.id}-{number}-{name}": value for name, value in typed(section, kept).items()}
    page = client.get(f"/cases/{reference}/forms/{key}")
    assert (page.status, page.path) == (200, f"/cases/{reference}/forms/{key}"), page.words()[:1500]
    if key == "support_plan":
        for _ in answers["support"][1:]:
            client.submit({}, button=("add", "support"))
    return client.submit(boxes)


@pytest.fixture
def gathered(story: Told) -> tuple[Any, str]:
    """A case on which information is gathered; its id and reference."""
    case_id = story.take(story.log("reed", LOGGED, adult(date(2026, 12, 7), date(2026, 12, 10))), LOGGED)
    [case] = story.read(sa.select(Case), LOGGED)
    return case_id, case.reference


@pytest.mark.long
def test_a_case_goes_from_the_decision_to_support_through_its_pages(
    story: Told, gathered: Any, browser_for: Any
) -> None:
    case_id, reference = gathered
    meeting = story.plan(date(2026, 12, 1), JAN)
    with on(MET):
        page = fill_form(proven(browser_for, "reed"), reference, "s36_decision", decision(MET, "police", "DCI Fenn"))
        assert page.status == 200, page.words()[:900]
        words = proven(browser_for, "chan").get(f"/cases/{reference}").words()
        assert "Section 36 test met" in words
        assert "Hear the case: 23 working days left (5 February 2027) How 5 February 2027 was worked out" in words
        assert "1 month later is Friday 5 February 2027." in words
        assert "Support may not run: write the support plan first" in words
    story.list_case(meeting, date(2027, 1, 6), case_id, ("Police",))
    story.name_members(date(2027, 1, 6), case_id, "elm", "ivy", "hazel")
    story.publish(meeting, date(2027, 1, 12))
    story.open(meeting, JAN)
    ivy = str(story.agency_of("ivy", JAN))
    with time_machine.travel(at_hour(JAN, 10, 20), tick=True):
        dean = proven(browser_for, "dean")
        page = dean.get(f"/meetings/{meeting}/live/1")
        assert page.status == 200, page.words()[:600]
        offered = {value for name, value in radios(page) if name == "option"}
        assert offered == {"adopt", "not_adopt", "defer", "plp", "no_action"}
        split = {"option": "adopt", "reason": "Support can meet it.", "rule": "majority", "votes_for": "5"}
        split |= {"votes_against": "2", "dissent_agency": ivy, "dissent_words": "Too early."}
        page = dean.submit(split, form="option", button=("do", "next"))
        assert page.status == 200, page.words()[:900]
    [record] = story.read(sa.select(ItemRecord), JAN)
    assert (record.option, record.rule, record.votes_for, record.votes_against) == ("adopt", "majority", 5, 2)
    story.close(meeting, JAN)
    with on(PLANNED):
        chan = proven(browser_for, "chan")
        page = fill_form(chan, reference, "support_plan", plan(1, AGREED, AGREED + timedelta(days=7)))
        assert page.status == 200, page.words()[:900]
    with on(AGREED):
        chan = proven(browser_for, "chan")
        page = fill_form(chan, reference, "consent", own_consent(PLANNED, AGREED, plan_version=2))
        assert page.status == 422, (page.path, page.words()[300:2500])
        assert "Version 1 of the plan is in force" in page.words()
        page = fill_form(chan, reference, "consent", own_consent(PLANNED, AGREED))
        assert page.status == 200, page.words()[:900]
        assert "Support may run" in chan.get(f"/cases/{reference}").words()
    assert story.state(AGREED) == "in_support"


def test_the_assessment_tool_would_show_a_total(story: Told, gathered: Any, browser_for: Any) -> None:
    _, reference = gathered
    with on(MET):
        page = proven(browser_for, "reed").get(f"/cases/{reference}/forms/vaf")
        assert page.status == 200
        words = page.words().casefold()
        assert "nothing here is added up" in words
        assert not [word for word in ("total", "score", "points") if word in words]


@pytest.mark.long
def test_without_narrative_something_would_be_written_about_the_person(
    story: Told, gathered: Any, browser_for: Any
) -> None:
    _, reference = gathered
    with story.actor("oak", MET, 8) as oak:
        choose_mode(actor=oak, panel=PANEL, mode="logistics-only", from_on=MET, why="Back to the tracker alone.")
    with on(MET):
        reed = proven(browser_for, "reed")
        for key in ("vaf", "paf_shell", "agency_holdings"):
            assert reed.get(f"/cases/{reference}/forms/{key}").status == 404, key
        page = reed.get(f"/cases/{reference}/forms/s36_decision")
        assert "Summary of the grounds" not in page.words()
        told = decision(MET, "police", "DCI Fenn")
        del told["grounds"]
        page = fill_form(reed, reference, "s36_decision", told)
        assert page.status == 200, page.words()[:900]
    assert story.state(MET) == "s36_met"


def test_switched_off_the_panel_would_still_be_there(story: Told, gathered: Any, browser_for: Any) -> None:
    _, reference = gathered
    with story.actor("oak", MET, 8) as oak:
        choose_mode(actor=oak, panel=PANEL, mode="off", from_on=MET, why="The panel is run elsewhere now.")
    with on(MET):
        for who in ("chan", "dean", "reed", "fern"):
            client = browser_for(who)
            assert client.get(f"/cases/{reference}").status == 404, who
            assert "Channel" not in client.get("/refer").words(), who


def radios(page: Page) -> list[tuple[str, str]]:
    assert page.tree is not None
    return [(one.get("name", ""), one.get("value", "")) for one in page.tree.iter("input")]
