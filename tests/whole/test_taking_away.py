"""What leaves the product by somebody's hand: an export, a print, a table, a pack. A screen that was left open gives it
to nobody: whoever takes it away has just signed in or shown again who they are."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.agendas.papers import Built
from tests.auth.clock import frozen
from tests.whole.world import World

TAKEN = (
    ("alder", "/cases/<reference>/letters/<uuid:letter_id>/print"),
    ("alder", "/cases/<reference>/letters/<uuid:letter_id>/copy"),
    ("alder", "/statistics/<panel_key>/file"),
    ("yew", "/audit/access/file"),
    ("yew", "/audit/access/dossier"),
    ("yew", "/audit/verify/log.zip"),
    ("yew", "/audit/verify/entries/<int:number>/proof.json"),
)
AGAIN = "/sign-in/again"


def taken(world: World) -> list[tuple[str, str]]:
    """Who takes what away: of the log both everything, and what it tells of one case."""
    found = [(who, world.path(rule)) for who, rule in TAKEN]
    reference = world.path("/cases/<reference>").rsplit("/", 1)[-1]
    asked = f"?reference={reference}&period=28-days"
    return found + [(who, address + asked) for who, address in found if address.startswith("/audit/access/")]


def _later(client: Any) -> None:
    """Half an hour in which the person looked at a page now and then."""
    for minutes in (12, 24):
        with frozen(timedelta(minutes=minutes)):
            assert client.get("/account/sign-ins").status == 200


@pytest.mark.long
@pytest.mark.one_database
def test_a_screen_left_open_would_give_away_exports_letters_or_figures(
    app: Flask, world: World, browser_for: Any
) -> None:
    with frozen():
        clients = {who: browser_for(who) for who, _ in TAKEN}
        for who, address in taken(world):
            answer = clients[who].http.get(address)
            assert not answer.headers.get("Location", "").startswith(AGAIN), f"{address}: signing in is no proof"
    for client in clients.values():
        _later(client)
    with frozen(timedelta(minutes=31)):
        for who, address in taken(world):
            answer = clients[who].http.get(address)
            assert answer.headers.get("Location", "").startswith(AGAIN), f"{address}: {answer.status_code}"


def test_a_screen_left_open_would_give_away_a_pack(app: Flask, browser_for: Any) -> None:
    with frozen():
        built = Built(app, 1)
        cora, path = browser_for("cora"), f"/meetings/{built.meeting_id}/pack/1/pack.pdf"
        assert cora.http.get(path).mimetype == "application/pdf"
    _later(cora)
    with frozen(timedelta(minutes=31)):
        assert cora.http.get(path).headers.get("Location", "").startswith(AGAIN)
