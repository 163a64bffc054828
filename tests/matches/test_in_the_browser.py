"""What a coordinator sees of a match: two references and whom to ring, on pages that everybody can use."""

from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from auth.roles import Role
from casework.cases.service import open_case
from casework.matches.jobs import tell_of_matches
from casework.people.service import add_person
from tests.browser import wide_and_narrow
from tests.cases.made import acting
from tests.matches.test_matches import HATE, MARAC, SAME, holding
from tests.whole.filling import fill, follow, press
from wording.dates import today


def known_to(app: Flask, who: str, panel: str) -> str:
    """The same man in a case of a panel; its reference."""
    with acting(app, who) as somebody:
        actor = holding(somebody, Role.COORDINATOR, panel)
        person = add_person(actor=actor, panel=panel, born_on=today().replace(year=1995, day=1), **SAME)
        case = open_case(
            actor=actor, panel=panel, parties=[(person, ["victim"])], band="medium", urgent=False,
            children_involved=False, lead_agency_id=None, lead_officer_id=None, state="accepted",
        )  # fmt: skip
        return str(case.reference)


def sound(page: Page) -> None:
    """Accessible and not too wide, on a desk and on a phone; names nobody."""
    expect(page.locator("body")).not_to_contain_text("Crickmere")
    assert wide_and_narrow(page) == []


def test_a_coordinator_decides_about_a_match_by_its_reference(app: Flask, window: Any) -> None:
    own, other = known_to(app, "cora", MARAC), known_to(app, "hal", HATE)
    with app.app_context():
        tell_of_matches()
    cora = window("cora")
    cora.goto("/home")
    follow(cora, "Decide about 1 match with another panel")
    main = cora.locator("main")
    expect(main.locator("tbody tr")).to_have_count(1)
    for words in (own, "A person", f"Hate Incident Panel, {other}"):
        expect(main).to_contain_text(words)
    sound(cora)
    cora.goto(f"/cases/{other}")
    expect(cora.locator("h1")).to_have_text("You cannot open this page")
    cora.goto("/matches")
    follow(cora, "Decide")
    expect(main).to_contain_text("Hal Osei, 020 7946 0123")
    press(cora, "Record the decision")
    expect(cora.locator(".govuk-error-summary")).to_contain_text("Select what you do about it")
    sound(cora)
    fill(cora, {"choice": "phone", "why": "I rang. They hear him next week, and we wait."})
    press(cora, "Record the decision")
    expect(main).to_contain_text("Nothing to decide")
    expect(main).to_contain_text("They hear him next week")
    sound(cora)
    alder = window("alder")
    alder.goto("/matches")
    expect(alder.locator("h1")).to_have_text("You cannot open this page")
