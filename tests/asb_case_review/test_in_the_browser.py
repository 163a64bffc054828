"""The main path of a case review in a real browser, with and without JavaScript, at the dates of scenario T1."""

import re
from datetime import date
from typing import Any

import time_machine
from playwright.sync_api import Page, expect

from demo.review_answers import abernethy
from panels.definitions.asb_case_review import PANEL
from tests.asb_case_review.conftest import london
from tests.browser import violations
from tests.referrals.browsing import typed
from tests.whole import filling
from tests.whole.filling import boxes, fill, press, sound

CASE = "/cases/QQ-T-0001"
BODIES = (
    ("council_community_safety", "Quillon Borough Council, Community Safety"),
    ("police", "Quillon Police"),
    ("housing_association", "Lanternfish Homes"),
)


def enter(page: Page, answers: dict[str, list[dict[str, Any]]]) -> None:
    """Somebody rings, and the coordinator writes it down."""
    page.goto("/refer")
    page.locator(f'main [name=panel][value="{PANEL.key}"]').check()
    press(page, "Continue")
    base = page.url
    for section in PANEL.referral_form.sections:
        for number, item in enumerate(answers.get(section.id, ())):
            page.goto(f"{base}/{section.id}/{number}" if section.repeats else f"{base}/{section.id}")
            fill(page, typed(section, item))
            press(page, "Save and continue")
            sound(page)
        if section.repeats:
            page.goto(f"{base}/{section.id}")
            page.locator('main [name=more][value="no"]').check()
            press(page, "Continue")
    page.goto(f"{base}/referrer")
    press(page, "Save and continue")
    page.goto(f"{base}/check")
    press(page, "Send the referral")
    sound(page)


def fill_in(page: Page, key: str, **sections: dict[str, Any]) -> None:
    filling.fill_in(page, PANEL, CASE, key, **sections)


def fill_list(page: Page, key: str, section_id: str, items: list[dict[str, Any]]) -> None:
    filling.fill_list(page, PANEL, key, section_id, items)


CONTACT = {
    "contact_name": "Cora Lindqvist",
    "contact_job": "Community safety coordinator",
    "contact_phone": "020 7946 0123",
    "contact_times": "Monday to Friday, 9 to 5",
}
FIRST_LOOK = {
    "in_area": "yes",
    "asb": "yes",
    "contact_checked": ["safe"],
    "victim_support": "yes",
    "urgent": "no",
    "next": "screening",
}


def screened(page: Page) -> None:
    """It is entered, opened as a case, acknowledged, and the bodies are named."""
    enter(page, abernethy(date))
    page.goto("/triage/QQ-RT-0001")
    expect(page.locator("main")).to_contain_text("3 of 3 separate incidents needed")
    expect(page.locator("main [name=option][value=reject]")).to_have_count(0)
    fill(page, {"option": "accept", "reason": "Every application is opened."})
    press(page, "Save")
    fill_in(page, "acknowledgement", contact=CONTACT, first_look=FIRST_LOOK)
    sound(page)
    page.goto(f"{CASE}/forms/bodies")
    rows = [{"kind": kind, "name": name, "complained": "yes", "passed_on": "2026-10-21"} for kind, name in BODIES]
    fill_list(page, "bodies", "bodies", rows)
    press(page, "Save")
    sound(page)


def test_with_javascript_a_review_goes_from_the_call_to_the_arranged_meeting(partnership: Any, window: Any) -> None:
    call_to_arranged_meeting(window, javascript=True)


def test_without_javascript_a_review_goes_from_the_call_to_its_outcome(partnership: Any, window: Any) -> None:
    call_to_arranged_meeting(window, javascript=False)
    with time_machine.travel(london(2026, 11, 25, 9), tick=True):
        held(window("juniper", javascript=False))
    with time_machine.travel(london(2026, 11, 26, 9), tick=True):
        shared(window("cora", javascript=False))
    with time_machine.travel(london(2026, 12, 2, 9), tick=True):
        concluded(window("cora", javascript=False), window("juniper", javascript=False))


def call_to_arranged_meeting(window: Any, *, javascript: bool) -> None:
    """The application is entered on 19 October, the threshold is met on 29 October and the review is arranged."""
    with time_machine.travel(london(2026, 10, 19, 9), tick=True):
        cora = window("cora", javascript=javascript)
        screened(cora)
        see_dates(cora)
        if javascript:
            assert violations(cora) == []
    with time_machine.travel(london(2026, 10, 29, 9), tick=True):
        cora = window("cora", javascript=javascript)
        confirm_threshold(cora)
        arrange(cora)


def see_dates(cora: Page) -> None:
    cora.goto(CASE)
    main = cora.locator("main")
    expect(main).to_contain_text("Working out the threshold")
    expect(main).to_contain_text("2 November 2026")


def confirm_threshold(cora: Page) -> None:
    cora.goto(f"{CASE}/forms")
    expect(cora.locator("main")).to_contain_text("Decide that the threshold is met")
    for words in ("is not met", "Decline as vexatious", "Not anti-social behaviour"):
        expect(cora.locator("main")).not_to_contain_text(words)
    for key in ("threshold_refusal", "vexatious", "not_asb"):
        cora.goto(f"{CASE}/forms/{key}")
        expect(cora.locator("h1")).to_have_text("You cannot open this page")
    reasons = {"reasons": "You told us of three separate incidents, each reported in time."}
    fill_in(cora, "threshold_met", threshold_met={"ground": "discretion", "persistence": "x", "harm": "x"} | reasons)
    expect(cora.locator(".govuk-error-summary")).to_contain_text("Select the count")
    fill_in(cora, "threshold_met", threshold_met={"ground": "count"} | reasons)
    sound(cora)
    cora.goto(CASE)
    expect(cora.locator("main")).to_contain_text("26 November 2026")


def arrange(cora: Page) -> None:
    chair = {"chair_name": "Juniper Halloran", "chair_job": "Head of prevention", "involved": "no"}
    meeting = {
        "held_at": "2026-11-25T10:00+00:00",
        "place": "Town Hall, room 5, and by video",
        "takes_part": "remote",
        "adjustments": "none",
    }
    wrong = {"chair_kind": "housing_association", "chair_service": "Lanternfish"}
    fill_in(cora, "review_arrangements", chair=chair | wrong, meeting=meeting)
    expect(cora.locator(".govuk-error-summary")).to_contain_text("Name a chair of another service")
    right = {"chair_kind": "fire", "chair_service": "Quillon Fire and Rescue"}
    fill_in(cora, "review_arrangements", chair=chair | right, meeting=meeting)
    sound(cora)
    cora.goto("/meetings/new")
    cora.locator(f'main [name=panel][value="{PANEL.key}"]').check()
    fill(cora, {"starts_at-day": "25", "starts_at-month": "11", "starts_at-year": "2026", "starts_at-time": "10:00"})
    fill(cora, {"minutes_long": "120", "place": "Town Hall, room 5"})
    cora.locator("main form button[type=submit]").first.click()
    cora.wait_for_url(re.compile(r"/meetings/[0-9a-f-]{36}"))
    address = re.sub(r"[?#].*", "", cora.url)
    cora.goto(f"{address}/agenda")
    cora.get_by_role("checkbox", name=re.compile("QQ-T-0001")).check()
    press(cora, "Add selected")
    expect(cora.locator("main")).to_contain_text("Running order (1)")


def open_meeting(page: Page) -> str:
    """The only meeting that is planned; its address."""
    page.goto("/meetings")
    page.locator('main a[href^="/meetings/"]:not([href$="/new"])').first.click()
    page.wait_for_url(re.compile(r"/meetings/[0-9a-f-]{36}"))
    return re.sub(r"(/meetings/[0-9a-f-]{36}).*", r"\1", page.url)


def held(juniper: Page) -> None:
    """The review under its independent chair: the applicant's part, the decision, the close."""
    address = open_meeting(juniper)
    juniper.goto(f"{address}/open")
    juniper.locator("main [name=accepted]").check()
    for mark in juniper.locator("main input[value=present]").all():
        mark.check()
    press(juniper, "Start the meeting")
    sound(juniper)
    juniper.goto(f"{address}/live/1")
    expect(juniper.locator("main")).to_contain_text("The person affected: what happened, what they want")
    fill(juniper, {"option": "recommend", "reason": "Each body left it to the others."})
    press(juniper, "Save")
    sound(juniper)
    juniper.goto(f"{address}/close")
    if juniper.locator("main [name=accepted]").count():
        juniper.locator("main [name=accepted]").check()
    press(juniper, "Close the meeting")
    sound(juniper)
    juniper.goto(CASE)
    expect(juniper.locator("main")).to_contain_text("Draft plan with the person affected")
    expect(juniper.locator("main")).to_contain_text("2 December 2026")


def shared(cora: Page) -> None:
    """The draft goes to the person affected, and what she says is written down."""
    plan = {"plan": "Lanternfish tests the sound.", "shared_on": "2026-11-26", "answer_by": "2026-11-30"}
    fill_in(cora, "draft_plan", draft_plan=plan | {"checked": ["nobody_else"]})
    sound(cora)


def concluded(cora: Page, juniper: Page) -> None:
    """No outcome before her views are in; then two recommendations."""
    findings = {"outcomes": ["recommendations"], "findings": "Nobody looked at the three together."}
    outcome = findings | {"plan": "Lanternfish tests the sound.", "took_part": "remote"}
    made = [
        {
            "to_kind": "housing_association",
            "to_name": "Lanternfish Homes",
            "text": "Test the sound.",
            "answer_by": "2027-01-04",
        },
        {"to_kind": "police", "to_name": "Quillon Police", "text": "Name one officer.", "answer_by": "2027-01-04"},
    ]
    write(juniper, outcome, made)
    expect(juniper.locator(".govuk-error-summary")).to_contain_text("Record what the person affected says")
    views = {"answered": "yes", "on": "2026-11-30", "views": "I want a name.", "changed": "PC Novak is named."}
    fill_in(cora, "plan_views", plan_views=views)
    sound(cora)
    write(juniper, outcome, made)
    sound(juniper)
    juniper.goto(CASE)
    expect(juniper.locator("main")).to_contain_text("Outcome sent")
    expect(juniper.locator("main")).to_contain_text("4 January 2027")


def write(juniper: Page, outcome: dict[str, Any], made: list[dict[str, Any]]) -> None:
    juniper.goto(f"{CASE}/forms/outcome")
    fill(juniper, boxes(PANEL, "outcome", "outcome", outcome))
    fill_list(juniper, "outcome", "recommendations", made)
    press(juniper, "Save")
