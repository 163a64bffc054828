"""With the access entry impossible to write, no content is served: every page and file, every kind of broken log."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from flask import Flask

from tests.tables import KIND
from tests.whole.broken_log import NO_OBJECTS, faults, locked
from tests.whole.test_canaries import found_in
from tests.whole.test_matrix import ENDS_IT, csrf_of, routes
from tests.whole.world import World

FILES = (b"%PDF", b"PK\x03\x04")
NOT_ASKED = {"/sign-out", "/stay-signed-in", "/sign-in", *ENDS_IT}
SAMPLE = (
    "/cases/{case}",
    "/cases",
    "/cases/{case}/people",
    "/meetings/{meeting}/pack/1/pack.pdf",
    "/cases/{case}/notes",
)
ABOUT_NO_RECORD = "/statistics/"
"""Figures: an entry about them is whole without a row that says which record it is about."""
Asked = tuple[str, str]


def shown(response: Any) -> set[str]:
    """What of content an answer holds: sealed words of the story, or a whole file, whatever is in it."""
    if response.data.startswith(FILES) or "attachment" in response.headers.get("Content-Disposition", ""):
        return {"a file"}
    return found_in(response.get_data(as_text=True))


def answer(client: Any, asked: Asked, token: str) -> Any:
    method, path = asked
    if method == "GET":
        return client.http.get(path)
    return client.http.post(path, data={"csrf_token": token})


def content_routes(app: Flask, world: World, client: Any, token: str) -> Iterator[Asked]:
    """What shows this person content while all is well. Forms are sent empty: what is refused comes back with its page.
    Every GET comes before any POST."""
    for method, rule in sorted(routes(app)):
        asked = method, world.path(rule)
        if rule not in NOT_ASKED and shown(answer(client, asked, token)):
            yield asked


def leaks(app: Flask, client: Any, token: str, asked: list[Asked]) -> list[str]:
    """What shows content, or does not say that the service is down, although no entry can be written."""
    wrong = []
    for name, fault in faults(app).items():
        tried = [one for one in asked if name != NO_OBJECTS or not one[1].startswith(ABOUT_NO_RECORD)]
        with app.app_context(), fault():
            answers = [(one, answer(client, one, token)) for one in tried]
        wrong += [f"{name}: {one}: {found}" for one, made in answers if (found := shown(made))]
        wrong += [f"{name}: {one}: {made.status_code}" for one, made in answers if made.status_code != 503]
    return wrong


@pytest.mark.long
def test_a_page_or_file_would_be_shown_that_no_entry_tells_of(app: Flask, world: World, browser_for: Any) -> None:
    client = browser_for("alder")
    token = csrf_of(client)
    paths = [path.format(case=world.case, meeting=world.meeting) for path in SAMPLE]
    asked = [("GET", path) for path in paths] + [("POST", paths[-1])]
    blind = [one for one in asked if not shown(answer(client, one, token))]
    assert not blind, "these showed nothing before either"
    assert not (found := leaks(app, client, token, asked)), "\n".join(found)
    assert shown(answer(client, asked[0], token)), "and it never comes back"


@pytest.mark.long
@pytest.mark.parametrize(("name", "least"), [("alder", 60), ("cora", 60), ("larch", 20), ("elm", 4)])
def test_any_page_or_file_would_be_shown_that_no_entry_tells_of(
    app: Flask, world: World, browser_for: Any, name: str, least: int
) -> None:
    client = browser_for(name)
    token = csrf_of(client)
    asked = list(content_routes(app, world, client, token))
    again = [one for one in asked if shown(answer(client, one, token))]
    assert len(again) >= least, f"the sweep is blind: {again}"
    assert not (found := leaks(app, client, token, again)), "\n".join(found)


def test_a_page_would_hang_while_somebody_holds_the_lock(app: Flask, world: World, browser_for: Any) -> None:
    """Three seconds (security.md 4.3), then a page that says to try again. On SQLite it is longer by itself, and three
    where that is set: a change of keys by another process must not refuse pages."""
    client = browser_for("alder")
    with app.app_context(), locked(app, wait=3 if KIND == "sqlite" else None):
        begun = monotonic()
        response = client.http.get(f"/cases/{world.case}")
        taken = monotonic() - begun
    text = response.get_data(as_text=True)
    assert response.status_code == 503
    assert "Nothing was changed. Try again in a few minutes." in text
    assert "020 7946 0100" in text
    assert 2.9 < taken < 6, taken
    assert client.http.get(f"/cases/{world.case}").status_code == 200
