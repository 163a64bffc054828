"""Signing in through an organisation, against a provider in a process of its own on this machine."""

import threading
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask, g

from auth.models import SignInTry, UserSession
from auth.providers import links, rules
from auth.providers.rules import Identity
from auth.sign_in import sessions, throttle
from extensions import db, now
from tests.client import Client
from tests.providers.there import (
    WAYS,
    knows,
    leads_to,
    person,
    prove_there,
    refused,
    set_out,
    sign_in_there,
    through,
    why_refused,
    working,
)  # fmt: skip
from tests.tables import KIND


def test_a_linked_person_would_not_come_in_or_a_code_would_count_twice(app: Flask, provider: str, agency: str) -> None:
    client = Client(app)
    address = set_out(client, agency)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid"]
    back = sign_in_there(address, "r-1")
    cookies = client.http.get_cookie("form")
    assert client.get(back, follow=False).response.headers["Location"] == "/home"
    assert client.get("/home").status == 200
    again = Client(app)
    assert cookies is not None
    again.http.set_cookie("form", cookies.value)
    assert leads_to(again, back) == WAYS
    assert why_refused(app).endswith("it was used before"), "the provider itself would take it again"
    assert again.get("/home", follow=False).status == 302
    with app.app_context():
        assert db.session.scalars(sa.select(UserSession.factors)).all() == ["provider"]


def test_of_two_who_end_one_journey_at_once_both_would(app: Flask) -> None:
    used: list[bool] = []

    def use() -> None:
        with app.test_request_context():
            used.append(throttle.use_once("provider journey", "one"))

    two = [threading.Thread(target=use) for _ in range(2)]
    with app.app_context(), db.engine.connect() as other:
        if KIND == "postgresql":
            # Whoever writes has to wait, so that both have read before either has written.
            other.exec_driver_sql(f"LOCK TABLE {SignInTry.__tablename__} IN EXCLUSIVE MODE")
        for one in two:
            one.start()
        time.sleep(0.3)
        other.rollback()
    for one in two:
        one.join()
    assert sorted(used) == [False, True]


def test_a_token_that_does_not_hold_would_open_an_account(app: Flask, provider: str, agency: str) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "it is for another sign-in": {"nonce": "another"},
        "it is from another issuer": {"iss": "https://elsewhere.example.org"},
        "it is for another service": {"aud": "another"},
        "it is out of date": {"exp": int(time.time()) - 120},
        "it is from the future": {"iat": int(time.time()) + 300},
        "it is not signed in a way that is taken": {"sent": "unsigned"},
        "it is not signed in a way that is taken ": {"sent": "by_secret"},
        "its signature is not the provider's": {"sent": "by_other_key"},
    }
    for reason, claims in wrong.items():
        knows(provider, "r-1", **claims)
        assert refused(app, Client(app), agency, "r-1").endswith(reason.strip()), reason
    knows(provider, "r-1")
    assert through(Client(app), agency, "r-1") == "/home"


def test_another_browsers_state_or_another_subject_with_the_same_address_would_open_it(
    app: Flask, provider: str, agency: str, linden: str
) -> None:
    back = sign_in_there(set_out(Client(app), agency), "r-1")
    other = Client(app)
    set_out(other, agency)
    assert leads_to(other, back) == WAYS
    assert why_refused(app).endswith("this browser did not ask for it")
    knows(provider, "r-2", email="rowan@example.org", email_verified=True)
    assert refused(app, Client(app), agency, "r-2").endswith("it opens no account")
    with working(app):
        links.add(person("linden"), Identity("https://id.example.org", "r-3", None, False))
    assert refused(app, Client(app), agency, "r-3").endswith("it opens no account"), "another issuer's r-3"
    with working(app):
        maple = person("maple")
        assert maple.agency_id != person("rowan").agency_id
        links.add(maple, Identity(provider, "m-1", None, False))
    assert refused(app, Client(app), agency, "m-1").endswith("it opens no account"), "of another agency"
    with working(app):
        person("rowan").suspended_at = now()
    assert refused(app, Client(app), agency, "r-1").endswith("it opens no account")


def test_an_old_proof_would_stand_or_somebody_else_would_give_it(app: Flask, provider: str, agency: str) -> None:
    client = Client(app)
    through(client, agency, "r-1")
    assert parse_qs(urlsplit(leads_to(client, "/sign-in/again/organisation")).query)["max_age"] == ["0"]

    def proven() -> Any:
        with app.app_context():
            return db.session.scalars(sa.select(UserSession.stepped_up_at)).one()

    knows(provider, "r-1", auth_time=int(time.time()) - 600)
    prove_there(client, "r-1")
    assert proven() is None
    knows(provider, "r-3")
    prove_there(client, "r-3")
    assert proven() is None
    knows(provider, "r-1")
    prove_there(client, "r-1")
    assert proven() is not None


@pytest.mark.pure
def test_an_address_that_is_not_https_would_be_asked() -> None:
    for bad in ("http://id.example.org", "https://a@b.example.org", "https://x.example.org/#a", "file:///etc/x", ""):
        assert not rules.is_taken(bad, loopback=True), bad
    assert not rules.is_taken("http://127.0.0.1:1", loopback=False)
    for number in ("10.0.0.1", "192.0.2.1", "[2001:db8::1]", "2130706433", "0x7f.1", "127.1", "10.0.0.1."):
        assert not rules.is_taken(f"https://{number}/", loopback=True), number
    assert rules.is_taken("https://id7.example.org:8443/", loopback=False)
    assert rules.stray_host(["https://10.0.0.1/t"], issuer="https://id.example.org", other_hosts="") == "10.0.0.1"


@pytest.mark.pure
def test_one_factor_there_would_count_as_two() -> None:
    said: list[tuple[dict[str, Any], str, bool]] = [
        ({"amr": ["pwd", "mfa"]}, "", True),
        ({"amr": ["pwd", "otp"]}, "", False),
        ({"amr": "mfa"}, "", False),
        ({}, "", False),
        ({"acr": "two", "amr": ["mfa"]}, "two three", True),
        ({"acr": "one", "amr": ["mfa"]}, "two three", False),
        ({"acr": "two three"}, "two three", False),
        ({"acr": ["two"]}, "two", False),
    ]
    for claims, acr_values, counts in said:
        assert rules.two_factors(claims, counts=True, acr_values=acr_values) is counts, claims
        assert not rules.two_factors(claims, counts=False, acr_values=acr_values), claims


def test_somebody_with_nothing_but_a_passkey_would_be_asked_for_a_code(app: Flask, agency: str) -> None:
    client = Client(app)
    with working(app):
        rowan = person("rowan")
        rowan.is_demo = False
        row = sessions.start(account=rowan, factors="provider+passkey")
        token, kept = g.session_cookie, {"at": int(time.time()), "session": str(row.id)}
    client.http.set_cookie("casework", token)
    with client.http.session_transaction() as cookie:
        cookie["proven_at_provider"] = kept
    page = client.get("/sign-in/again/organisation/code")
    assert (page.status, page.path) == (200, "/sign-in/again")
    assert "Use your passkey" in page.words()
