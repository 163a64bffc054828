"""Passkeys: what is taken, what is refused, and what follows. Every signature here is a real one."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.models import Account, UserSession
from auth.sign_in import challenges, second_factor
from auth.sign_in.models import Passkey, PasskeyChallenge
from casework.notifications.models import OutgoingMessage
from extensions import db, now
from tests.auth.authenticator import ORIGIN, UP, Authenticator
from tests.auth.clock import frozen
from tests.auth.ways_in import (
    add_passkey,
    code_of,
    is_in,
    options,
    prove,
    send_passkey,
    signed_in_with_app,
    token_on,
    why_ended,
    with_passkey,
    with_password,
)
from tests.client import Client

NOT_TAKEN = "The passkey was not accepted"


@pytest.fixture(autouse=True)
def at_an_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    real = app.extensions["casework-settings"].model_copy(update={"public_url": f"{ORIGIN}/"})
    monkeypatch.setitem(app.extensions, "casework-settings", real)


@pytest.fixture
def laptop(app: Flask, linden: str) -> Authenticator:
    """Linden's passkey, added on the first day; her sessions of then are over."""
    device = Authenticator()
    with frozen():
        client = signed_in_with_app(app, linden)
        prove(app, client, linden)
        page = add_passkey(client, device)
        assert page.path == "/account/sign-ins", page.words()
        assert "Work laptop" in page.words()
        client.post("/sign-out", {"csrf_token": token_on(client, "/account/sign-ins")})
    return device


def events(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AccessEntry.event).order_by(AccessEntry.number)))


def test_a_passkey_would_not_be_both_factors(app: Flask, laptop: Authenticator, rows: Any) -> None:
    with frozen(timedelta(hours=1)):
        client = Client(app)
        page = with_passkey(client, laptop)
        assert page.path == "/home", page.words()
        assert is_in(client)
    assert rows(sa.select(UserSession.factors).where(UserSession.ended_at.is_(None))) == ["passkey"]
    assert rows(sa.select(Passkey.sign_count)) == [1]
    (kept,) = rows(sa.select(Passkey))
    assert laptop.credential_id not in (kept.credential_hash, kept.public_key)
    assert "passkey.add" in events(app)
    assert events(app)[-1] == "sign_in"


@pytest.mark.usefixtures("laptop")
def test_what_is_asked_would_name_an_account_or_do_without_the_owner(app: Flask) -> None:
    wanted = options(Client(app), "/sign-in/passkey/challenge", "/sign-in")
    assert wanted["rpId"] == "panels.example.org"
    assert wanted["userVerification"] == "required"
    assert not wanted.get("allowCredentials")
    assert len(wanted["challenge"]) >= 43, "32 random bytes"


@pytest.mark.long
def test_an_answer_that_is_wrong_in_one_thing_would_let_somebody_in(app: Flask, laptop: Authenticator) -> None:
    """Each is a real signature of the real passkey, and wrong in one thing alone. (AC 26)"""
    wrong: dict[str, dict[str, Any]] = {
        "signature": {"signature": b"0" * 70},
        "forged challenge": {"challenge": "A" * 43},
        "other account's number": {"user_handle": b"1" * 16},
        "no number of an account": {"user_handle": b""},
    }
    devices = {
        "other place": {"origin": "https://panels.example.com"},
        "place without TLS": {"origin": "http://panels.example.org"},
        "place beside ours": {"origin": "https://panels.example.org:8443"},
        "other relying party": {"rp_id": "example.org"},
        "owner not verified": {"flags": UP},
        "in a frame": {"framed": True},
        "unknown passkey": {"credential_id": b"x" * 32},
    }
    with frozen(timedelta(hours=1)):
        for name in [*wrong, *devices]:
            device, client = laptop.copy(), Client(app)
            for key, value in devices.get(name, {}).items():
                setattr(device, key, value)
            page = with_passkey(client, device, **wrong.get(name, {}))
            assert page.status == 422, name
            assert NOT_TAKEN in page.words(), name
            assert not is_in(client), name
        assert events(app).count("sign_in_failed") == len(wrong) + len(devices)
        assert with_passkey(Client(app), laptop).path == "/home", "and the right one was not hurt by it"


@pytest.mark.long
def test_what_is_no_answer_at_all_would_break_the_page(app: Flask, laptop: Authenticator) -> None:
    client = Client(app)
    good = laptop.copy().answer(options(client, "/sign-in/passkey/challenge", "/sign-in"))
    whole = ("", "{}", "[]", "null", "1", "\x00", "[" * 20_000, "{" * 900, "x" * 30_000, '{"id": 1, "rawId": []}')
    bent = tuple(good.replace(old, new, 1) for old, new in (
        ("clientDataJSON", "clientData"), ("public-key", "password"),
        ('"response": {', '"response": {"signature": 5, '),
        ('"signature": "', '"signature": "é'), ('"authenticatorData": "', '"authenticatorData": "AAAA'),
        ('"clientDataJSON": "', '"clientDataJSON": "e30='), ('"rawId": "', '"rawId": "AA'),
    ))  # fmt: skip
    for answer in (*whole, *bent):
        options(client, "/sign-in/passkey/challenge", "/sign-in")
        page = send_passkey(client, answer)
        assert page.status == 422, answer[:80]
    assert not is_in(client)


@pytest.mark.long
def test_an_answer_would_count_twice_or_in_another_browser_or_too_late(app: Flask, laptop: Authenticator) -> None:
    laptop.step = 0  # one that does not count: only the challenge tells an answer from its repetition
    with frozen(timedelta(hours=1)):
        client, thief = Client(app), Client(app)
        wanted = options(client, "/sign-in/passkey/challenge", "/sign-in")
        answer = laptop.answer(wanted)
        assert send_passkey(thief, answer).status == 422, "without the challenge's number in the cookie"
        thief.http.set_cookie("form", client.http.get_cookie("form").value)  # type: ignore[union-attr]
        assert send_passkey(client, answer).path == "/home"
        assert send_passkey(thief, answer).status == 422, "the challenge is used up, whoever has its number"
        failed = Client(app)
        wanted = options(failed, "/sign-in/passkey/challenge", "/sign-in")
        assert send_passkey(failed, laptop.copy().answer(wanted, signature=b"0" * 70)).status == 422
        assert send_passkey(failed, laptop.answer(wanted)).status == 422, "a failure uses it up as well"
        again = Client(app)
        wanted = options(again, "/sign-in/passkey/challenge", "/sign-in")
        assert send_passkey(again, laptop.answer(wanted) + " " * 20_000).status == 422, "a book is not looked at"
        assert with_passkey(again, laptop).path == "/home", "none of this hurt the passkey"
        options(Client(app), "/sign-in/passkey/challenge", "/sign-in")
        old = Client(app)
        wanted = options(old, "/sign-in/passkey/challenge", "/sign-in")
    with frozen(timedelta(hours=1) + challenges.LASTS):
        assert send_passkey(old, laptop.answer(wanted)).status == 422
        options(old, "/sign-in/passkey/challenge", "/sign-in")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PasskeyChallenge)) == 1, "old ones are erased"


@pytest.mark.long
def test_a_copy_of_a_passkey_would_go_unseen_or_go_on(app: Flask, laptop: Authenticator, rows: Any) -> None:
    copy = laptop.copy()
    with frozen(timedelta(hours=1)):
        for _ in range(2):
            assert with_passkey(Client(app), laptop).path == "/home"
        owner = Client(app)
        assert with_passkey(owner, laptop).path == "/home"
        with app.app_context():
            db.session.execute(sa.delete(OutgoingMessage))
            db.session.commit()
        assert with_passkey(Client(app), copy).status == 422
        assert "passkey.copied" in events(app)
        told = rows(sa.select(OutgoingMessage.template))
        assert sorted(told) == ["alert", "alert", "sign_in_changed"], "both administrators and the owner"
        assert "two devices seem to hold it" in owner.get("/account/sign-ins").words()
        assert with_passkey(Client(app), laptop).status == 422, "nobody knows which of the two is the owner's"
        assert events(app).count("passkey.copied") == 1, "a stopped one is refused and raises no second alarm"
        copy.count += 10
        assert with_passkey(Client(app), copy).status == 422
    with frozen(timedelta(hours=3)):
        client = Client(app)
        page = with_password(client, "linden@example.org")
        assert page.path == "/sign-in/code", "a stopped passkey is no reason to set up a new factor by password alone"


def test_an_authenticator_that_does_not_count_would_be_taken_for_a_copy(app: Flask, linden: str) -> None:
    device = Authenticator(step=0)
    with frozen():
        client = signed_in_with_app(app, linden)
        prove(app, client, linden)
        add_passkey(client, device)
        for _ in range(3):
            assert with_passkey(Client(app), device).path == "/home"


@pytest.mark.long
def test_a_new_passkey_would_be_taken_though_it_answers_something_else(app: Flask, linden: str, rows: Any) -> None:
    with frozen():
        client = signed_in_with_app(app, linden)
        page = client.get("/account/passkeys/new")
        assert page.path == "/sign-in/again", "adding one wants a fresh proof"
        prove(app, client, linden)
        for name, change in (
            ("other place", {"origin": "https://evil.example.org"}),
            ("not verified", {"flags": UP}),
        ):
            assert add_passkey(client, Authenticator(**change)).status == 422, name
        wanted = options(client, "/account/passkeys/challenge", "/account/passkeys/new")
        made = Authenticator().make(wanted, challenge="B" * 43)
        client.get("/account/passkeys/new")
        assert client.submit({"name": "Mine", "passkey": made}, form="passkey").status == 422
        client.get("/account/passkeys/new")
        right = Authenticator().make(wanted)
        assert client.submit({"name": "Mine", "passkey": right}, form="passkey").status == 422, "its challenge is gone"
        client.get("/account/passkeys/new")
        asked = options(client, "/sign-in/again/passkey/challenge", "/account/passkeys/new")
        for_proof = {**wanted, "challenge": asked["challenge"]}
        answer = Authenticator().make(for_proof)
        assert client.submit({"name": "Mine", "passkey": answer}, form="passkey").status == 422, "asked for a proof"
        assert rows(sa.select(Passkey.id)) == []
        device = Authenticator()
        assert add_passkey(client, device).path == "/account/sign-ins"
        page = add_passkey(client, device)
        assert page.status == 422
        assert "has been added already" in page.words()
    with frozen(timedelta(minutes=15)):
        assert client.get("/account/passkeys/new").path == "/sign-in/again", "the proof of a factor change is short"


def test_another_persons_passkey_would_prove_or_be_removed(app: Flask, laptop: Authenticator, browser_for: Any) -> None:
    with app.app_context():
        passkey = db.session.scalars(sa.select(Passkey.id)).one()
    with frozen(timedelta(hours=1)):
        rowan = browser_for("rowan")
        wanted = options(rowan, "/sign-in/again/passkey/challenge", "/sign-in/again")
        page = send_passkey(rowan, laptop.answer(wanted), "/sign-in/again/passkey", "/sign-in/again")
        assert page.status == 422
        assert rowan.get("/account/password").path == "/sign-in/again", "nothing was proven"
        rowan.submit({"password": "demo-only-rowan"}, form="password")
        assert rowan.get(f"/account/passkeys/{passkey}/removal").status == 404


@pytest.mark.long
def test_a_proof_by_passkey_would_not_count_or_lose_what_was_typed(
    app: Flask, laptop: Authenticator, linden: str, rows: Any
) -> None:
    with frozen(timedelta(hours=1)):
        client = Client(app)
        with_passkey(client, laptop)
        before = client.http.get_cookie("casework").value  # type: ignore[union-attr]
        assert client.get("/account/password").path == "/sign-in/again", "signing in is no fresh proof"
        assert 'data-passkey="get"' in client.page.text  # type: ignore[union-attr]
        token = token_on(client, "/account/sign-ins")
        page = client.post(
            "/account/recovery-codes",
            {"csrf_token": token, "once": "5" * 32, "note": "Canary words", "passkey": "Canary answer"},
        )
        assert page.path == "/sign-in/again"
        assert "has been kept" in page.words()
        wanted = options(client, "/sign-in/again/passkey/challenge", "/sign-in/again")
        assert "user" not in wanted
        page = send_passkey(client, laptop.answer(wanted), "/sign-in/again/passkey", "/sign-in/again")
        assert page.path.startswith("/kept/"), page.words()
        assert "Canary words" in page.text
        assert "Canary answer" not in page.text, "what a passkey answered is never kept"
        assert client.http.get_cookie("casework").value != before, "a proof gives a new token"  # type: ignore[union-attr]
        assert client.get("/account/password").path == "/account/password"
        removed = Client(app)
        with_passkey(removed, laptop)
        with app.app_context():
            db.session.execute(sa.delete(Passkey))
            db.session.commit()
        wanted = options(removed, "/sign-in/again/passkey/challenge", "/sign-in/again")
        page = send_passkey(removed, laptop.answer(wanted), "/sign-in/again/passkey", "/sign-in/again")
        assert page.status == 422, "a removed passkey proves nothing"


@pytest.mark.long
def test_what_was_typed_before_an_idle_end_would_be_lost_to_a_passkey(app: Flask, laptop: Authenticator) -> None:
    with frozen(timedelta(hours=1)):
        client = Client(app)
        with_passkey(client, laptop)
        typed = {"csrf_token": token_on(client, "/account/sign-ins"), "once": "6" * 32, "note": "Canary words"}
    with frozen(timedelta(hours=1, minutes=25)):
        assert client.post("/account/recovery-codes", typed).path == "/sign-in"
        page = with_passkey(client, laptop)
        assert page.path.startswith("/kept/"), page.words()
        assert "Canary words" in page.text


@pytest.mark.long
def test_the_last_factor_could_be_removed_or_a_password_alone_set_up_another(
    app: Flask, laptop: Authenticator, linden: str, rows: Any
) -> None:
    with app.app_context():
        passkey = db.session.scalars(sa.select(Passkey.id)).one()
        with app.test_request_context():
            account = db.session.scalars(sa.select(Account).where(Account.email == linden)).one()
            second_factor.remove(account.id)
            db.session.commit()
    with frozen(timedelta(hours=1)):
        half = Client(app)
        page = with_password(half, linden)
        assert page.path == "/sign-in/code"
        assert page.title().startswith("Use your passkey")
        assert half.get("/sign-in/set-up").path == "/sign-in"
        assert half.post("/sign-in/set-up/passkey/challenge", {"csrf_token": token_on(half, "/sign-in")}).status == 404
        assert half.post("/sign-in/code", {"csrf_token": token_on(half, "/sign-in"), "code": "000000"}).status == 422
        assert not is_in(half)
        client = Client(app)
        with_passkey(client, laptop)
        client.get("/sign-in/again")
        page = client.submit({"password": "kettle harbour violet"}, form="password")
        assert page.status == 422, "a password alone is no proof where a passkey is the second factor"
        wanted = options(client, "/sign-in/again/passkey/challenge", "/sign-in/again")
        send_passkey(client, laptop.answer(wanted), "/sign-in/again/passkey", "/sign-in/again")
        client.get(f"/account/passkeys/{passkey}/removal")
        page = client.submit()
        assert page.status == 422
        assert "only second factor" in page.words()
        phone = Authenticator()
        add_passkey(client, phone, "Phone")
        client.get(f"/account/passkeys/{passkey}/removal")
        page = client.submit()
        assert page.path == "/account/sign-ins", page.words()
        assert rows(sa.select(Passkey.name)) == ["Phone"]
        assert with_passkey(Client(app), laptop).status == 422, "a removed passkey opens nothing"
        assert with_passkey(Client(app), phone).path == "/home"


@pytest.mark.long
def test_other_sessions_would_outlive_a_change_of_factors(app: Flask, laptop: Authenticator, linden: str) -> None:
    with frozen(timedelta(hours=1)):
        other = signed_in_with_app(app, linden)
        client = Client(app)
        with_passkey(client, laptop)
        prove(app, client, linden)
        add_passkey(client, Authenticator(), "Phone")
        assert is_in(client)
        assert not is_in(other)
    assert set(why_ended(app)[-2:]) == {"changed", None}, "both began in the same moment"


def test_a_first_passkey_would_not_do_in_place_of_an_app(app: Flask, linden: str, rows: Any) -> None:
    device = Authenticator()
    with frozen():
        client = Client(app)
        page = with_password(client, linden)
        assert page.path == "/sign-in/set-up"
        assert 'data-passkey="create"' in page.text
        wanted = options(client, "/sign-in/set-up/passkey/challenge", "/sign-in/set-up")
        bad = send_passkey(client, Authenticator(flags=UP).make(wanted), "/sign-in/set-up/passkey", "/sign-in/set-up")
        assert bad.status == 422
        wanted = options(client, "/sign-in/set-up/passkey/challenge", "/sign-in/set-up")
        page = send_passkey(client, device.make(wanted), "/sign-in/set-up/passkey", "/sign-in/set-up")
        assert page.path == "/home", page.words()
        assert rows(sa.select(Account.second_factor).where(Account.email == linden)) == [True]
        assert with_password(Client(app), linden).path == "/sign-in/code"
        assert with_passkey(Client(app), device).path == "/home"


def test_a_suspended_person_would_come_in_by_passkey(app: Flask, laptop: Authenticator, change: Any) -> None:
    with frozen(timedelta(hours=1)):
        change("linden", suspended_at=now())
        client = Client(app)
        page = with_passkey(client, laptop)
        assert page.status == 422
        assert NOT_TAKEN in page.words()
        assert not is_in(client)


def test_a_code_would_still_be_wanted_where_scripts_are_off(app: Flask, laptop: Authenticator, linden: str) -> None:
    with frozen(timedelta(hours=1)):
        client = Client(app)
        page = with_password(client, linden)
        assert page.path == "/sign-in/code"
        assert 'hidden class="app-passkey"' in page.text, "the button waits for its script"
        assert client.submit({"code": code_of(app, linden)}, form="code").path == "/home"
        assert laptop.count == 0
