"""Every route asked with every other method: HEAD is GET without its words, OPTIONS names methods and nothing else, and
whatever a route does not take is answered as a page that there is not. Nothing of it changes anything."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.client import Client
from tests.trigger.walking import T1, resident, tell
from tests.whole.test_canaries import found_in
from tests.whole.test_every_answer import stored
from tests.whole.world import World

pytestmark = pytest.mark.long
NOT_TAKEN = ("PUT", "PATCH", "DELETE", "TRACE", "COPY")
TAKEN = {"GET", "HEAD", "OPTIONS", "POST"}
SIGNED_IN = ("alder", "larch", "fern")
LEADS_AWAY = ("/sign-out", "/leave")


def rules(app: Flask) -> Iterator[tuple[str, set[str]]]:
    """Every address that takes something, with all that it takes."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            found.setdefault(rule.rule.replace(", ", ","), set()).update(rule.methods or ())
    yield from sorted(found.items())


@pytest.fixture
def clients(app: Flask, browser_for: Any, world: World) -> dict[str, Client]:
    told = resident(app)
    told.begin()
    tell(told, T1)
    return {"resident": told, "nobody": browser_for()} | {name: browser_for(name) for name in SIGNED_IN}


def test_a_method_that_a_route_does_not_take_would_open_or_change_something(
    app: Flask, world: World, clients: dict[str, Client]
) -> None:
    """AC 46, ASVS 4.1.4."""
    before, wrong, tried = stored(app), [], 0
    for name in ("nobody", "alder", "resident"):
        client = clients[name]
        for rule, taken in rules(app):
            path = world.path(rule)
            for method in NOT_TAKEN:
                assert method not in taken, f"{rule} takes {method}: give the table of routes a line for it"
                answer = client.http.open(path, method=method, data={"text": "Written by another method"})
                tried += 1
                if answer.status_code != 404 or found_in(answer.text):
                    wrong.append(f"{name} {method} {path}: {answer.status_code} {found_in(answer.text)}")
    assert not wrong, "\n".join(wrong[:40])
    assert tried > 3_000, tried
    assert {table for table, digest in stored(app).items() if before[table] != digest} == set()


def test_head_or_options_would_tell_more_than_get(app: Flask, world: World, clients: dict[str, Client]) -> None:
    before, wrong = stored(app), []
    for name, client in clients.items():
        for rule, taken in rules(app):
            path = world.path(rule)
            options = client.http.open(path, method="OPTIONS")
            named = {one.strip() for one in options.headers.get("Allow", "").split(",")}
            if options.status_code == 200 and (options.get_data() or not taken <= named <= TAKEN):
                wrong.append(f"{name} OPTIONS {path}: {options.status_code} {named}")
            if options.status_code not in (200, 302, 303, 404) or found_in(options.text):
                wrong.append(f"{name} OPTIONS {path}: {options.status_code}")
            if rule in LEADS_AWAY or name in ("larch", "resident"):
                continue
            # What HEAD is sent with must not be taken for a form that somebody sent.
            head = client.http.head(path, data={"text": "Written by another method", "accepted": "y"})
            got = client.http.get(path)
            if head.get_data() or (head.status_code, head.mimetype) != (got.status_code, got.mimetype):
                wrong.append(f"{name} HEAD {path}: {head.status_code} and GET {got.status_code}")
    assert not wrong, "\n".join(wrong[:40])
    assert {table for table, digest in stored(app).items() if before[table] != digest} == set()
