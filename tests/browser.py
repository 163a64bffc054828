"""A real server, real tabs and the accessibility rules: for every test that looks at a page as a person does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from waitress import create_server

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
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


@contextmanager
def new_tab(chromium: Any, address: str, *, javascript: bool = True, width: int = 1280) -> Iterator[Any]:
    """A tab with cookies of its own. A fault of a script or of the content policy fails the test at its end."""
    context = chromium.new_context(
        java_script_enabled=javascript, viewport={"width": width, "height": 900}, base_url=address, locale="en-GB"
    )
    faults: list[str] = []

    def listen(message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    context.on("console", listen)
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def sign_in(page: Any, key: str) -> None:
    """Through the sign-in page, as everybody does."""
    page.goto("/sign-in")
    page.fill("input[name=email]", f"{key}@example.org")
    page.fill("input[name=password]", f"demo-only-{key}")
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def violations(page: Any) -> list[str]:
    """What axe finds on the page against WCAG 2.0 to 2.2, A and AA: the rule and where."""
    found = Axe().run(page, options=RULES).response["violations"]
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
