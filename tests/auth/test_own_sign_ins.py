"""What people see and change of their own way of signing in; and what ends their sessions."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.accounts import resets
from auth.accounts import service as accounts
from auth.accounts.finding import account_by_email, agencies
from auth.current import actor_of
from auth.models import SecondFactor, UserSession
from auth.roles import Role
from auth.sign_in import devices, invitations, recovery
from auth.sign_in.models import AccountNotice, Passkey, RecoveryCode
from casework.notifications.models import OutgoingMessage
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.auth.conftest import PASSWORD
from tests.auth.ways_in import (
    code_of,
    is_in,
    next_code_of,
    prove,
    signed_in_with_app,
    token_on,
    why_ended,
    with_password,
)
from tests.client import Client, Page

NEXT = "ladder orchard pewter"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"
NOTICE = "Something has happened to how your account is signed in to"


@pytest.fixture
def linda(app: Flask, linden: str) -> Client:
    """Linden's browser on the first day, with a fresh proof."""
    with frozen():
        client = signed_in_with_app(app, linden, agent=LAPTOP)
        prove(app, client, linden)
    return client


def mails(app: Flask) -> list[str]:
    with app.app_context():
        found = list(db.session.scalars(sa.select(OutgoingMessage.template).order_by(OutgoingMessage.created_at)))
        db.session.execute(sa.delete(OutgoingMessage))
        db.session.commit()
    return found


def made_codes(client: Client) -> list[str]:
    client.get("/account/recovery-codes")
    page = client.submit()
    assert page.tree is not None
    return ["".join(one.itertext()) for one in page.tree.iter("span") if one.get("class") == "app-secret"]


def with_recovery_code(client: Client, email: str, code: str) -> Page:
    with_password(client, email)
    client.get("/sign-in/recovery-code")
    return client.submit({"recovery_code": code}, form="recovery_code")


@pytest.mark.long
def test_a_recovery_code_would_work_twice_or_alone_or_unnoticed(
    app: Flask, linden: str, linda: Client, rows: Any
) -> None:
    with frozen():
        codes = made_codes(linda)
        assert len(set(codes)) == 10
        assert all(len(code.replace(" ", "")) == 16 for code in codes)
        assert not any(code in linda.get("/account/recovery-codes").text for code in codes), "they are shown once"
        mails(app)
    with frozen(timedelta(minutes=2)):
        alone = Client(app)
        assert alone.get("/sign-in/recovery-code").path == "/sign-in", "a code without the password"
        lost = Client(app)
        assert with_recovery_code(lost, linden, "AAAA BBBB CCCC DDDD").status == 422
        assert not is_in(lost)
        page = with_recovery_code(lost, linden, codes[0].lower().replace(" ", ""))
        assert page.path == "/home", page.words()
        assert NOTICE in linda.get("/account/password").text, "the owner is told in the other browser"
        assert mails(app).count("sign_in_changed") == 1
        assert "A recovery code was used" in linda.get("/account/sign-ins").words()
        assert "9 left" in linda.get("/account/sign-ins").words()
        again = Client(app)
        page = with_recovery_code(again, linden, codes[0])
        assert page.status == 422
        assert "used before" in page.words()
        assert not is_in(again)
    assert rows(sa.select(UserSession.factors).order_by(UserSession.created_at))[-1] == "password+recovery"
    with app.app_context():
        stored = str(db.session.execute(sa.text("SELECT * FROM recovery_code")).all())
        events = list(db.session.scalars(sa.select(AccessEntry.event)))
    assert not any(code in stored or code.replace(" ", "") in stored for code in codes)
    assert {"recovery_codes.make", "recovery_code.use"} <= set(events)


def test_older_codes_or_another_accounts_would_count(app: Flask, linden: str, linda: Client) -> None:
    with frozen():
        old, new = made_codes(linda), made_codes(linda)
        with app.test_request_context():
            theirs, mine = account_by_email("rowan@example.org"), account_by_email(linden)
            assert theirs is not None
            assert mine is not None
            assert not recovery.use(theirs.id, new[0])
            assert not recovery.use(mine.id, old[0])
            assert not recovery.use(mine.id, "")
            assert recovery.use(mine.id, new[0])
            assert not recovery.use(mine.id, new[0]), "of two at once one is let in"


def test_a_stolen_database_would_let_codes_be_guessed(app: Flask, linda: Client) -> None:
    """The hash is made with a key of the keyring: another installation's key gives another hash of the same code."""
    with frozen():
        code = made_codes(linda)[0].replace(" ", "")
        with app.test_request_context():
            row = db.session.scalars(sa.select(RecoveryCode)).first()
            stored = {bytes(one) for one in db.session.scalars(sa.select(RecoveryCode.code_hash))}
            assert row is not None
            key = app.extensions["casework-keyring"].by_id(row.key_id)
            assert recovery._hash(key, row.account_id, code) in stored
            assert recovery._hash(bytes(32), row.account_id, code) not in stored


def test_codes_could_be_guessed_without_end(app: Flask, linden: str, linda: Client) -> None:
    with frozen():
        code = made_codes(linda)[0]
        guesser = Client(app)
        guesser.http.environ_base["REMOTE_ADDR"] = "10.7.7.7"
        with_password(guesser, linden)
        guesser.get("/sign-in/recovery-code")
        answers = [guesser.submit({"recovery_code": "AAAA"}, form="recovery_code").status for _ in range(6)]
        assert answers == [422] * 5 + [429]
        assert guesser.submit({"recovery_code": code}, form="recovery_code").status == 429


@pytest.mark.long
def test_whoever_lost_the_telephone_could_not_set_up_the_next_one(
    app: Flask, linden: str, linda: Client, rows: Any
) -> None:
    with frozen():
        codes = made_codes(linda)
        old = code_of(app, linden, 2)
    with frozen(timedelta(hours=1)):
        lost = Client(app)
        with_recovery_code(lost, linden, codes[0])
        assert lost.get("/account/authenticator").path == "/sign-in/again"
        page = lost.submit({"password": PASSWORD}, form="password")
        assert page.status == 422, "a password is no proof by itself"
        page = lost.submit({"password": PASSWORD, "recovery_code": "AAAA BBBB CCCC DDDD"}, form="password")
        assert page.status == 422
        page = lost.submit({"password": PASSWORD, "recovery_code": codes[1]}, form="password")
        assert page.path == "/account/authenticator", page.words()
        kept = rows(sa.select(SecondFactor.next_secret_sealed))
        assert kept == [None], "asking for the page makes no secret"
        assert "Key:" not in page.words()
        page = lost.submit(form="begin")
        assert page.path == "/account/authenticator"
        shown = page.words()
        assert "Key:" in shown
        assert lost.get("/account/authenticator").words() == shown, "a reload must not change the secret"
        assert lost.submit({"code": code_of(app, linden)}, form="code").status == 422, "the old app's code"
        other = signed_in_with_app(app, linden)
        assert is_in(other), "the old app goes on until the new one's first code"
        first = next_code_of(app, linden)
        lost.get("/account/authenticator")
        page = lost.submit({"code": first}, form="code")
        assert page.path == "/account/sign-ins", page.words()
        assert is_in(lost)
        assert not is_in(other)
        half = Client(app)
        with_password(half, linden)
        assert half.submit({"code": first}, form="code").status == 422, "its first code is used up"
        assert half.submit({"code": old}, form="code").status == 422
        assert half.submit({"code": code_of(app, linden, 1)}, form="code").path == "/home"


@pytest.mark.long
def test_a_password_would_be_changed_without_the_present_one(
    app: Flask, linden: str, linda: Client, browser_for: Any
) -> None:
    def change(present: str, new: str) -> Page:
        linda.get("/account/password")
        return linda.submit({"password": present, "new_password": new}, form="new_password")

    with frozen():
        before = linda.http.get_cookie("casework").value  # type: ignore[union-attr]
        page = change("not the password", NEXT)
        assert page.status == 422
        assert "The password is not right" in page.words()
        assert change(PASSWORD, "too short").status == 422
        assert change(PASSWORD, "linden marsh linden").status == 422, "made of the person's own name"
        assert change(PASSWORD, "password1234password").status == 422
        assert change(PASSWORD, PASSWORD).status == 422, "the same again"
        mails(app)
        page = change(PASSWORD, NEXT)
        assert page.path == "/account/sign-ins", page.words()
        assert mails(app) == ["sign_in_changed"]
        assert linda.http.get_cookie("casework").value != before  # type: ignore[union-attr]
        assert with_password(Client(app), linden).status == 422
        assert with_password(Client(app), linden, NEXT).path == "/sign-in/code"
        rowan = browser_for("rowan")
        rowan.get("/account/password")
        rowan.submit({"password": "demo-only-rowan"}, form="password")
        page = rowan.submit({"password": "demo-only-rowan", "new_password": NEXT}, form="new_password")
        assert "Its password is fixed" in page.words()


def test_guesses_at_the_present_password_would_not_be_braked(linda: Client) -> None:
    with frozen():
        linda.get("/account/password")
        guess = {"password": "not the password", "new_password": NEXT}
        answers = [linda.submit(guess, form="new_password").status for _ in range(6)]
        assert answers == [422] * 5 + [429]


@pytest.mark.long
def test_a_third_session_would_stay_beside_two(app: Flask, linden: str, linda: Client) -> None:
    with frozen(timedelta(minutes=2)):
        linda.get("/home")
        phone = signed_in_with_app(app, linden, agent=PHONE)
    with frozen(timedelta(minutes=4)):
        linda.get("/home")
        third = signed_in_with_app(app, linden)
        assert is_in(linda)
        assert is_in(third)
        assert not is_in(phone), "the one longest unused ends"
        words = third.get("/account/sign-ins").words()
        assert "Edge on Windows" in words
        assert "You signed in on a third device" in words
        assert words.count("This one") == 1
    with frozen(timedelta(minutes=30)):
        late = signed_in_with_app(app, linden)
        assert is_in(late)
    assert why_ended(app).count("too_many") == 1, "sessions that are over take no place"


def test_a_sign_in_elsewhere_would_go_unnoticed(app: Flask, linden: str, linda: Client, rows: Any) -> None:
    with frozen(timedelta(minutes=2)):
        mails(app)
        linda.get("/account/sign-ins")
        linda.get("/account/sign-ins")
        assert NOTICE not in linda.page.text  # type: ignore[union-attr]
        phone = signed_in_with_app(app, linden, agent=PHONE)
        assert mails(app) == ["sign_in_changed"]
        assert NOTICE not in phone.get("/account/sign-ins").text
        assert NOTICE in linda.get("/account/password").text
        assert rows(sa.select(AccountNotice.seen_at).where(AccountNotice.what == "elsewhere")) == [None], (
            "the one who came in cannot make the notice go away"
        )
        words = linda.get("/account/sign-ins").words()
        assert "signed in to on another device: 23 November 2026 at 9:02am, Safari on iPhone" in words
        assert NOTICE not in linda.get("/account/password").text
    with frozen(timedelta(hours=12)):
        known = Client(app)
        device = phone.http.get_cookie("device")
        assert device is not None
        known.http.set_cookie("device", device.value)
        with_password(known, linden)
        known.submit({"code": code_of(app, linden)}, form="code")
        assert mails(app) == [], "a device that is known, and alone, is no news"
    with app.app_context():
        text = str(db.session.execute(sa.text("SELECT * FROM account_notice")).all())
        assert linden not in text


@pytest.mark.long
def test_somebody_elses_session_could_be_ended_or_ones_own_without_a_proof(
    app: Flask, linden: str, linda: Client, browser_for: Any
) -> None:
    with frozen(timedelta(minutes=2)):
        rowan = browser_for("rowan")
        phone = signed_in_with_app(app, linden, agent=PHONE)
        with app.app_context():
            found = db.session.execute(sa.select(UserSession.device, UserSession.id)).all()
        ids = {row.device: row.id for row in found}
        token = token_on(phone, "/account/sign-ins")
        page = phone.post(f"/account/sign-ins/{ids['Edge on Windows']}/end", {"csrf_token": token})
        assert page.path == "/sign-in/again"
        assert is_in(linda)
        token = token_on(linda, "/account/sign-ins")
        assert linda.post(f"/account/sign-ins/{ids[devices.UNKNOWN]}/end", {"csrf_token": token}).status == 404
        assert is_in(rowan)
        page = linda.post(f"/account/sign-ins/{ids['Safari on iPhone']}/end", {"csrf_token": token})
        assert page.path == "/account/sign-ins"
        assert not is_in(phone)
        assert "You ended it" in page.words()
    with frozen(timedelta(minutes=4)):
        phone = signed_in_with_app(app, linden, agent=PHONE)
        page = linda.post("/account/sign-ins/others/end", {"csrf_token": token})
        assert "1 other sign-in has ended" in page.words()
        assert not is_in(phone)
        assert is_in(linda)


@pytest.mark.parametrize("verb", ["give", "end", "move", "reset", "invitation"])
def test_a_change_by_the_administrator_would_leave_a_session_or_a_factor(
    app: Flask, linden: str, linda: Client, rows: Any, verb: str
) -> None:
    with frozen(), app.test_request_context(), unit_of_work():
        oak, account = account_by_email("oak@example.org"), account_by_email(linden)
        assert oak is not None
        assert account is not None
        recovery.make(account)
        db.session.add(Passkey(account_id=account.id, credential_hash=bytes(32), public_key=b"", name="Laptop"))
        panel, role, day = "asb_marac", Role.MEMBER, START.date()
        given = {"panel": panel, "role": role, "from_on": day, "to_on": day}
        if verb == "end":
            appointment = accounts.appoint(actor=None, account=account, **given)
            accounts.end_appointment(actor=actor_of(oak), account=account, appointment=appointment)
        elif verb == "give":
            accounts.appoint(actor=actor_of(oak), account=account, **given)
        elif verb == "move":
            other = next(one for one in agencies() if one.id != account.agency_id)
            accounts.move_to_agency(actor=actor_of(oak), account=account, agency=other)
        elif verb == "reset":
            sedge = account_by_email("sedge@example.org")
            assert sedge is not None
            resets.confirm(actor=actor_of(sedge), reset=resets.ask(actor=actor_of(oak), account=account))
        else:
            code = invitations.invite(account=account, made_by_id=oak.id)
    with frozen():
        if verb == "invitation":
            assert is_in(linda), "a code that was made and not used changes nothing yet"
            client = Client(app)
            client.get("/invitation")
            page = client.submit({"email": linden, "code": code, "password": NEXT}, form="code")
            assert page.path == "/sign-in/set-up", page.words()
        assert not is_in(linda)
    if verb in ("reset", "invitation"):
        kept = rows(sa.select(RecoveryCode.id)) + rows(sa.select(Passkey.id))
        assert kept == [], "what is from before would be a way around the new start"


def test_a_known_password_alone_would_open_a_side_door(app: Flask, linden: str, linda: Client) -> None:
    """Whoever has the password and nothing else tries every page that begins a session."""
    with frozen(timedelta(minutes=2)):
        thief = Client(app)
        with_password(thief, linden)
        token = token_on(thief, "/sign-in")
        for path, fields in (
            ("/sign-in/code", {"code": "000000"}),
            ("/sign-in/recovery-code", {"recovery_code": "AAAA BBBB CCCC DDDD"}),
            ("/sign-in/set-up", {"code": code_of(app, linden, 1)}),
            ("/sign-in/set-up/passkey", {"passkey": "{}"}),
            ("/sign-in/passkey", {"passkey": "{}"}),
            ("/invitation", {"email": linden, "code": "AAAABBBBCCCCDDDD", "password": NEXT}),
        ):
            thief.post(path, {"csrf_token": token, **fields})
            assert not is_in(thief), path
        assert is_in(linda)


def test_devices_are_told_apart_in_plain_words() -> None:
    said = {
        LAPTOP: "Edge on Windows",
        PHONE: "Safari on iPhone",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox on Linux",
        "Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36": "Chrome on Android",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1.15": "Safari on Mac",
        "curl/8.5": devices.UNKNOWN,
        "": devices.UNKNOWN,
        "<script>" * 500: devices.UNKNOWN,
    }
    assert {agent: devices.described(agent) for agent in said} == said
    assert max(len(words) for words in said.values()) <= 80
