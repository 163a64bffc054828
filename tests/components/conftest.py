"""The kitchen application on a local port and one headless Chromium for all component tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Browser, Page
from werkzeug.datastructures import MultiDict

from tests.browser import new_tab, serving
from tests.components.forms import EveryKind
from tests.components.kitchen import create_app


@pytest.fixture(scope="session")
def kitchen() -> Flask:
    return create_app()


@pytest.fixture(scope="session")
def address(kitchen: Flask) -> Iterator[str]:
    with serving(kitchen) as found:
        yield found


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Page]:
    """A tab at 1280 pixels."""
    with new_tab(chromium, address) as page:
        yield page


@pytest.fixture
def plain_tab(chromium: Browser, address: str) -> Iterator[Page]:
    """A tab with JavaScript off."""
    with new_tab(chromium, address, javascript=False) as page:
        yield page


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
