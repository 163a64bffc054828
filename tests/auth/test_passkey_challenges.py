"""What a passkey is asked: for whom, how often, and under which address."""

from typing import Any

import pytest
from flask import Flask

from auth.sign_in import challenges
from auth.sign_in.relying_party import relying_party
from extensions import db
from tests.auth.clock import frozen
from tests.auth.test_passkeys import at_an_address as at_an_address
from tests.auth.test_passkeys import laptop as laptop
from tests.auth.ways_in import (
    token_on,
)
from tests.client import Client


def test_a_challenge_would_be_answered_for_somebody_else(app: Flask, account_id: Any) -> None:
    mine, theirs = account_id("rowan"), account_id("cora")
    with app.test_request_context():
        for purpose, asker, account in (
            (challenges.PROOF, mine, theirs),
            (challenges.ADDING, mine, theirs),
            (challenges.SIGN_IN, None, mine),
            (challenges.PROOF, mine, mine),
        ):
            given = challenges.issue(purpose, asker)
            db.session.commit()
            assert challenges.take(purpose, account) == (given if asker == account else None), purpose


def test_a_network_could_fill_the_table_of_challenges(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(challenges, "NETWORK_MOST", 3)
    with frozen():
        client = Client(app)
        token = token_on(client, "/sign-in")
        paths = ["/sign-in/passkey/challenge"] * 4
        got = [client.http.post(path, data={"csrf_token": token}).status_code for path in paths]
        assert got == [200, 200, 200, 429]
    with frozen(challenges.NETWORK_SPAN):
        assert client.http.post(paths[0], data={"csrf_token": token}).status_code == 200


def test_passkeys_would_follow_the_host_that_a_request_names(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(app)
    client.http.environ_base["HTTP_HOST"] = "127.0.0.1"
    client.http.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example.org"
    token = dict(client.get("/sign-in").fields("csrf_token"))["csrf_token"]
    answer = client.http.post("/sign-in/passkey/challenge", data={"csrf_token": token})
    assert answer.get_json()["rpId"] == "panels.example.org"
    expected = {
        "https://panels.example.org": ("panels.example.org", "https://panels.example.org"),
        "https://panels.example.org:443/": ("panels.example.org", "https://panels.example.org"),
        "https://Panels.Example.org:8443/x": ("panels.example.org", "https://panels.example.org:8443"),
        "http://localhost:8000": ("localhost", "http://localhost:8000"),
        "http://panels.example.org": None,
        "http://127.0.0.1:8000": None,
        "https://[::1]:8000": None,
    }
    real = app.extensions["casework-settings"]
    for public_url, found in expected.items():
        there = real.model_copy(update={"public_url": public_url})
        monkeypatch.setitem(app.extensions, "casework-settings", there)
        with app.app_context():
            party = relying_party()
        assert (party and (party.id, party.origin)) == found, public_url
    page = Client(app).get("/sign-in")
    assert "data-passkey" not in page.text, "at a bare address no browser has passkeys, so none are offered"
