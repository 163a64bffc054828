"""The keys of the live meeting: each presses a control that can be seen, none works while somebody types."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import set_clock

pytestmark = pytest.mark.browser


@pytest.fixture
def posts(kitchen: Flask) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    kitchen.config["POSTED"].clear()
    yield kitchen.config["POSTED"]
    kitchen.config["POSTED"].clear()


@pytest.fixture
def live(tab: Page, posts: list[Any]) -> Page:
    tab.goto("/meeting")
    expect(tab.locator("[data-keys-switch]")).to_be_visible()
    return tab


@pytest.mark.parametrize(
    ("key", "picked"), [("1", "decision-1"), ("6", "decision-6"), ("h", "risk-1"), ("M", "risk-2"), ("l", "risk-3")]
)
def test_a_key_picks_its_radio(live: Page, key: str, picked: str) -> None:
    live.keyboard.press(key)
    expect(live.locator(f"#{picked}")).to_be_checked()


@pytest.mark.parametrize(("key", "sent"), [("n", "next"), ("p", "previous"), ("a", "add")])
def test_a_key_presses_its_button(live: Page, posts: list[Any], key: str, sent: str) -> None:
    live.keyboard.press("3")
    with live.expect_response("**/live"):
        live.keyboard.press(key)
    assert [(where, fields["go"], fields["decision"]) for where, fields in posts] == [("live", [sent], ["3"])]


def test_the_question_mark_opens_the_list_of_keys(live: Page) -> None:
    live.keyboard.press("?")
    expect(live.get_by_text("N saves and goes on.")).to_be_visible()


@pytest.mark.parametrize("box", ["#note", "#agency"])
def test_no_key_works_in_a_text_box_or_a_list(live: Page, posts: list[Any], box: str) -> None:
    live.focus(box)
    for key in ("n", "3", "h", "?"):
        live.keyboard.press(key)
    expect(live.locator("#decision-3")).not_to_be_checked()
    expect(live.locator("#risk-1")).not_to_be_checked()
    assert posts == []


def test_a_key_still_works_while_a_radio_has_focus(live: Page) -> None:
    live.focus("#decision-1")
    live.keyboard.press("m")
    expect(live.locator("#risk-2")).to_be_checked()


@pytest.mark.parametrize("chord", ["Control+3", "Alt+3", "Meta+3"])
def test_a_chord_of_the_browser_is_left_alone(live: Page, chord: str) -> None:
    live.keyboard.press(chord)
    expect(live.locator("#decision-3")).not_to_be_checked()


def test_a_key_held_down_counts_once(live: Page) -> None:
    for _ in range(4):
        live.keyboard.down("?")
    live.keyboard.up("?")
    expect(live.get_by_text("N saves and goes on.")).to_be_visible()


def test_a_control_that_cannot_be_seen_cannot_be_pressed_by_key(live: Page) -> None:
    live.evaluate("document.getElementById('decision-3').parentElement.hidden = true")
    live.keyboard.press("3")
    expect(live.locator("#decision-3")).not_to_be_checked()


def test_the_switch_turns_keys_off_and_is_remembered(live: Page, posts: list[Any]) -> None:
    switch = live.locator("[data-keys-switch]")
    with live.expect_response("**/keys"):
        switch.click()
    live.evaluate("document.activeElement.blur()")
    live.keyboard.press("3")
    expect(live.locator("#decision-3")).not_to_be_checked()
    expect(switch).to_have_text("Shortcuts OFF")
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert [(where, fields["on"]) for where, fields in posts] == [("keys", ["no"])]
    assert posts[0][1]["csrf_token"][0]


def test_keys_that_were_off_last_time_stay_off(tab: Page) -> None:
    tab.goto("/meeting?keys=false")
    expect(tab.locator("[data-keys-switch]")).to_have_text("Shortcuts OFF")
    tab.keyboard.press("3")
    expect(tab.locator("#decision-3")).not_to_be_checked()


def test_a_new_case_takes_focus_and_is_announced(live: Page) -> None:
    assert live.evaluate("document.activeElement.id") == "case-heading"
    expect(live.locator("[data-live-status]")).to_have_text("Case 5 of 17, QQ-A-0152")


def test_the_clock_counts_minutes_and_speaks_once_at_the_end(tab: Page) -> None:
    set_clock(tab, datetime(2026, 11, 23, 10, 46, 30, tzinfo=UTC))
    tab.goto("/meeting?started=2026-11-23T10:43:00%2B00:00")
    clock, spoken = tab.locator("[data-clock-words]"), tab.locator("[data-live-status]")
    expect(clock).to_have_text("This case 3 of 8 min")
    tab.clock.run_for(60_000)
    expect(clock).to_have_text("This case 4 of 8 min")
    expect(spoken).to_have_text("Case 5 of 17, QQ-A-0152")
    tab.clock.run_for(4 * 60_000)
    expect(spoken).to_have_text("The planned time for this case is used up.")
    assert tab.locator(".app-clock progress").evaluate("bar => bar.value") == 8


def test_a_case_opened_over_its_time_is_not_announced_again(tab: Page) -> None:
    started = (datetime.now(UTC) - timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    tab.goto(f"/meeting?started={started}")
    expect(tab.locator("[data-clock-words]")).to_have_text("This case 20 of 8 min")
    expect(tab.locator("[data-live-status]")).to_have_text("Case 5 of 17, QQ-A-0152")


def test_without_script_there_is_no_switch_and_every_button_works(plain_tab: Page, posts: list[Any]) -> None:
    plain_tab.goto("/meeting")
    assert not plain_tab.locator("[data-keys-switch]").is_visible()
    plain_tab.check("#decision-2")
    with plain_tab.expect_response("**/live"):
        plain_tab.get_by_role("button", name="Save and next").click()
    assert posts[0][1]["decision"] == ["2"]
