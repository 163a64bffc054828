"""Every page of a resident, empty, answered and with its errors, as browsers show it (R1, R2, R6, R10 of ux.md 8)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from panels.definitions import discover
from tests.browser import violations
from tests.client import Page
from tests.trigger.looking import CONTRAST, LARGE, NARROW, PRINTED, STILL, ZOOMED, asked
from tests.trigger.recording import every_page
from wording.languages import CODES

pytestmark = pytest.mark.one_database

FACES = [f"/{panel.public_face.path}" for panel in discover() if panel.public_face]
KEPT = ("content-security-policy", "content-type", "referrer-policy")


def shown_once(pages: list[Page]) -> Iterator[Page]:
    """One of each page: the same address under another title, with errors say, is another."""
    met = set()
    for page in pages:
        if page.tree is not None and (page.path, page.title()) not in met:
            met.add((page.path, page.title()))
            yield page


@contextmanager
def shown(tab: Any, page: Page) -> Iterator[None]:
    """The tab shows what the server answered, at its address and with what its headers allow."""
    headers = {name: value for name, value in page.response.headers if name.lower() in KEPT}

    def at(url: str) -> bool:
        return url.endswith(page.path)

    tab.route(at, lambda route: route.fulfill(status=page.status, body=page.text, headers=headers))
    tab.goto(page.path)
    yield
    tab.unroute(at)


def in_every_language(tab: Any, page: Page) -> Iterator[str]:
    """On a narrow phone, and with letters of twice their size."""
    tab.set_viewport_size({"width": 320, "height": 740})
    yield from tab.evaluate(asked(NARROW), page.tree.get("lang") == "bn")
    yield from tab.evaluate(asked(LARGE))


def in_one(tab: Any, page: Page) -> Iterator[str]:
    """What does not hang on the words: rules, four hundred per cent, contrast themes, stillness, paper."""
    yield from violations(tab)
    tab.set_viewport_size({"width": 320, "height": 256})
    yield from tab.evaluate(asked(ZOOMED), page.path != "/form/ended")
    tab.emulate_media(forced_colors="active")
    yield from tab.evaluate(asked(CONTRAST))
    tab.emulate_media(forced_colors="none", reduced_motion="reduce")
    yield from tab.evaluate(asked(STILL))
    tab.emulate_media(reduced_motion="no-preference", media="print")
    yield from tab.evaluate(asked(PRINTED))
    tab.emulate_media(media="screen")


@pytest.mark.parametrize(
    "language", ["en", *(pytest.param(code, marks=pytest.mark.prove) for code in CODES if code != "en")]
)
def test_every_page_is_sound_on_a_phone_zoomed_in_colours_of_ones_own_and_on_paper(
    app: Flask, window: Any, language: str
) -> None:
    tab, faults = window(width=320), []
    pages = list(shown_once(every_page(app, language, FACES)))
    for page in pages:
        with shown(tab, page):
            found = [*in_every_language(tab, page), *(in_one(tab, page) if language == "en" else ())]
        faults += [f"{page.path}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)
    assert len(pages) >= 35
