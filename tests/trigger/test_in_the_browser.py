"""The whole request on a phone without JavaScript, as somebody holds it (R1, R2 of ux.md 8)."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page

from tests.browser import TOO_WIDE, violations
from tests.trigger.test_request import APPLIED
from tests.trigger.walking import PIN, T1, fields_of

LIGHT = 60_000
"""Bytes of a page on the wire without fonts (ux.md 1.3)."""
KINDS = ("start", "number", "happened/1", "list", "contact", "check", "sent")
"""One page of each kind, for the accessibility rules."""
MATTER = ("anti-social", "antisocial", "asb", "police", "trigger", "neighbour", "victim", "crime", "complain", "review")


class Walk:
    """One phone: what each page weighs and holds is looked at on the way."""

    def __init__(self, page: Page, checker: Page) -> None:
        self.page, self.checker, self.seen = page, checker, list[str]()
        self.assets: dict[str, int] = {}
        page.on("response", self._note)

    def _note(self, response: Any) -> None:
        path = urlsplit(response.url).path
        if path.startswith("/static/") and "/fonts/" not in path and response.status == 200:
            self.assets[path] = int(response.headers["content-length"])

    def look(self) -> None:
        """The page she sees now: light, narrow, neutral, sound, with the way out in view at its end."""
        page, path = self.page, urlsplit(self.page.url).path
        self.seen.append(path)
        weight = len(page.content().encode()) + sum(self.assets.values())
        assert weight <= LIGHT, f"{path} weighs {weight}"
        assert page.evaluate(TOO_WIDE) <= 0, f"{path} scrolls sideways"
        told = f"{page.title()} {path}".casefold()
        assert not [word for word in MATTER if word in told], told
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        assert page.locator(".app-exit a[href='/leave']").bounding_box()["y"] < 740
        if path.removeprefix("/form/") in KINDS:
            self._sound(path)

    def _sound(self, path: str) -> None:
        """The accessibility rules want a script: they look at the same address in a browser that runs it."""
        self.checker.context.add_cookies(self.page.context.cookies())
        self.checker.goto(path)
        found = violations(self.checker)
        assert not found, f"{path}: {found}"

    def go_on(self, words: str, given: dict[str, str] | None = None) -> None:
        """Fill in and press; then look at what comes."""
        for name, value in (given or {}).items():
            box = self.page.locator(f'main [name="{name}"]').first
            if box.get_attribute("type") in ("radio", "checkbox"):
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            else:
                box.fill(value)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).last.click()
        self.look()


def test_the_whole_request_on_a_phone_without_javascript(
    app: Flask, address: str, chromium: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, base_url=address, locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    elsewhere = f"{address}/accessibility"
    settings = app.extensions["casework-settings"].model_copy(update={"leave_to": elsewhere})
    monkeypatch.setitem(app.extensions, "casework-settings", settings)
    checker = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=address, locale="en-GB")
    with time_machine.travel(APPLIED):
        walk = Walk(page, checker.new_page())
        page.goto("/form/start")
        walk.look()
        walk.go_on("I am safe. Continue")
        walk.go_on("Continue", {"pin": PIN, "idle": "240"})
        walk.go_on("Continue", {"application-0-who_applies": "self"})
        walk.go_on("Continue", {"problem-0-summary": "They do not let us sleep", "problem-0-types": "noise"})
        for number, one in enumerate(T1, start=1):
            walk.go_on("Continue", fields_of(number, one))
        walk.go_on("Continue", {"more": "no"})
        walk.go_on("Continue", {"impact-0-effect": "I do not sleep"})
        walk.go_on("Continue", {"wishes-0-wanted": "stop"})
        walk.go_on("Continue", {"people-0-full_name": "Ffion Abernethy-Stroud", "people-0-address-postcode": "E1 4AB"})
        walk.go_on("Continue")
        assert page.title().startswith("Error: ")
        walk.go_on("Continue", {"people-0-safe_to_call": "yes", "people-0-phone": "020 7946 0181"})
        walk.go_on("Continue", {"people-0-interpreter": "no"})
        walk.go_on("Continue", {"notice-0-declared": "true"})
        walk.go_on("Send my request")
        assert "2 November 2026" in page.inner_text("main")
        assert len(dict.fromkeys(walk.seen)) == 16, walk.seen
        page.locator(".app-exit a[href='/leave']").click()
        page.wait_for_url(elsewhere)
        for _ in range(4):
            page.go_back()
            assert "Your request number" not in page.content()
            assert "Ffion" not in page.content()
    context.close()
    checker.close()
