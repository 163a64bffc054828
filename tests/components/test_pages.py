"""The components in a real browser: accessibility rules, small screens, contrast themes, paper."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser import TOO_WIDE, violations
from tests.components.test_macros import ALL_PAGES

pytestmark = pytest.mark.browser
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""


@pytest.fixture(autouse=True)
def work(kitchen: Flask) -> None:
    kitchen.config["WORK"][:] = [
        {"value": 6, "maximum": 17, "text": "Building case 6 of 17", "done": False, "failed": False}
    ]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", ALL_PAGES)
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(tab: Page, path: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(path)
    assert violations(tab) == []
    assert tab.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("path", ["/records", "/tables", "/meeting", "/form-wrong"])
def test_wider_text_spacing_does_not_push_the_page_sideways(tab: Page, path: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 900})
    tab.context.route(
        "**/app.css", lambda route: route.fulfill(response=(got := route.fetch()), body=got.text() + SPACING)
    )
    tab.goto(path)
    assert tab.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") != "normal"
    assert tab.evaluate(TOO_WIDE) <= 0


def test_on_a_phone_everything_in_a_cell_stands_beside_its_label(tab: Page) -> None:
    tab.set_viewport_size({"width": 320, "height": 900})
    tab.goto("/tables")
    cell = tab.locator(".app-table--stacks td[data-label]").first
    lefts = cell.evaluate("""cell => {
      cell.innerHTML = 'In force <a href="#">What ending it shuts</a> or <form><button>End</button></form>'
      const range = document.createRange()
      return [...cell.childNodes].filter(node => node.textContent.trim()).map(node => {
        range.selectNodeContents(node)
        return range.getBoundingClientRect().left - cell.getBoundingClientRect().left
      })
    }""")
    assert len(lefts) == 4
    assert min(lefts) > 100, "in the column of the labels"


def test_narrative_safe_numbers_and_buttons_stay_off_paper(tab: Page) -> None:
    tab.goto("/records")
    tab.emulate_media(media="print")
    assert not tab.get_by_role("button", name="Sign out").is_visible()
    story = tab.locator(".app-timeline__text").first
    assert story.evaluate("element => getComputedStyle(element).fontSize") == "0px"
    assert story.evaluate("element => getComputedStyle(element, '::before').content") == '"Not printed"'
    assert not tab.get_by_text("020 7946 0123").is_visible()
    assert tab.locator(".app-marking").is_visible()
    answer = tab.locator(".govuk-summary-list__value", has_text="R. Example")
    assert answer.locator("span").evaluate("element => getComputedStyle(element).display") == "none"


def test_the_readers_name_stands_on_every_sheet_and_who_may_not_print_gets_a_sentence(tab: Page) -> None:
    tab.emulate_media(media="print")
    for path, prints in (("/records?shown_to=Larch", True), ("/records?shown_to=Larch&unprinted=1", False)):
        tab.goto(path)
        assert tab.locator("main").is_visible() is prints
        name = tab.locator(".app-shown-to")
        assert name.is_visible()
        assert name.evaluate("one => getComputedStyle(one).position") == "fixed", "repeated on every sheet"
        assert tab.get_by_text("Printing is switched off here").count() == (not prints)
    assert tab.get_by_text("Printing is switched off here").is_visible()
    tab.emulate_media(media="screen")
    assert tab.locator("main").is_visible()
    assert not tab.get_by_text("Printing is switched off here").is_visible()
    assert tab.locator(".app-shown-to").is_visible()


def test_in_a_contrast_theme_badges_keep_a_border(tab: Page) -> None:
    tab.emulate_media(forced_colors="active")
    tab.goto("/records")
    for name in (".app-risk", ".app-safety", ".govuk-tag"):
        assert tab.locator(name).first.evaluate("element => parseFloat(getComputedStyle(element).borderTopWidth)") >= 2


def test_with_reduced_motion_nothing_moves(tab: Page) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto("/progress")
    moving = (
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    )
    assert tab.evaluate(moving) == 0


def test_focus_moves_to_the_error_summary_and_its_links_to_the_box(tab: Page) -> None:
    tab.goto("/form-wrong")
    assert tab.evaluate("document.activeElement.id") == "error-summary"
    tab.get_by_role("link", name="Date of birth must be a real date").click()
    assert tab.evaluate("document.activeElement.id") == "born_on-day"


@pytest.mark.parametrize("path", ["/records", "/tables", "/meeting", "/form"])
def test_everything_to_press_is_at_least_24_pixels_high(tab: Page, path: str) -> None:
    tab.goto(path)
    small = tab.evaluate("""[...document.querySelectorAll('button, summary, select, input:not([type=hidden])')]
      .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)""")
    assert small == []


def test_the_live_bar_never_covers_what_has_focus(tab: Page) -> None:
    tab.set_viewport_size({"width": 1280, "height": 500})
    tab.goto("/meeting")
    tab.get_by_role("link", name="Privacy").focus()
    seen = set()
    for _ in range(14):
        tab.keyboard.press("Shift+Tab")
        seen.add(tab.evaluate("document.activeElement.id || document.activeElement.value"))
        covered = tab.evaluate("""() => {
          const bar = document.querySelector('.app-live-bar'), e = document.activeElement
          if (bar.contains(e) || !e.closest('.app-live')) return false
          return e.getBoundingClientRect().bottom <= bar.getBoundingClientRect().bottom }""")
        assert not covered
    assert {"next", "risk-3", "agency", "note"} <= seen
