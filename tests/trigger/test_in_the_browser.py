"""The whole request on a phone without JavaScript, as somebody holds it (R1 to R4, R8, R9 of ux.md 8)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page

from casework.letters.rules import Way
from casework.notifications.models import OutgoingMessage
from casework.referrals.models import Referral
from extensions import db
from tests.browser import TOO_WIDE, go_by
from tests.trigger.test_after_sending import acknowledge, outbox, send_letter, taken
from tests.trigger.test_coming_back import WRONG, in_bengali
from tests.trigger.test_request import APPLIED
from tests.trigger.walking import PIN, T1, fields_of
from wording.languages import gettext, speaking

LIGHT = 60_000
"""Bytes of a page on the wire without fonts (ux.md 1.3)."""
EXIT = ".app-exit a[href='/leave']"
# Tab stops where it is, shows, and lies under nothing.
FOCUSED = """() => { const one = document.activeElement, box = one.getClientRects()[0]
  const style = getComputedStyle(one.type === 'radio' || one.type === 'checkbox' ? one.nextElementSibling : one,
    one.type === 'radio' || one.type === 'checkbox' ? '::before' : undefined)
  const top = box && document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20))
  return { at: one.id || one.getAttribute('href') || one.innerText, name: one.name || '', value: one.value || '',
    words: (one.innerText || '').trim(), body: one === document.body,
    shows: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    seen: !!top && (top === one || one.contains(top) || top.closest('label')?.control === one) } }"""


class Walk:
    """One phone: what each page weighs and holds is looked at on the way."""

    def __init__(self, page: Page) -> None:
        self.page, self.seen = page, list[str]()
        self.assets: dict[str, int] = {}
        page.on("response", self._note)

    def _note(self, response: Any) -> None:
        path = urlsplit(response.url).path
        if path.startswith("/static/") and "/fonts/" not in path and response.status == 200:
            self.assets[path] = int(response.headers["content-length"])

    def look(self) -> None:
        """The page she sees now: light, narrow, with the way out in view at its end."""
        page, path = self.page, urlsplit(self.page.url).path
        self.seen.append(path)
        weight = len(page.content().encode()) + sum(self.assets.values())
        assert weight <= LIGHT, f"{path} weighs {weight}"
        assert page.evaluate(TOO_WIDE) <= 0, f"{path} scrolls sideways"
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        if path != "/form/ended":  # nothing is shown there that one could leave
            assert page.locator(EXIT).bounding_box()["y"] < 740
        page.evaluate("window.scrollTo(0, 0)")

    def go_on(self, words: str, given: dict[str, str] | None = None) -> None:
        """Fill in and press; then look at what comes."""
        for name, value in (given or {}).items():
            box = self.page.locator(f'main [name="{name}"]').first
            if box.get_attribute("type") in ("radio", "checkbox"):
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            else:
                box.fill(value)
        go_by(self.page.get_by_role("button", name=words, exact=True).last)
        self.look()


class ByKeyboard(Walk):
    """Somebody without a pointer: Tab, Space and Enter alone, and what is typed into a box."""

    def go_on(self, words: str, given: dict[str, str] | None = None) -> None:
        """Tab through the page from its top, answer where she is, and press when she comes to the button."""
        left, steps = dict(given or {}), 0
        while True:
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUSED)
            steps += 1
            assert not at["body"], f"{self.page.url}: the focus is lost before {words}"
            assert steps < 120, f"{self.page.url}: the focus never comes to {words}"
            assert at["shows"], f"{self.page.url}: focus does not show on {at['at']}"
            assert at["seen"], f"{self.page.url}: {at['at']} is focused, and hidden"
            if at["words"] == words:
                break
            self._answer(at, left)
        assert not left, f"{self.page.url}: never came to {left}"
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def _answer(self, at: dict[str, str], left: dict[str, str]) -> None:
        wanted = left.get(at["name"])
        if wanted is None:
            return
        kind = self.page.evaluate("document.activeElement.type")
        if kind in ("checkbox", "radio") and at["value"] != wanted:
            if kind == "radio":
                self._choose(at["name"], wanted)
                del left[at["name"]]
            return
        if kind in ("checkbox", "radio"):
            self.page.keyboard.press("Space")
        else:
            self.page.keyboard.type(wanted)
        del left[at["name"]]

    def _choose(self, name: str, wanted: str) -> None:
        """Radios are one stop: the arrows go from one to the next."""
        for _ in range(20):
            self.page.keyboard.press("ArrowDown")
            if self.page.evaluate("document.activeElement.value") == wanted:
                return
        raise AssertionError(f"{name} has no {wanted}")


@contextmanager
def phone(chromium: Any, address: str) -> Iterator[Page]:
    """A small old one, with JavaScript off and nothing kept from before."""
    size = {"width": 360, "height": 740}
    context = chromium.new_context(java_script_enabled=False, viewport=size, base_url=address, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()


def nothing_comes_back(page: Page, elsewhere: str, told: tuple[str, ...]) -> None:
    """One tap leaves; Back and Forward show no answer."""
    page.locator(EXIT).click()
    page.wait_for_url(elsewhere)
    _back_and_forward(page, told)


def _back_and_forward(page: Page, told: tuple[str, ...]) -> None:
    for way in (*[page.go_back] * 4, page.go_forward, page.go_forward):
        way()
        assert not [words for words in told if words in page.content()], page.url


@pytest.fixture
def elsewhere(app: Flask, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where leaving leads in these tests: a page on this machine."""
    found = f"{address}/accessibility"
    settings = app.extensions["casework-settings"].model_copy(update={"leave_to": found})
    monkeypatch.setitem(app.extensions, "casework-settings", settings)
    return found


def test_the_whole_request_by_keyboard_on_a_phone_without_javascript(
    app: Flask, address: str, chromium: Any, elsewhere: str
) -> None:
    with time_machine.travel(APPLIED), phone(chromium, address) as page:
        walk = ByKeyboard(page)
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
        nothing_comes_back(page, elsewhere, ("Your request number", "Ffion", "They do not let us sleep"))


def test_in_bengali_on_two_phones_with_no_way_safe_but_the_phone(
    app: Flask, address: str, chromium: Any, elsewhere: str, browser_for: Any, window: Any
) -> None:
    with app.test_request_context("/form/start"), speaking("bn"):
        go, sends, stops, safe = map(
            gettext, ("Continue", "Send my request", "Save and stop for now", "I am safe. Continue")
        )
    story = "তারা আমাদের ঘুমাতে দেয় না"
    with time_machine.travel(APPLIED), phone(chromium, address) as first, phone(chromium, address) as second:
        walk = Walk(first)
        first.goto("/form/start?lang=bn")
        walk.look()
        walk.go_on(safe)
        number = "".join(sign for sign in first.locator("main [translate=no]").first.inner_text() if sign.isdigit())
        walk.go_on(go, {"pin": in_bengali(PIN), "idle": "240"})
        walk.go_on(go, {"application-0-who_applies": "self"})
        walk.go_on(go, {"problem-0-summary": story})
        for page_number, one in enumerate(T1, start=1):
            walk.go_on(go, fields_of(page_number, one))
        walk.go_on(go, {"more": "no"})
        walk.go_on(go, {"impact-0-effect": "ঘুম হয় না"})
        assert len(dict.fromkeys(walk.seen)) == 10
        walk.go_on(stops, {"wishes-0-wanted": "stop"})
        _back_and_forward(first, (story, "Shouting", "ঘুম হয় না"))

        other = Walk(second)
        second.goto("/form/return?lang=bn")
        other.go_on(go, {"number": in_bengali(number), "pin": in_bengali(PIN)})
        assert second.url.endswith("/form/wishes"), "the page she left, the second that is shown"
        assert second.locator('[name="wishes-0-wanted"][value="stop"]').is_checked()
        second.goto("/form/check")
        words = second.inner_text("main")
        assert not [told for told in (story, "Threats on the stairs", "ঘুম হয় না") if told not in words]
        second.goto("/form/wishes")
        other.go_on(go)
        other.go_on(go, {"people-0-full_name": "Ffion Abernethy-Stroud", "people-0-address-postcode": "E1 4AB"})
        ways = {f"people-0-safe_to_{way}": "no" for way in ("text", "email", "write", "leave_message")}
        reached = {"people-0-phone": "020 7946 0181", "people-0-email": "ffion@example.org"}
        other.go_on(go, ways | reached | {"people-0-safe_to_call": "yes"})
        other.go_on(go, {"people-0-interpreter": "yes"})
        other.go_on(go, {"notice-0-declared": "true"})
        other.go_on(sends)
        assert second.url.endswith("/form/sent")
        assert len({*walk.seen, *other.seen} - {"/form/ended", "/form/return"}) <= 16
        _no_way_but_the_phone_is_used(app, browser_for, window)
        _status_tells_no_answer(second, number, (story, "Shouting", "Ffion", "E1 4AB", "020 7946 0181"))
        nothing_comes_back(second, elsewhere, (story, "Ffion", number))
        _a_sixth_wrong_pin_locks(second, number)


def _no_way_but_the_phone_is_used(app: Flask, browser_for: Any, window: Any) -> None:
    """Every event that tells somebody something; then each way by which staff might send."""
    with app.app_context():
        reference = db.session.query(Referral.reference).scalar()
    cora = browser_for("cora")
    case = taken(cora, reference)
    acknowledge(app, case)
    for way in Way:
        page = send_letter(app, cora, case, way)
        assert "No way of reaching Ffion Abernethy-Stroud is marked safe" in page.words(), way
    tab = window("cora")
    tab.goto(page.path)
    assert "No way of reaching Ffion Abernethy-Stroud is marked safe" in tab.inner_text("main")
    assert tab.locator("main input[name=way]").count() == 0, "nothing to send it by"
    assert outbox(app)
    with app.app_context():
        to = {message.account.email for message in db.session.query(OutgoingMessage)}
    assert not [one for one in to if "ffion" in one]


def _status_tells_no_answer(page: Page, number: str, told: tuple[str, ...]) -> None:
    page.goto("/form/status")
    words = page.inner_text("main")
    assert f"{number[:4]} {number[4:]}" in words
    assert "2 নভেম্বর 2026" in words, "the next day that counts"
    assert "Joan Whitlock" in words
    assert not [one for one in told if one in page.content()]


def _a_sixth_wrong_pin_locks(page: Page, number: str) -> None:
    for count in range(1, 7):
        page.goto("/form/return")
        page.fill("[name=number]", number)
        page.fill("[name=pin]", WRONG)
        go_by(page.locator("main form button").first)
        locked = page.locator("main [role=alert].govuk-inset-text")
        assert locked.count() == (1 if count == 6 else 0), count
    assert "020 7946 0100" in locked.inner_text()
