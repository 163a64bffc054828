"""A real server, real tabs and the accessibility rules: for every test that looks at a page as a person does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from waitress import create_server

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """``app`` behind waitress, as in ``make run``, on a free port of this machine; gives its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


class Window:
    """A browser window with cookies of its own. Opening one costs a second of a processor, so it is used again."""

    def __init__(self, chromium: Any, address: str, *, javascript: bool) -> None:
        self.address = address
        self.faults: list[str] = []
        self.context = chromium.new_context(java_script_enabled=javascript, base_url=address, locale="en-GB")
        self.context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        self.context.on("console", self._listen)
        self.page = self.context.new_page()

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def empty(self) -> None:
        """Forget all: a new tab in place of every old one, no cookie, no stored word, no rule of the last test."""
        page, old = self.context.new_page(), list(self.context.pages)
        for one in old:
            if one is not page:
                one.close()
        self.page = page
        self.context.unroute_all()
        self.context.clear_cookies()
        session = self.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
        session.detach()
        self.faults.clear()


_idle: dict[tuple[int, str, bool], list[Window]] = {}
_with_a_set_clock: list[Any] = []


def set_clock(page: Any, time: datetime) -> None:
    """Let the page believe that it is ``time``. Nothing takes that back, so its window is not used again."""
    page.clock.install(time=time)
    _with_a_set_clock.append(page.context)


@contextmanager
def new_tab(chromium: Any, address: str, *, javascript: bool = True, width: int = 1280) -> Iterator[Any]:
    """A tab with cookies of its own. A fault of a script or of the content policy fails the test at its end."""
    idle = _idle.setdefault((id(chromium), address, javascript), [])
    window = idle.pop() if idle else Window(chromium, address, javascript=javascript)
    window.page.set_viewport_size({"width": width, "height": 900})
    window.page.set_default_timeout(8000)
    yield window.page
    faults = list(window.faults)
    if window.context in _with_a_set_clock:
        window.context.close()
    else:
        window.empty()
        idle.append(window)
    assert not faults, "\n".join(faults)


def sign_in(page: Any, key: str) -> None:
    """Through the sign-in page, as everybody does."""
    page.goto("/sign-in")
    page.fill("input[name=email]", f"{key}@example.org")
    page.fill("input[name=password]", f"demo-only-{key}")
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def go_by(link_or_button: Any) -> None:
    """Press it and wait until the page that it leads to is there.

    ``click`` and then ``wait_for_load_state`` is no such thing: on a busy machine the old page is still there, loaded,
    and the test reads it, or goes elsewhere before what was pressed has been sent.
    """
    with link_or_button.page.expect_navigation():
        link_or_button.click()


def violations(page: Any) -> list[str]:
    """What axe finds on the page against WCAG 2.0 to 2.2, A and AA: the rule and where."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def wide_and_narrow(page: Any) -> list[str]:
    """What axe finds on the open page on a desk and on a phone, and whether it scrolls sideways there."""
    found = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{page.url} at {width}: {fault}" for fault in violations(page)]
        if page.evaluate(TOO_WIDE) > 0:
            found.append(f"{page.url} scrolls sideways at {width}")
    return found
