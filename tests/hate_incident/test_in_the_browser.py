"""H1 without JavaScript and the passing on of H2 with it, in a real browser: what each person sees, and what not."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import time_machine
from playwright.sync_api import Page, expect

from casework.cases.models import Case
from demo.hate_answers import HALL_RISK, LOOP_AFTER_PETROL, LOOP_RISK, hate_risk, merriweather_loop, prayer_hall
from demo.hate_story import HateStory
from demo.story import act
from extensions import db
from panels.decisions.typed import Typed
from panels.definitions.hate_incident import PANEL
from tests.browser import wide_and_narrow
from tests.hate_incident.conftest import london
from tests.whole.filling import fill, fill_in, follow, press, sound

CASE = "/cases/QQ-H-0001"
CALMER = "one stable verbal stranger alone one some none none none no none"
EXACT_WORDS = "You will burn, both of you."
SPEAK = "Speak to the person affected"
CLEAN = "Remove offensive graffiti"


def at(*when: int) -> time_machine.travel:
    """That hour in London, and time goes on."""
    return time_machine.travel(london(*when), tick=True)


def test_two_men_harassed_at_home_from_the_report_to_the_survey(story: HateStory, window: Any) -> None:
    def tab(who: str) -> Page:
        page: Page = window(who, javascript=False)
        return page

    story.refer("maple", london(2026, 11, 27, 11), merriweather_loop(story.on), hate_risk(LOOP_RISK))
    with at(2026, 11, 30, 9):
        taken(tab("hal"))
    story.case_id = id_of("QQ-H-0001")
    meeting = story.call(date(2026, 11, 30), date(2026, 12, 1))
    with at(2026, 12, 1, 10):
        aspen, hal = tab("aspen"), tab("hal")
        contacted(hal)
        plan_agreed(aspen, meeting)
        let_in(aspen, hal)
    with at(2026, 12, 16, 12):
        after_petrol(tab("hal"))
        seen_by_a_specialist(tab("willow"))
    with at(2027, 2, 9, 10):
        charged(tab("larch"))
    story.assess(london(2027, 3, 1), hate_risk(CALMER), "closure")
    closed = Typed(
        option="close", reason="The man was charged.", band="standard", closure_reason="criminal", told="told",
        telling="By phone, by Hal Osei",
    )  # fmt: skip
    story.hear(date(2027, 2, 26), date(2027, 3, 2), closed)
    with at(2027, 3, 17, 10):
        ended(tab("hal"))
        willow = tab("willow")
        willow.goto(CASE)
        expect(willow.locator("h1")).to_have_text("You cannot open this page")
        expect(willow.locator("body")).not_to_contain_text("Merriweather")


def id_of(reference: str) -> UUID:
    """The case that a page has opened, for going on by services."""
    with act("hal", london(2026, 11, 30)):
        return db.session.scalars(sa.select(Case.id).where(Case.reference == reference)).one()


def taken(hal: Page) -> None:
    """21, medium. The exact words and who must not learn of it stand behind a reason, and not on the case."""
    hal.goto("/triage")
    follow(hal, "Caspian Merriweather-Loop")
    main = hal.locator("main")
    expect(main).to_contain_text("21 of 42")
    expect(main).to_contain_text("Contact within 2 working days")
    expect(main).not_to_contain_text(EXACT_WORDS)
    fill(hal, {"why": "To plan how to reach them safely"})
    press(hal, "Show hidden answers")
    expect(main).to_contain_text(EXACT_WORDS)
    fill(hal, {"option": "accept", "reason": "It has happened before, and it gets more serious."})
    press(hal, "Save")
    sound(hal)
    expect(hal.locator("h1")).to_contain_text("QQ-H-0001")
    expect(main).to_contain_text(re.compile(SPEAK + r".*\(1 December 2026\)"))
    expect(main).not_to_contain_text(EXACT_WORDS)


def contacted(hal: Page) -> None:
    told = {"on": "2026-12-01", "by": "Hal Osei", "reached": "yes", "said": "Both sleep badly."}
    fill_in(hal, PANEL, CASE, "contact", contact=told)
    sound(hal)
    hal.goto(CASE)
    expect(hal.locator("main")).to_contain_text("Form filled in: Contact")
    expect(hal.locator("main")).not_to_contain_text(SPEAK)


def plan_agreed(aspen: Page, meeting: UUID) -> None:
    """The chair opens the meeting, decides the only case and closes."""
    aspen.goto(f"/meetings/{meeting}/open")
    aspen.locator("main [name=accepted]").check()
    for mark in aspen.locator("main input[value=present]").all():
        mark.check()
    press(aspen, "Start the meeting")
    aspen.goto(f"/meetings/{meeting}/live/1")
    expect(aspen.locator("main")).to_contain_text("Caspian Merriweather-Loop")
    expect(aspen.locator("main")).not_to_contain_text(EXACT_WORDS)
    fill(aspen, {"option": "adopt", "reason": "Several agencies are needed.", "band": "medium"})
    aspen.locator("main summary", has_text="what the person affected is told").click()
    fill(aspen, {"telling": "By phone, by Hal Osei"})
    press(aspen, "Save")
    sound(aspen)
    aspen.goto(f"/meetings/{meeting}/close")
    expect(aspen.locator("main")).to_contain_text("Decided without any action")
    fill(aspen, {"accepted": "yes"})
    press(aspen, "Close the meeting")
    sound(aspen)


def let_in(aspen: Page, hal: Page) -> None:
    """The coordinator proposes a specialist from outside, the chair confirms."""
    hal.goto(f"{CASE}/access")
    hal.locator("main [name=kind][value=associate]").check()
    somebody = hal.locator("main [name=account_id]")
    somebody.select_option(somebody.locator("option", has_text="Willow Kamara").get_attribute("value"))
    press(hal, "Let in")
    aspen.goto(f"{CASE}/access")
    aspen.get_by_role("button", name=re.compile("^Confirm")).click()
    expect(aspen.locator("main")).not_to_contain_text("Waiting for the chair")


def after_petrol(hal: Page) -> None:
    """High for one answer, whatever the total; nothing goes by post; what police alone record is not offered."""
    hal.goto(f"{CASE}/assessments/new")
    fill(hal, {f"q_{key}": value for key, value in hate_risk(LOOP_AFTER_PETROL).items()} | {"occasion": "review"})
    hal.locator("main [name=person]").first.check()
    press(hal, "Save assessment")
    hal.goto(f"{CASE}/risk")
    main = hal.locator("main")
    expect(main).to_contain_text("23 of 42")
    expect(main).to_contain_text("High whatever the total: A weapon, fire or a threat to kill")
    expect(main).to_contain_text("Police contact the same day")
    hal.goto(f"{CASE}/letters")
    expect(main).to_contain_text(re.compile(r"Letter by post\s+× Not safe"))
    expect(main).to_contain_text("Must not know: His mother, who visits on Sundays.")
    expect(main).to_contain_text("No way of reaching Caspian Merriweather-Loop is marked safe")
    hal.goto(f"{CASE}/forms")
    expect(main).to_contain_text("How police record it")
    expect(main).not_to_contain_text("Police outcome")


def seen_by_a_specialist(willow: Page) -> None:
    """Somebody from outside sees this case alone."""
    willow.goto("/cases")
    expect(willow.locator("main tbody tr")).to_have_count(1)
    follow(willow, "QQ-H-0001")
    expect(willow.locator("h1")).to_contain_text("Caspian Merriweather-Loop")
    for what in ("Assess the risk", "Give an action", "Move the case", "Set the next review"):
        expect(willow.locator("main")).not_to_contain_text(what)


def charged(larch: Page) -> None:
    told = {"report": "CAD 4471/24", "outcome": "charged", "on": "2027-02-08"}
    fill_in(larch, PANEL, CASE, "police_outcome", police_outcome=told)
    sound(larch)


def ended(hal: Page) -> None:
    """Closed on 2 March 2027, kept six years; they are asked how it went by the sixteenth, which was yesterday."""
    hal.goto(CASE)
    main = hal.locator("main")
    expect(main).to_contain_text("Ended 2 March 2027. Kept until 2 March 2033.")
    expect(main).to_contain_text("Ask the person affected how it went: Late by 1 working day (16 March 2027)")
    fill_in(hal, PANEL, CASE, "survey", survey={"on": "2027-03-17", "answered": "yes", "satisfied": "fairly"})
    sound(hal)
    hal.goto(CASE)
    expect(main).not_to_contain_text("Ask the person affected how it went: ")


def test_graffiti_is_cleaned_in_time_and_the_tension_is_passed_on_without_names(story: HateStory, window: Any) -> None:
    seen_at = london(2027, 1, 9, 18, 40)
    story.refer("larch", london(2027, 1, 9, 19), prayer_hall(story.on, seen_at), hate_risk(HALL_RISK))
    story.accept(london(2027, 1, 10, 11), "It reaches the community.")
    with at(2027, 1, 10, 15):
        cleaned(window("hal"))
    way = Typed(option="youth_justice", reason="Two boys of 13 are suspected.", band="medium", telling="By letter")
    story.hear(date(2027, 1, 26), date(2027, 2, 2), way)
    story.refer("maple", london(2027, 2, 2, 9), merriweather_loop(story.on), hate_risk(LOOP_RISK))
    with at(2027, 2, 2, 14):
        passed_on(window("aspen"))
        received(window("hal"))
    with at(2027, 2, 3, 10):
        recorded_anew(window("larch"))


def cleaned(hal: Page) -> None:
    """A Sunday counts: twenty-four hours from Saturday evening."""
    hal.goto(CASE)
    main = hal.locator("main")
    expect(main).to_contain_text(re.compile("MEDIUM", re.I))
    expect(main).to_contain_text(re.compile(CLEAN + r".*\(10 January 2027"))
    form = {"at": "2027-01-10T14:30+00:00", "recorded": "yes"}
    fill_in(hal, PANEL, CASE, "graffiti_removed", graffiti_removed=form)
    sound(hal)
    hal.goto(CASE)
    expect(main).not_to_contain_text(CLEAN)


def passed_on(aspen: Page) -> None:
    """Named, it is sent back to whoever wrote it; without a name it goes."""
    aspen.goto(CASE)
    follow(aspen, "Pass on")
    told = {"area": "Quillon Quay ward", "community": "People who pray in the neighbourhood", "grounds": "seen"}
    fill(aspen, told | {"indicator": "3", "summary": "The Rookwood-Hale boys painted the wall."})
    press(aspen, "Check and pass on")
    expect(aspen.locator(".govuk-error-summary")).to_contain_text("it could tell who this is about")
    assert wide_and_narrow(aspen) == []
    fill(aspen, {"summary": "Graffiti on a place of worship, twice in a month."})
    press(aspen, "Check and pass on")
    sound(aspen)
    expect(aspen.locator("body")).to_contain_text("QQ-RG-0001")
    expect(aspen.locator("main")).to_contain_text("Open, tension passed on")
    assert wide_and_narrow(aspen) == []


def received(hal: Page) -> None:
    """The other group's line in the queue says whose it is; it reads what was written, and no name or reference."""
    main = hal.locator("main")
    hal.goto("/triage")
    expect(main.locator("tr", has_text="Quillon Quay ward")).to_contain_text("Tension Monitoring Group")
    expect(main.locator("tr", has_text="Merriweather-Loop")).to_contain_text("Hate Incident Panel")
    hal.goto("/triage/QQ-RG-0001")
    expect(main).to_contain_text("Graffiti on a place of worship, twice in a month.")
    for word in ("Rookwood", "Quillon Lane", "QQ-H-"):
        expect(main).not_to_contain_text(word)


def recorded_anew(larch: Page) -> None:
    """Police change what it is recorded as, and what was perceived stays."""
    told = {"report": "CAD 2210/12", "why": "The national rules changed", "perceived_by": "both"}
    change = {"category": "hate_incident", "earlier": "legacy_nchi", "from_on": "2027-02-01"}
    fill_in(larch, PANEL, CASE, "recording", recording=told | change)
    sound(larch)
    larch.goto(f"{CASE}/forms")
    larch.locator("main tbody a").first.click()
    main = larch.locator("main")
    expect(main).to_contain_text(re.compile(r"Recorded as\s+Hate incident that is no crime"))
    expect(main).to_contain_text(re.compile(r"Recorded as before\s+Non-crime hate incident"))
    expect(main).to_contain_text(re.compile(r"Since when\?\s+1 February 2027"))
    expect(main).to_contain_text(re.compile(r"Who sees it as hate\?\s+Both"))
