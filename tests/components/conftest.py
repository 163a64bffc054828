"""The kitchen application on a local port and one headless Chromium for all component tests."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Browser, Page
from werkzeug.datastructures import MultiDict
from werkzeug.serving import make_server

from tests.components.forms import EveryKind
from tests.components.kitchen import create_app


@pytest.fixture(scope="session")
def kitchen() -> Flask:
    return create_app()


@pytest.fixture(scope="session")
def address(kitchen: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, kitchen, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Page]:
    """A tab at 1280 pixels; the test fails if the page breaks a script or the content policy."""
    context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page, faults = context.new_page(), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))

    def listen(message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    page.on("console", listen)
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def draw(kitchen: Flask) -> Any:
    """``draw("tag", "tag('New')")``: the HTML of one macro call."""

    def drawn(macro: str, call: str, **names: Any) -> str:
        source = f'{{% from "components/{macro}.html" import {macro} %}}{{{{ {call} }}}}'
        with kitchen.test_request_context():
            return render_template_string(source, **names)

    return drawn


@pytest.fixture
def posted(kitchen: Flask) -> Any:
    """``posted({...})``: a checked form of every kind filled with what was sent."""

    def form(fields: dict[str, Any]) -> EveryKind:
        with kitchen.test_request_context():
            made = EveryKind(formdata=MultiDict(fields), meta={"csrf": False})
            made.validate()
        return made

    return form
