"""C1 with JavaScript and what is special to C3 without it, in a real browser: what each person sees, and what not."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import time_machine
from playwright.sync_api import Page, expect

from casework.cases.models import Case
from casework.referrals.models import Referral
from demo.channel_answers import adult, care_instead, closing, decision, housing, own_consent, plan
from demo.story import at_hour
from panels.decisions.typed import Typed
from panels.definitions.channel import PANEL as CHANNEL
from tests.browser import wide_and_narrow
from tests.channel.conftest import JAN, Told
from tests.whole.filling import fill, fill_in, press, sound

LOGGED, MET, AGREED = date(2026, 12, 11), date(2027, 1, 5), date(2027, 2, 1)
JUL = date(2027, 7, 15)
REFERRED, FEB = date(2027, 1, 25), date(2027, 2, 18)
NAME, HIS_NAME = "Marrable-Quince", "Dunsmoor-Peake"
NEEDED = ("Police", "Mental health", "Adult care", "Children's")


def on(day: date, hour: int = 10, minute: int = 0) -> time_machine.travel:
    """That time of that day in London, and time goes on."""
    return time_machine.travel(at_hour(day, hour, minute), tick=True)


def prove(page: Page, who: str) -> Page:
    """Show again who it is, as this panel asks."""
    page.goto("/sign-in/again")
    page.fill("main input[name=password]", f"demo-only-{who}")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in/again" not in url)
    return page


def test_an_adult_is_adopted_and_leaves_the_programme(story: Told, window: Any) -> None:
    def tab(who: str) -> Page:
        return prove(window(who), who)

    january, july = (story.plan(date(2026, 12, 1), day) for day in (JAN, JUL))
    referral = reference_of(story, story.log("reed", LOGGED, adult(date(2026, 12, 7), date(2026, 12, 10))))
    with on(LOGGED, 15):
        case = taken(window("chan"), referral)
    case_id = story.read(sa.select(Case), LOGGED)[0].id
    with on(MET):
        decided(tab("reed"), case, referral)
    story.list_case(january, date(2027, 1, 6), case_id, NEEDED)
    story.name_members(date(2027, 1, 6), case_id, "elm", "ivy", "hazel")
    story.ask_guest(january, date(2027, 1, 6), case_id, "linden")
    story.publish(january, date(2027, 1, 12))
    with on(JAN, 10):
        dean = tab("dean")
        adopted(dean, january, case)
        as_a_guest(window("linden"), january, case)
        closed(dean, january)
    story.fill("chan", date(2027, 1, 25), case_id, "support_plan", plan(1, date(2027, 2, 4), date(2027, 2, 8)))
    with on(AGREED):
        consented(tab("chan"), case)
    story.finish_actions(date(2027, 7, 1))
    story.fill("reed", date(2027, 7, 5), case_id, "closing_assessment", closing(date(2027, 7, 5)))
    story.list_case(july, date(2027, 7, 5), case_id, NEEDED)
    story.publish(july, date(2027, 7, 6))
    story.open(july, JUL)
    exit_now = Typed(
        option="exit", reason="The need is met.", closure_reason="addressed", telling="Her mentor tells her"
    )
    story.decide(july, JUL, 1, exit_now)
    story.close(july, JUL)
    with on(JUL, 14):
        left(tab("reed"), case, referral)


def reference_of(story: Told, referral_id: UUID) -> str:
    [found] = story.read(sa.select(Referral).where(Referral.id == referral_id), LOGGED)
    return str(found.reference)


def taken(chan: Page, referral: str) -> str:
    """Nothing shows before she has shown again who she is; then gathering begins. Returns the case's path."""
    chan.goto("/home")
    expect(chan.locator("#proof-offer")).to_contain_text("see what is yours in Panel C")
    expect(chan.locator("body")).not_to_contain_text("Channel")
    expect(chan.locator("body")).not_to_contain_text(referral)
    prove(chan, "chan")
    chan.goto(f"/triage/{referral}")
    main = chan.locator("main")
    expect(main).to_contain_text(NAME)
    expect(main).to_contain_text("16 December 2026")
    fill(chan, {"option": "accept", "reason": "The gateway ended with a concern, and the police cleared it."})
    press(chan, "Save")
    sound(chan)
    expect(main).to_contain_text("(7 January 2027)")
    expect(main).to_contain_text("(18 December 2026)")
    marking = "OFFICIAL-SENSITIVE. Shown to Chandra Pell, 11 December 2026 at 3:0"
    expect(chan.locator("body")).to_contain_text(marking)
    path = re.sub(r".*(/cases/[^/?#]+).*", r"\1", chan.url)
    chan.goto("/cases")
    expect(main).to_contain_text(NAME)
    expect(main).not_to_contain_text("Risk")
    expect(chan.locator("body")).to_contain_text(marking)
    return path


def decided(reed: Page, case: str, referral: str) -> None:
    """The police decide under section 36. Whoever sent the referral reads there that it was received, and no more."""
    fill_in(reed, CHANNEL, case, "s36_decision", s36=decision(MET, "police", "DCI Fenn"))
    sound(reed)
    reed.goto(case)
    expect(reed.locator("main")).to_contain_text("Section 36 test met")
    expect(reed.locator("main")).to_contain_text("(5 February 2027)")
    expect(reed.locator("main")).to_contain_text("Support may not run")
    expect(reed.locator("body")).to_contain_text("Shown to Reed Marchbanks, 5 January 2027")
    reed.goto("/refer")
    row = reed.locator("tr", has_text=referral)
    expect(row).to_contain_text("We have received this")
    expect(row).not_to_contain_text("ection 36")


def adopted(dean: Page, meeting: UUID, case: str) -> None:
    """Without the police nothing is decided; with them five against two decide, and the rule is on the record."""
    dean.goto(f"/meetings/{meeting}/open")
    dean.locator("main [name=accepted]").check()
    for mark in dean.locator("main input[value=present]").all():
        mark.check()
    press(dean, "Start the meeting")
    sound(dean)
    dean.goto(f"/meetings/{meeting}/live/1")
    main = dean.locator("main")
    dean.get_by_role("button", name=re.compile("Went out.*Reed")).click()
    expect(main).to_contain_text("The quorum is not in the room")
    fill(dean, {"option": "adopt", "reason": "Support can meet what she needs."})
    fill(dean, {"rule": "majority", "votes_for": "5", "votes_against": "2", "dissent_words": "Too early."})
    main.locator("[name=dissent_agency]").select_option(label="Children's")
    press(dean, "Save")
    expect(dean.locator(".govuk-error-summary")).to_contain_text("Nothing can be decided without the quorum")
    dean.get_by_role("button", name=re.compile("Came back.*Reed")).click()
    expect(main).not_to_contain_text("The quorum is not in the room")
    assert wide_and_narrow(dean) == []
    expect(main.locator("[name=votes_for]")).to_have_value("5")
    press(dean, "Save")
    sound(dean)


def closed(dean: Page, meeting: UUID) -> None:
    dean.goto(f"/meetings/{meeting}/close")
    if dean.locator("main [name=accepted]").count():
        dean.locator("main [name=accepted]").check()
    press(dean, "Close the meeting")
    sound(dean)


def as_a_guest(linden: Page, meeting: UUID, case: str) -> None:
    """She sees the item that she was asked to, and nothing else; what she prints is one line."""
    linden.goto("/home")
    expect(linden.locator("body")).not_to_contain_text(NAME)
    expect(linden.locator("main")).to_contain_text("You are asked to one case on 21 January 2027 from 10:00am")
    prove(linden, "linden")
    linden.goto(f"/meetings/{meeting}/item")
    linden.locator(f'main a[href="{case}"]').click()
    expect(linden.locator("h1")).to_contain_text(NAME)
    expect(linden.locator("body")).to_contain_text("Shown to Linden Achterberg, 21 January 2027")
    linden.emulate_media(media="print")
    expect(linden.locator("h1")).not_to_be_visible()
    expect(linden.get_by_text("Printing is switched off here")).to_be_visible()
    linden.emulate_media(media="screen")
    for path in (f"/meetings/{meeting}", f"/meetings/{meeting}/agenda", f"/meetings/{meeting}/live/1"):
        linden.goto(path)
        expect(linden.locator("h1")).to_have_text("You cannot open this page")


def consented(chan: Page, case: str) -> None:
    answer = own_consent(date(2027, 1, 28), AGREED)
    fill_in(chan, CHANNEL, case, "consent", consent=answer | {"plan_version": 2})
    expect(chan.locator(".govuk-error-summary")).to_contain_text("Version 1 of the plan is in force")
    fill(chan, {"consent-0-plan_version": "1"})
    press(chan, "Save")
    sound(chan)
    chan.goto(case)
    main = chan.locator("main")
    expect(main).to_contain_text("Support may run")
    expect(main).to_contain_text("Majority: 5 for, 2 against")
    expect(main).to_contain_text("(21 April 2027)")


def left(reed: Page, case: str, referral: str) -> None:
    reed.goto(case)
    main = reed.locator("main")
    for words in ("Ended 15 July 2027. Kept until 15 July 2033.", "(15 January 2028)", "(15 July 2028)"):
        expect(main).to_contain_text(words)
    reed.goto("/refer")
    expect(reed.locator("tr", has_text=referral)).to_contain_text("This is closed")


def test_a_person_whom_the_panel_does_not_adopt_is_referred_to_care(story: Told, window: Any) -> None:
    def tab(who: str) -> Page:
        return prove(window(who, javascript=False), who)

    with on(REFERRED):
        nothing_secret(tab("chan"))
    meeting = story.plan(date(2026, 12, 1), FEB)
    case_id = story.take(story.log("chan", REFERRED, housing(date(2027, 1, 20), date(2027, 1, 22))), REFERRED)
    case = f"/cases/{story.read(sa.select(Case), REFERRED)[0].reference}"
    with on(AGREED):
        chan = tab("chan")
        fill_in(chan, CHANNEL, case, "s36_decision", s36=decision(AGREED, "local_authority", "Head of Prevent"))
        sound(chan)
    story.list_case(meeting, AGREED, case_id, ("Police", "Mental health", "Adult care"))
    story.name_members(AGREED, case_id, "hazel")
    with on(date(2027, 2, 8)):
        foster_sister(tab("hazel"), case)
    story.publish(meeting, date(2027, 2, 9))
    story.open(meeting, FEB, away=("hazel",))
    with on(FEB, 10, 20):
        refused(window("oak", javascript=False), case)
        not_adopted(tab("dean"), tab("chan"), meeting, case)


def nothing_secret(chan: Page) -> None:
    """Whoever cannot confirm that nothing comes from an intelligence service is told where to take it instead."""
    chan.goto("/refer")
    fill(chan, {"panel": CHANNEL.key})
    press(chan, "Continue")
    chan.goto(f"{chan.url}/attestation")
    fill(chan, {"confirmed": "accurate"})
    press(chan, "Save and continue")
    expect(chan.locator(".govuk-error-summary")).to_contain_text("take it to the police case officer")


def foster_sister(hazel: Page, case: str) -> None:
    """Who is family says so, and has nothing more to do with it."""
    hazel.goto("/cases")
    expect(hazel.locator("main")).to_contain_text(HIS_NAME)
    hazel.goto("/conflicts")
    fill(hazel, {"reference": case.removeprefix("/cases/"), "connection": "family"})
    press(hazel, "Declare")
    hazel.goto("/cases")
    expect(hazel.locator("body")).not_to_contain_text(HIS_NAME)
    hazel.goto(case)
    expect(hazel.locator("h1")).to_have_text("You cannot open this page")
    expect(hazel.locator("body")).not_to_contain_text("Shown to")


def refused(oak: Page, case: str) -> None:
    """Who keeps the system sees no case, and not that there is one."""
    for path in (case, "/cases/QQ-C-999999"):
        oak.goto(path)
        expect(oak.locator("h1")).to_have_text("You cannot open this page")
        expect(oak.locator("body")).not_to_contain_text("Shown to")
        expect(oak.locator("body")).not_to_contain_text(HIS_NAME)


def not_adopted(dean: Page, chan: Page, meeting: UUID, case: str) -> None:
    """Health or social care first: without an answer to section 36(6) the refusal is not recorded."""
    dean.goto(f"/meetings/{meeting}/live/1")
    fill(dean, {"option": "not_adopt", "reason": "No susceptibility. Unmet needs in autism and housing."})
    fill(dean, {"closure_reason": "better_met", "telling": "The housing officer speaks to him"})
    press(dean, "Save")
    expect(dean.locator(".govuk-error-summary")).to_contain_text("Answer first whether the person is referred")
    fill_in(chan, CHANNEL, case, "other_care", other_care=care_instead(FEB))
    sound(chan)
    press(dean, "Save")
    sound(dean)
    closed(dean, meeting)
    chan.goto(case)
    main = chan.locator("main")
    expect(main).to_contain_text("Ended 18 February 2027. Kept until 18 February 2033.")
    expect(main).to_contain_text("Other services meet the need better")
    chan.goto("/refer")
    expect(chan.locator("main")).to_contain_text("This is closed")
