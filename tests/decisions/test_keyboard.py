"""The chair's path through a case by keyboard alone, in a real browser against the real application."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from casework.actions.models import Action
from extensions import db
from panels.decisions.models import ItemRecord
from tests.browser import TOO_WIDE, violations
from tests.decisions.table import stored_meeting

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting_id(app: Flask) -> UUID:
    return stored_meeting(app)


@pytest.fixture
def chair(window: Any) -> Page:
    return window("alder")


def test_a_case_is_decided_by_keys_alone_and_the_next_one_is_announced(chair: Page, meeting_id: UUID) -> None:
    chair.goto(f"/meetings/{meeting_id}/live/1")
    expect(chair.locator("[data-keys-switch]")).to_be_visible()
    chair.keyboard.press("v")
    expect(chair.locator("#a1_text")).to_have_value("Visit the person affected at home")
    expect(chair.locator("#a1_agency")).to_be_focused()
    chair.keyboard.press("P")
    chair.locator("body").click(position={"x": 1, "y": 1})
    chair.keyboard.press("1")
    chair.keyboard.press("h")
    chair.select_option("#prepared", "adopt:1")
    chair.locator("body").click(position={"x": 1, "y": 1})
    chair.keyboard.press("n")
    expect(chair).to_have_url(f"{chair.url.split('/meetings')[0]}/meetings/{meeting_id}/live/2?called=yes")
    expect(chair.locator("#case-heading")).to_be_focused()
    expect(chair.locator("[data-live-status]")).to_contain_text("Case 2 of 3")
    chair.keyboard.press("p")
    expect(chair.get_by_text("The risk has gone up.", exact=True)).to_have_count(1)


# Keystroke-level model (Card, Moran and Newell): seconds for one key of a practised hand, and for one mental act.
KEY_SECONDS, MENTAL_SECONDS, MENTAL_ACTS, GOAL_SECONDS = 0.28, 1.35, 6, 20


def test_decision_reason_and_two_stock_actions_cost_no_more_keys_than_the_goal(
    chair: Page, meeting_id: UUID, app: Flask
) -> None:
    chair.goto(f"/meetings/{meeting_id}/live/1")
    pressed = 0

    def keys(*names: str) -> None:
        nonlocal pressed
        for name in names:
            chair.keyboard.press(name)
            pressed += 1

    keys("1", "Tab", "Tab", "O", "Escape")
    keys("v")
    expect(chair.locator("#a1_agency")).to_be_focused()
    keys("P", "Escape", "w")
    expect(chair.locator("#a2_agency")).to_be_focused()
    keys("M", "Escape", "n")
    expect(chair.locator("[data-live-status]")).to_contain_text("Case 2 of 3")
    with app.app_context():
        record = db.session.scalars(sa.select(ItemRecord)).one()
        given = db.session.scalar(sa.select(sa.func.count()).select_from(Action))
    assert record.option == "adopt"
    assert given == 2
    assert pressed * KEY_SECONDS + MENTAL_ACTS * MENTAL_SECONDS <= GOAL_SECONDS, f"{pressed} keys"


def test_keys_stay_off_once_switched_off(chair: Page, meeting_id: UUID) -> None:
    chair.goto(f"/meetings/{meeting_id}/live/1")
    with chair.expect_response("**/meetings/shortcuts"):
        chair.click("[data-keys-switch]")
    chair.reload()
    chair.keyboard.press("2")
    expect(chair.locator("[name=option]:checked")).to_have_count(0)


def test_the_rooms_screen_follows_the_chair(chair: Page, meeting_id: UUID) -> None:
    screen = chair.context.new_page()
    screen.goto(f"/meetings/{meeting_id}/room")
    expect(screen.locator("h1")).to_have_text("No case has been called yet")
    chair.goto(f"/meetings/{meeting_id}/live/1")
    chair.get_by_role("button", name="Begin this case").click()
    expect(screen.locator("h1")).to_contain_text("Case 1 of 3", timeout=10_000)
    chair.keyboard.press("b")
    expect(screen.locator("h1")).to_have_text("Screen paused", timeout=10_000)


@pytest.mark.parametrize("address_of", ["live/1", "notes/1", "room", "close"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_the_meeting_meet_the_accessibility_rules(
    chair: Page, meeting_id: UUID, address_of: str, width: int
) -> None:
    chair.set_viewport_size({"width": width, "height": 900})
    chair.goto(f"/meetings/{meeting_id}/{address_of}")
    assert violations(chair) == []
    assert chair.evaluate(TOO_WIDE) <= 0
