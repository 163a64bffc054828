"""A phone reads the pages: Bengali letters are joined (R6); the way out is fast (R2)."""

from typing import Any

import pytest
from flask import Flask

# Joined, a conjunct is narrower than its letters held apart by U+200C.
WIDTHS = """async () => {
  await document.fonts.load('20px "Noto Sans Bengali"', 'ক্ষ')
  const width = text => { const one = document.createElement('span'); one.textContent = text
    document.querySelector('main').append(one)
    const found = one.getBoundingClientRect().width; one.remove(); return found }
  return ['ক্ষ', 'ন্ত্র', 'র্ম', 'দ্ধ'].map(text => width(text) / width([...text].join('').replaceAll('্', '্\\u200c')))
}"""
SERVED = """() => [...document.fonts].filter(one => one.family.includes('Bengali') && one.status === 'loaded').length"""


def test_bengali_letters_that_belong_together_are_joined(window: Any) -> None:
    page = window(width=320)
    page.goto("/form/start?lang=bn")
    assert all(ratio < 0.95 for ratio in page.evaluate(WIDTHS)), "letters that belong together stand apart"
    assert page.evaluate(SERVED) >= 1


def test_english_pages_do_not_fetch_the_bengali_bold(window: Any) -> None:
    """Only the word for the language itself is Bengali there, and it is not bold."""
    page = window(width=360)
    fetched: list[str] = []
    page.on("request", lambda asked: fetched.append(asked.url))
    page.goto("/form/start")
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "bengali-700" in url or url.endswith(".ttf")]
    assert all(url.startswith(page.url.rpartition("/form")[0]) for url in fetched), "nothing of a third party"


def test_shift_three_times_leaves_and_back_shows_no_answer(
    app: Flask, address: str, window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, elsewhere = window(width=360), f"{address}/accessibility"
    settings = app.extensions["casework-settings"].model_copy(update={"leave_to": elsewhere})
    monkeypatch.setitem(app.extensions, "casework-settings", settings)
    page.goto("/form/start?lang=so")
    page.locator("main form button").click()
    page.wait_for_url("**/form/number")
    page.fill("[name=pin]", "482915")
    page.locator("main form button").first.click()
    page.wait_for_url("**/form/who")
    page.goto(page.url.replace("/who", "/story"))
    page.fill("textarea", "My own words")
    page.keyboard.press("Shift")
    assert page.locator("[role=status]").inner_text() == "Shift, riix 2 jeer oo kale si aad uga baxdo."
    page.keyboard.press("Shift")
    assert page.locator("[role=status]").inner_text() == "Shift, riix 1 mar oo kale si aad uga baxdo."
    page.keyboard.press("Shift")
    page.wait_for_url(elsewhere)
    for way in (page.go_back, page.go_back, page.go_forward):
        way()
        page.wait_for_load_state()
        assert "My own words" not in page.content()
        assert page.locator("[name=pin]").count() == 0 or "/form/ended" in page.url
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "resident"]
