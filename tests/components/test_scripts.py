"""The other scripts: one send a form, the session warning, progress of long work, copying, dismissing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import new_tab, set_clock

pytestmark = pytest.mark.browser
START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def posts(kitchen: Flask) -> list[tuple[str, dict[str, Any]]]:
    kitchen.config["POSTED"].clear()
    return kitchen.config["POSTED"]


@pytest.fixture
def session(tab: Page, posts: list[Any]) -> Page:
    """A page of a session of 20 minutes, with the clock in the test's hands."""
    set_clock(tab, START)
    tab.goto("/task_list")
    tab.locator("[data-app=alert] button").wait_for()
    return tab


def test_a_form_pressed_five_times_is_sent_once(tab: Page, posts: list[Any]) -> None:
    tab.goto("/form")
    with tab.expect_response("**/form"):
        let_through = tab.evaluate("""() => { let sent = 0
          addEventListener('submit', event => { if (!event.defaultPrevented) sent++ })
          for (let i = 0; i < 5; i++) document.querySelector('main form').requestSubmit()
          return sent }""")
    assert let_through == 1
    assert [where for where, _ in posts] == ["form"]


def test_a_form_can_be_sent_again_after_a_download(tab: Page, posts: list[Any]) -> None:
    set_clock(tab, START)
    tab.goto("/form")
    for _ in range(2):
        with tab.expect_response("**/form"):
            tab.evaluate("document.querySelector('main form').requestSubmit()")
        tab.clock.run_for(5000)
    assert len(posts) == 2


def test_the_warning_comes_five_minutes_before_the_end_and_not_sooner(session: Page) -> None:
    dialog = session.locator("#session-warning")
    session.clock.run_for(14 * 60_000)
    expect(dialog).not_to_be_visible()
    session.clock.run_for(60_000)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("You have 5 minutes left.")
    session.clock.run_for(4 * 60_000)
    expect(dialog).to_contain_text("You have 1 minute left.")


def test_stay_signed_in_posts_closes_and_renews_the_tokens_of_the_page(session: Page, posts: list[Any]) -> None:
    session.clock.run_for(16 * 60_000)
    with session.expect_response("**/keep"):
        session.get_by_role("button", name="Stay signed in").click()
    expect(session.locator("#session-warning")).not_to_be_visible()
    tokens = session.locator("input[name=csrf_token]").evaluate_all("boxes => boxes.map(box => box.value)")
    assert set(tokens) == {"fresh-token"}
    assert [where for where, _ in posts] == ["keep"]
    session.clock.run_for(14 * 60_000)
    expect(session.locator("#session-warning")).not_to_be_visible()


def test_an_ended_session_covers_the_page_and_cannot_be_closed_with_escape(session: Page) -> None:
    session.clock.run_for(21 * 60_000)
    dialog = session.locator("#session-warning")
    expect(dialog).to_contain_text("You have been signed out")
    session.keyboard.press("Escape")
    session.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("element => getComputedStyle(element, '::backdrop').backgroundColor") == "rgb(15, 59, 70)"


def test_a_refused_keep_says_so_and_leaves_the_warning(session: Page) -> None:
    session.route("**/keep", lambda route: route.fulfill(status=401))
    session.clock.run_for(16 * 60_000)
    session.get_by_role("button", name="Stay signed in").click()
    expect(session.locator("#session-warning")).to_contain_text("could not keep you signed in")


def test_an_alert_goes_when_dismissed_and_focus_is_not_lost(tab: Page) -> None:
    tab.goto("/task_list")
    tab.get_by_role("button", name="Dismiss").click()
    expect(tab.locator("[data-app=alert]")).to_have_count(0)
    assert tab.evaluate("document.activeElement.id") == "main-content"


def step(value: int, **more: Any) -> dict[str, Any]:
    return {"value": value, "maximum": 100, "text": f"Case {value} of 100", "done": False, "failed": False} | more


def test_progress_is_shown_at_each_step_and_spoken_at_each_quarter(tab: Page, kitchen: Flask) -> None:
    end = step(100, text="The pack is ready", done=True, next_href="/pack")
    kitchen.config["WORK"][:] = [step(2), step(10), step(26), step(40), None, step(60), end]
    tab.add_init_script("""addEventListener('DOMContentLoaded', () => {
      const s = document.querySelector('[data-progress-status]')
      window.spoken = []; new MutationObserver(() => spoken.push(s.textContent)).observe(s, {childList: true}) })""")
    set_clock(tab, START)
    tab.goto("/progress")
    link = tab.locator("[data-progress-check]")
    for _ in range(30):
        tab.clock.run_for(1000)
        tab.wait_for_timeout(30)
        if link.text_content() == "Open the result":
            break
    expect(link).to_have_attribute("href", "/pack")
    assert tab.evaluate("spoken") == ["Case 2 of 100", "Case 26 of 100", "Case 60 of 100", "The pack is ready"]
    assert tab.locator("#progress").evaluate("bar => bar.value / bar.max") == 1


def test_work_that_failed_says_so_and_is_not_asked_about_again(tab: Page, kitchen: Flask) -> None:
    kitchen.config["WORK"][:] = [step(9, text="Case 10 could not be built", failed=True, next_href="/why"), step(50)]
    set_clock(tab, START)
    tab.goto("/progress")
    expect(tab.get_by_role("link", name="See what went wrong")).to_be_visible()
    tab.clock.run_for(60_000)
    expect(tab.locator("[data-progress-text]")).to_have_text("Case 10 could not be built")


def test_without_script_progress_can_be_asked_for(plain_tab: Page) -> None:
    plain_tab.goto("/progress")
    link = plain_tab.get_by_role("link", name="Check progress")
    assert link.get_attribute("href") == "/progress"


def test_a_reference_can_be_copied_and_it_is_said(tab: Page) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.goto("/sent")
    tab.get_by_role("button", name="Copy").click()
    expect(tab.locator("[data-copy-status]")).to_have_text("Copied")
    assert tab.evaluate("navigator.clipboard.readText()") == "QQ-A-0163"


@pytest.mark.parametrize(
    "fault",
    [
        "setTimeout(() => { throw new Error('a script broke') })",
        "document.head.append(Object.assign(document.createElement('script'), {text: 'window.told = 1'}))",
    ],
)
def test_a_broken_script_or_one_the_content_policy_stops_goes_unseen(chromium: Any, address: str, fault: str) -> None:
    def look() -> None:
        with new_tab(chromium, address) as tab:
            tab.goto("/records")
            tab.evaluate(fault)
            tab.wait_for_timeout(100)

    with pytest.raises(AssertionError, match=r"a script broke|Content Security Policy"):
        look()
