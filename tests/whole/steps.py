"""Steps that the scenarios share: planning, agenda, opening, deciding, closing and minuting, as people do them."""

import re
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import go_by
from tests.conftest import PANEL
from tests.referrals.stories import risk_answers
from tests.whole.filling import fill, follow, press

LOWER_RISK = risk_answers("rarely no no sight no nobody no one little no no helping few household")


def london(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def main(page: Page) -> str:
    return page.locator("main").inner_text()


def plan(page: Page, day: str, month: str, year: str, *, urgent: bool = False) -> str:
    page.goto("/meetings/new")
    if page.locator("main [name=panel]").count():
        fill(page, {"panel": PANEL})  # who runs several panels says which of them meets
    fill(page, {"starts_at-day": day, "starts_at-month": month, "starts_at-year": year, "starts_at-time": "10:00"})
    fill(page, {"minutes_long": "60", "place": "Town Hall"} | ({"urgent": "yes"} if urgent else {}))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/meetings/[0-9a-f-]{36}"))
    return re.sub(r"[?#].*", "", page.url)


def put_on_agenda(page: Page, meeting: str, reference: str) -> None:
    page.goto(f"{meeting}/agenda")
    page.get_by_role("checkbox", name=re.compile(reference)).check()
    press(page, "Add selected")
    expect(page.locator("main")).to_contain_text("Running order (1)")


def everybody_is_here(page: Page, meeting: str) -> None:
    page.goto(f"{meeting}/open")
    page.locator("main [name=accepted]").check()
    for mark in page.locator("main input[value=present]").all():
        mark.check()
    press(page, "Start the meeting")
    assert page.url.endswith("/actions"), main(page)[:600]


def close_and_minute(chair: Page, coordinator: Page, meeting: str) -> None:
    chair.goto(f"{meeting}/close")
    if chair.locator("main [name=accepted]").count():
        chair.locator("main [name=accepted]").check()
    press(chair, "Close the meeting")
    coordinator.goto(f"{meeting}/minutes")
    go_by(coordinator.get_by_role("button", name=re.compile("^Checked")).first)
    chair.goto(f"{meeting}/minutes")
    go_by(chair.get_by_role("button", name=re.compile("Approve")).first)
    if chair.get_by_role("button", name=re.compile("^Issue")).count():
        go_by(chair.get_by_role("button", name=re.compile("^Issue")).first)
    expect(chair.locator("main")).to_contain_text("Issued")


def report_done(officer: Page, text: str, words: str) -> None:
    officer.goto("/actions")
    follow(officer, text)
    fill(officer, {"status": "done", "text": words})
    press(officer, "Save report")
    assert not officer.locator(".govuk-error-summary").count(), main(officer)[:600]


def decide(chair: Page, meeting: str, boxes: dict[str, Any]) -> None:
    chair.goto(f"{meeting}/live/1")
    fill(chair, boxes)
    press(chair, "Save")
    assert not chair.locator(".govuk-error-summary").count(), main(chair)[:800]


def assess(page: Page, occasion: str) -> None:
    page.goto("/cases/QQ-A-0001/assessments/new")
    fill(page, {f"q_{key}": value for key, value in LOWER_RISK.items()} | {"occasion": occasion})
    people = page.locator("main [name=person]")
    if people.count():
        people.first.check()
    go_by(page.locator("main form button[type=submit]").first)
    assert not page.locator(".govuk-error-summary").count(), main(page)[:800]


def choose_known_person(page: Page) -> None:
    """Say that the person told of is the one of the earlier case."""
    known = page.locator("main input[type=radio][name^=person]:not([value=new])")
    assert known.count(), main(page)[:1500]
    known.first.check()
