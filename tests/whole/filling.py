"""Filling in pages in a real browser, by the names of the boxes."""

from typing import Any

from playwright.sync_api import Page

from casework.panel_type.definition import PanelType
from tests.browser import go_by
from tests.conftest import PANEL
from tests.referrals.browsing import form, typed


def fill(page: Page, boxes: dict[str, Any]) -> None:
    """Type, tick or choose each value where the page has a box of that name; a missing box is a fault."""
    for name, value in boxes.items():
        box = page.locator(f'main [name="{name}"]')
        assert box.count(), f"{page.url} has no box {name}"
        if not box.first.is_visible():
            continue  # a question that does not apply to what was answered above is put away
        kind = box.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                page.locator(f'main [name="{name}"][value="{one}"]').check()
        elif kind == "select":
            box.first.select_option(value)
        else:
            box.first.fill(str(value))


def press(page: Page, text: str) -> None:
    """Press the button with this text and wait for the next page."""
    go_by(page.get_by_role("button", name=text, exact=True).first)


def follow(page: Page, text: str) -> None:
    """Follow the link with this text."""
    go_by(page.get_by_role("link", name=text).first)


def refer(page: Page, answers: dict[str, list[dict[str, Any]]], scores: dict[str, str]) -> str:
    """A whole referral from the home page to the receipt; returns the draft's path."""
    page.goto("/refer")
    page.locator(f'main [name=panel][value="{PANEL}"]').check()
    go_by(page.locator("main form button[type=submit]").first)
    base = page.url
    for section in form().sections:
        fill_section(page, base, section.id, answers[section.id])
    page.goto(f"{base}/risk")
    fill(page, scores)
    press(page, "Save and continue")
    page.goto(f"{base}/check")
    press(page, "Send the referral")
    assert page.url.endswith("/sent"), page.locator("main").inner_text()[:600]
    return base


def fill_section(page: Page, base: str, section_id: str, items: list[dict[str, Any]]) -> None:
    """One section, entry by entry."""
    section = form().section(section_id)
    for number, item in enumerate(items):
        page.goto(f"{base}/{section_id}/{number}" if section.repeats else f"{base}/{section_id}")
        fill(page, typed(section, item))
        press(page, "Save and continue")
        assert not page.locator(".govuk-error-summary").count(), page.locator("main").inner_text()[:600]
    if section.repeats:
        page.goto(f"{base}/{section_id}")
        page.locator('main [name=more][value="no"]').check()
        press(page, "Continue")


def sound(page: Page) -> None:
    """The page took what was typed."""
    assert not page.locator(".govuk-error-summary").count(), page.locator("main").inner_text()[:900]


def boxes(panel: PanelType, key: str, section_id: str, item: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """An item of a case form as the boxes of its page."""
    section = panel.case_form(key).form.section(section_id)
    return {f"{section_id}-{number}-{name}": value for name, value in typed(section, item).items()}


def fill_in(page: Page, panel: PanelType, case: str, key: str, **sections: dict[str, Any]) -> None:
    """Fill in a form of the case at this path and send it; whether it was taken is for the caller to see."""
    page.goto(f"{case}/forms/{key}")
    for section_id, item in sections.items():
        fill(page, boxes(panel, key, section_id, item))
    press(page, "Save")


def fill_list(page: Page, panel: PanelType, key: str, section_id: str, items: list[dict[str, Any]]) -> None:
    """The items of a list, each after "Add another", on the page that is open."""
    for number, item in enumerate(items):
        if not page.locator(f'main [name^="{section_id}-{number}-"]').count():
            go_by(page.locator(f'main button[name=add][value="{section_id}"]'))
        fill(page, boxes(panel, key, section_id, item, number))
