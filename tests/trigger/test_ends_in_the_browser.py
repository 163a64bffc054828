"""A page that somebody left open ends by itself, and nothing that was typed is lost."""

from datetime import timedelta
from typing import Any

import time_machine
from flask import Flask

from tests.browser import new_tab, set_clock, violations
from tests.trigger.test_request import APPLIED
from tests.trigger.walking import PIN, resident

TYPED = "They shout through the wall"


def test_a_page_left_open_would_stay_open_or_lose_what_was_typed(app: Flask, address: str, chromium: Any) -> None:
    with time_machine.travel(APPLIED, tick=False) as server, new_tab(chromium, address, width=360) as page:
        set_clock(page, APPLIED)

        def pass_by(minutes: int, seconds: int = 0) -> None:
            server.shift(timedelta(minutes=minutes, seconds=seconds))
            page.clock.run_for(1000)
            page.clock.fast_forward((minutes * 60 + seconds - 1) * 1000)

        page.goto("/form/start")
        page.click("main button[type=submit]")
        number = "".join(one for one in page.locator("main [translate=no]").first.inner_text() if one.isdigit())
        page.fill("input[name=pin]", PIN)
        page.check("input[name=idle][value='20']")
        page.click("main button[type=submit]")
        page.goto("/form/story")
        page.fill("[name=problem-0-summary]", TYPED)
        warning = page.locator("dialog[data-ends]")
        pass_by(17, 30)
        assert warning.is_hidden()
        pass_by(1)
        warning.wait_for(state="visible")
        assert "This page closes in 2 minutes" in warning.inner_text()
        assert violations(page) == []
        with page.expect_response("**/form/stay") as kept:
            page.keyboard.press("Enter")
        assert kept.value.status == 204
        warning.wait_for(state="hidden")
        pass_by(17, 30)
        assert warning.is_hidden(), "the time began anew"
        assert page.input_value("[name=problem-0-summary]") == TYPED
        pass_by(3)
        page.wait_for_url("**/form/ended")
        assert page.locator("h1").inner_text() == "This page is closed"
        page.go_back()
        assert TYPED not in page.content()
        other = resident(app)
        assert other.come_back(number).path == "/form/story"
        assert TYPED in other.page.text, "what was typed was kept first"


def test_without_a_script_a_page_of_answers_would_stay_open_and_a_page_with_boxes_would_lose_them(app: Flask) -> None:
    person = resident(app)
    person.begin()
    assert 'content="1205;url=/form/ended"' in person.get("/form/check").text
    assert "http-equiv" not in person.get("/form/story").text
    for path in ("/form/ended", "/form/safety", "/form/return"):
        page = resident(app).get(path)
        assert "http-equiv" not in page.text, path
        assert "data-ends" not in page.text, path
