"""The link between an account and somebody at the organisation: made, used beside a second factor, and taken away."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.models import SecondFactor, UserSession
from auth.providers import links, own
from auth.providers.models import Provider
from auth.providers.rules import Identity
from auth.refusals import Refused
from auth.sign_in import invitations, passkeys, recovery, throttle_rules
from auth.sign_in.models import Passkey
from extensions import db
from tests.auth.ways_in import code_of, is_in, prove, signed_in_with_app, token_on
from tests.client import Client, Page
from tests.providers.there import (
    WAYS,
    administrator,
    knows,
    leads_to,
    notices_of,
    person,
    prove_there,
    refused,
    set_out,
    sign_in_there,
    through,
    why_refused,
    working,
)  # fmt: skip

OWN, CODE, SET_UP, PROOF = (
    "/account/organisation",
    "/sign-in/code",
    "/sign-in/set-up",
    "/sign-in/again/organisation/code",
)
WITH_CODE = "/invitation/organisation"


def link_to(app: Flask, provider: str, subject: str) -> None:
    with working(app):
        links.add(person("linden"), Identity(provider, subject, None, False))


def next_code(app: Flask, email: str) -> str:
    """A code that counts, though the one of this half minute was used."""
    with working(app):
        db.session.execute(sa.update(SecondFactor).values(last_step=0))
    return code_of(app, email)


def with_app(app: Flask, email: str) -> Client:
    client = signed_in_with_app(app, email)
    next_code(app, email)
    return client


def change(app: Flask, **values: object) -> None:
    with working(app):
        db.session.execute(sa.update(Provider).values(**values))


def last_factors(app: Flask) -> str:
    with app.app_context():
        return str(db.session.scalars(sa.select(UserSession.factors).order_by(UserSession.created_at.desc())).first())


def is_proven(app: Flask) -> bool:
    with app.app_context():
        return (
            db.session.scalars(sa.select(UserSession.id).where(UserSession.stepped_up_at.is_not(None))).first()
            is not None
        )


def ways_of(app: Flask) -> tuple[bool, bool]:
    """Whether Linden has a password, and a link."""
    with app.app_context():
        linden = person("linden")
        return linden.password_hash is not None, links.of_account(linden.id) is not None


def onward(page: Page, provider: str) -> str:
    return next(link for link in page.links() if link.startswith(provider))


@pytest.mark.long
def test_somebody_would_not_link_and_unlink_by_themselves_or_unnoticed(
    app: Flask, provider: str, agency: str, linden: str
) -> None:
    other, client = with_app(app, linden), with_app(app, linden)
    assert OWN in client.get("/account/sign-ins").links()
    other.get(OWN)
    assert other.submit().path == "/sign-in/again", "no proof was given"
    prove(app, client, linden, steps=0)
    client.get(OWN)
    address = onward(client.submit(), provider)
    assert leads_to(client, sign_in_there(address, "l-1")) == OWN
    assert "Your account has been linked since" in client.get(OWN).words()
    assert not is_in(other)
    assert notices_of(app, "linden")[-1] == "linked"

    other = Client(app)
    assert through(other, agency, "l-1") == CODE
    assert not is_in(other), "their word is one factor"
    other.get(CODE)
    other.submit({"code": next_code(app, linden)}, form="code")
    assert is_in(other)
    assert last_factors(app) == "provider+code"

    client.get(OWN)
    assert "The link has been removed" in client.submit().words()
    assert is_in(client)
    assert not is_in(other)
    assert notices_of(app, "linden")[-1] == "unlinked"
    assert refused(app, Client(app), agency, "l-1").endswith("it opens no account")


def test_half_a_sign_in_would_outlive_the_link_or_its_removal_go_unnoticed(
    app: Flask, provider: str, agency: str, linden: str, browser_for: Any
) -> None:
    whole = with_app(app, linden)
    link_to(app, provider, "l-1")
    half = Client(app)
    assert through(half, agency, "l-1") == CODE
    half.get(CODE)
    with app.app_context():
        place = f"/admin/people/{person('linden').id}"
    oak = administrator(browser_for, "oak")
    page = oak.post(f"{place}/organisation-link/removal", {"csrf_token": token_on(oak, place)})
    assert "The link has been removed" in page.words()
    half.submit({"code": next_code(app, linden)}, form="code")
    assert not is_in(half)
    assert not is_in(whole)
    assert notices_of(app, "linden")[-1] == "unlinked"


@pytest.mark.long
def test_a_one_time_code_that_cannot_link_would_cost_the_password_or_the_last_way_in_be_removed(
    app: Flask, provider: str, agency: str, linden: str
) -> None:
    with working(app):
        code = invitations.invite(account=person("linden"), made_by_id=None)

    def come_as(subject: str) -> str:
        client.get(WITH_CODE)
        address = onward(client.submit({"email": linden, "code": code}), provider)
        return leads_to(client, sign_in_there(address, subject))

    client = Client(app)
    assert come_as("r-1") == WAYS, "that one is Rowan's"
    assert ways_of(app) == (True, False)
    assert come_as("l-1") == SET_UP, "the code was not used up"
    assert ways_of(app) == (False, True)
    again = Client(app)
    again.get(WITH_CODE)
    assert again.submit({"email": linden, "code": code}).status == 422
    assert not is_in(client)
    client.get(SET_UP)
    client.submit({"code": code_of(app, linden)}, form="code")
    assert last_factors(app) == "provider+code"

    knows(provider, "l-1")
    assert prove_there(client, "l-1") == PROOF
    client.get(PROOF)
    assert client.submit({"code": next_code(app, linden)}, form="code").path == "/home"
    client.get(OWN)
    assert "This is your only way to sign in" in client.submit().words()
    assert ways_of(app) == (False, True)
    with working(app):
        account = person("linden")
        passkey = Passkey(account_id=account.id, credential_hash=bytes(32), public_key=b"", name="Laptop")
        db.session.add(passkey)
        db.session.flush()
        with pytest.raises(Refused, match="only way"):  # at this address no browser uses passkeys
            own.unlink(account=account)
        links.remove(account.id)
        with pytest.raises(Refused, match="only way"):
            passkeys.remove(account=account, passkey=passkey)


@pytest.mark.long
def test_the_organisations_word_alone_would_be_a_fresh_proof_or_a_recovery_code_be_none(
    app: Flask, provider: str, agency: str, linden: str
) -> None:
    client = with_app(app, linden)
    link_to(app, provider, "l-1")
    knows(provider, "l-1")
    with working(app):
        code = recovery.make(person("linden"))[0]
    assert client.get(PROOF).path == "/sign-in/again", "nobody was asked there yet"
    assert prove_there(client, "l-1") == PROOF
    for wrong in ({"code": "", "recovery_code": ""}, {"recovery_code": "abcd efgh ijkl mnop"}, {"code": "000000"}):
        client.get(PROOF)
        assert client.submit(wrong, form="recovery_code").status == 422, wrong
    assert not is_proven(app)
    client.get(PROOF)
    assert client.submit({"recovery_code": code}, form="recovery_code").path == "/home"
    assert is_proven(app)
    assert notices_of(app, "linden")[-1] == "code_used"
    assert prove_there(client, "l-1") == PROOF
    client.get(PROOF)
    assert client.submit({"recovery_code": code}, form="recovery_code").status == 422


@pytest.mark.long
def test_what_counts_as_two_factors_would_be_for_the_organisation_alone_to_say(
    app: Flask, provider: str, agency: str, linden: str
) -> None:
    with_app(app, linden)
    link_to(app, provider, "l-1")
    steps: tuple[tuple[dict[str, object], dict[str, object], str], ...] = (
        ({}, {"amr": ["mfa"]}, CODE),
        ({"counts_as_two": True}, {"amr": ["pwd"]}, CODE),
        ({}, {"amr": ["mfa"]}, "/home"),
        ({"acr_values": "two"}, {"amr": ["mfa"], "acr": "one"}, CODE),
        ({}, {"acr": "two"}, "/home"),
    )
    for setting, claims, lands in steps:
        if setting:
            change(app, **setting)
        knows(provider, "l-1", **claims)
        client = Client(app)
        assert through(client, agency, "l-1") == lands, (setting, claims)
        assert is_in(client) == (lands == "/home")
    assert last_factors(app) == "provider"
    assert parse_qs(urlsplit(set_out(Client(app), agency)).query)["acr_values"] == ["two"]
    assert prove_there(client, "l-1") == "/home"
    assert is_proven(app)


@pytest.mark.long
def test_the_organisations_password_alone_would_add_a_second_factor(
    app: Flask, provider: str, agency: str, linden: str
) -> None:
    change(app, counts_as_two=True)

    def come_with_a_code(client: Client) -> str:
        with working(app):
            code = invitations.invite(account=person("linden"), made_by_id=None)
        client.get(WITH_CODE)
        return leads_to(client, sign_in_there(onward(client.submit({"email": linden, "code": code}), provider), "l-1"))

    # Whoever gave a code, or was never in, may set one up.
    assert come_with_a_code(Client(app)) == SET_UP
    assert through(Client(app), agency, "l-1") == SET_UP
    half_done = Client(app)
    assert through(half_done, agency, "l-1") == SET_UP
    knows(provider, "l-1", amr=["mfa"])
    assert through(Client(app), agency, "l-1") == "/home"
    knows(provider, "l-1", amr=["pwd"])
    for client in (Client(app), half_done):
        if client is not half_done:
            assert through(client, agency, "l-1") == WAYS
            assert "did not confirm two factors" in client.get(WAYS).words()
            assert why_refused(app) == "the organisation's word on two factors was not right"
        assert client.get(SET_UP).path == "/sign-in", "one that was begun before counts no more"
        token = token_on(client, "/sign-in")
        for path in ("/sign-in/set-up/passkey/challenge", "/sign-in/set-up/passkey"):
            assert client.post(path, {"csrf_token": token}).status == 404
        assert not is_in(client)
    anew = Client(app)
    assert come_with_a_code(anew) == SET_UP
    anew.get(SET_UP)
    anew.submit({"code": code_of(app, linden)}, form="code")
    assert is_in(anew)
    assert through(Client(app), agency, "l-1") == CODE


@pytest.mark.long
def test_whoever_is_signed_in_at_the_organisation_would_be_linked(
    app: Flask, provider: str, agency: str, linden: str
) -> None:
    client = with_app(app, linden)
    prove(app, client, linden, steps=0)
    with working(app):
        code = invitations.invite(account=person("linden"), made_by_id=None)
    typed = ((client, OWN, {}), (Client(app), WITH_CODE, {"email": linden, "code": code}))
    for told in ({"auth_time": int(time.time()) - 600}, {"auth_time": None}):
        knows(provider, "l-1", **told)
        for browser, page, fields in typed:
            browser.get(page)
            address = onward(browser.submit(fields), provider)
            asked = parse_qs(urlsplit(address).query)
            assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
            there = leads_to(browser, sign_in_there(address, "l-1"))
            assert there == (OWN if browser is client else WAYS)
            assert "did not say that it asked you just now" in browser.get(there).words()
            assert ways_of(app) == (True, False)
    knows(provider, "l-1")
    browser, page, fields = typed[1]
    browser.get(page)
    assert leads_to(browser, sign_in_there(onward(browser.submit(fields), provider), "l-1")) == SET_UP


def test_a_provider_that_is_down_would_be_a_fault_or_the_only_way_in(
    app: Flask, provider: str, agency: str, linden: str, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says_so(page: Page, status: int = 200) -> bool:
        return page.status == status and "cannot be reached just now" in page.words() and "/sign-in" in page.links()

    knows(provider, "r-1", sent="fails")
    client = Client(app)
    monkeypatch.setattr(throttle_rules, "NETWORK_TRIES", 2)
    for _ in range(3):
        assert through(client, agency, "r-1") == WAYS
    assert says_so(client.get(WAYS)), "and nobody is braked for it"
    change(app, issuer="http://127.0.0.1:1")
    assert says_so(client.get(f"{WAYS}/{agency}"))
    with working(app):
        code = invitations.invite(account=person("linden"), made_by_id=None)
    client.get(WITH_CODE)
    page = client.submit({"email": linden, "code": code})
    assert page.status == 422
    assert "cannot be reached just now" in page.words()
    rowan = browser_for("rowan")
    page = rowan.get("/sign-in/again/organisation")
    assert page.path == "/sign-in/again"
    assert "cannot be reached just now" in page.words()
    assert rowan.submit({"password": "demo-only-rowan"}, form="password").path == "/home"
