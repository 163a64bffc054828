"""Signing in: password, code, throttle, and the same answer for every kind of failure."""

import statistics
import time
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessedObject, AccessEntry
from auth.models import Account, SecondFactor, SignInTry
from auth.sign_in import codes, passwords, second_factor
from config import Settings
from extensions import db, now
from tests.auth.clock import START, frozen
from tests.auth.conftest import PASSWORD
from tests.client import Client, Page


def attempt(client: Client, email: str, password: str) -> Page:
    client.get("/sign-in")
    return client.submit({"email": email, "password": password})


def from_network(app: Flask, address: str) -> Client:
    client = Client(app)
    client.http.environ_base["REMOTE_ADDR"] = address
    return client


def secret(app: Flask, email: str) -> str:
    with app.test_request_context():
        account = db.session.scalars(sa.select(Account).where(Account.email == email)).one()
        factor = second_factor.of_account(account.id)
        assert factor is not None
        return second_factor.secret_of(factor)


def code_now(app: Flask, email: str, steps: int = 0) -> str:
    return codes.code_at(secret(app, email), codes.step_of(now()) + steps)


def set_up(app: Flask, client: Client, email: str) -> Page:
    page = attempt(client, email, PASSWORD)
    assert page.path == "/sign-in/set-up", page.words()
    return client.submit({"code": code_now(app, email)})


def test_a_demo_account_would_not_come_in_with_its_password_alone(browser_for: Any) -> None:
    assert attempt(browser_for(), "rowan@example.org", "demo-only-rowan").path == "/home"


def test_capitals_in_the_address_would_keep_a_person_out(browser_for: Any) -> None:
    assert attempt(browser_for(), " Rowan@EXAMPLE.org ", "demo-only-rowan").path == "/home"


@pytest.mark.parametrize("email", ["rowan@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_account_would_get_different_answers(browser_for: Any, email: str) -> None:
    """AC 25."""
    page = attempt(browser_for(), email, "not the password")
    assert page.status == 422
    assert "The e-mail address and password do not fit together" in page.words()
    assert dict(page.fields("email"))["email"] == email
    assert "not the password" not in page.text


def test_a_suspended_account_would_be_told_that_it_is_suspended(browser_for: Any, change: Any) -> None:
    change("rowan", suspended_at=now())
    suspended = attempt(browser_for(), "rowan@example.org", "demo-only-rowan")
    wrong = attempt(browser_for(), "rowan@example.org", "not the password")
    assert suspended.status == 422
    assert suspended.words() == wrong.words()


def test_a_demo_account_would_work_outside_the_demo(app: Flask, browser_for: Any, monkeypatch: Any) -> None:
    rowan = browser_for("rowan")
    real: Settings = app.extensions["casework-settings"].model_copy(update={"demo": False})
    monkeypatch.setitem(app.extensions, "casework-settings", real)
    assert rowan.get("/home", follow=False).status == 302
    assert attempt(browser_for(), "rowan@example.org", "demo-only-rowan").status == 422


def test_an_unknown_account_would_be_answered_faster_than_a_known_one(app: Flask) -> None:
    took: dict[str, list[float]] = {"rowan@example.org": [], "nobody@example.org": []}
    for round_number in range(4):
        for email, times in took.items():
            client = from_network(app, f"10.9.{round_number}.{len(email)}")
            client.get("/sign-in")
            started = time.perf_counter()
            client.submit({"email": email, "password": "not the password"})
            times.append(time.perf_counter() - started)
    known, unknown = (statistics.median(times) for times in took.values())
    assert 0.5 < known / unknown < 2, took


def test_empty_boxes_would_be_counted_as_a_guess(browser_for: Any, rows: Any) -> None:
    page = attempt(browser_for(), "", "")
    assert page.status == 422
    assert "Enter your password" in page.words()
    assert rows(sa.select(SignInTry.id)) == []


def test_a_sign_in_would_leave_no_entry_or_one_with_the_address(app: Flask, browser_for: Any, account_id: Any) -> None:
    browser_for("rowan")
    attempt(browser_for(), "rowan@example.org", "wrong")
    attempt(browser_for(), "nobody@example.org", "wrong")
    with app.app_context():
        found = db.session.execute(
            sa.select(AccessEntry.event, AccessEntry.outcome, AccessedObject.object_id)
            .outerjoin(AccessedObject, AccessedObject.entry_number == AccessEntry.number)
            .where(AccessEntry.event.like("sign_in%"))
            .order_by(AccessEntry.number)
        ).all()
        everything = str(db.session.execute(sa.text("SELECT * FROM access_entry")).all())
    assert [tuple(row) for row in found] == [
        ("sign_in", "allowed", account_id("rowan")),
        ("sign_in_failed", "refused", account_id("rowan")),
        ("sign_in_failed", "refused", None),
    ]
    assert "example.org" not in everything


@pytest.mark.usefixtures("broken_log")
def test_a_sign_in_would_succeed_though_no_entry_can_be_written(browser_for: Any) -> None:
    client = browser_for()
    page = attempt(client, "rowan@example.org", "demo-only-rowan")
    assert page.status == 503
    assert client.get("/home", follow=False).status == 302


def test_the_first_sign_in_would_not_set_up_a_second_factor(app: Flask, linden: str, browser_for: Any) -> None:
    client = browser_for()
    page = set_up(app, client, linden)
    assert page.path == "/home"
    with app.app_context():
        account = db.session.scalars(sa.select(Account).where(Account.email == linden)).one()
        assert account.second_factor


def test_the_page_of_the_second_factor_would_not_show_square_and_key(app: Flask, linden: str) -> None:
    client = Client(app)
    page = attempt(client, linden, PASSWORD)
    assert codes.in_fours(secret(app, linden)) in page.words()
    assert 'class="app-square"' in page.text
    assert " style=" not in page.text
    assert client.get("/sign-in/set-up").words() == page.words(), "A reload must not change the secret."


def test_a_password_alone_would_open_the_service(app: Flask, linden: str) -> None:
    client = Client(app)
    attempt(client, linden, PASSWORD)
    assert client.get("/home", follow=False).status == 302


def test_the_secret_would_be_shown_again_once_it_is_confirmed(app: Flask, linden: str) -> None:
    with frozen():
        set_up(app, Client(app), linden)
    with frozen(timedelta(minutes=5)):
        client = Client(app)
        page = attempt(client, linden, PASSWORD)
        assert page.path == "/sign-in/code"
        page = client.get("/sign-in/set-up", follow=False)
        assert page.response.headers["Location"] == "/sign-in"


def test_the_secret_would_stand_in_the_database(app: Flask, linden: str) -> None:
    attempt(Client(app), linden, PASSWORD)
    with app.app_context():
        sealed = db.session.scalars(sa.select(SecondFactor.secret_sealed)).one()
    assert secret(app, linden).encode() not in bytes(sealed or b"")


def test_a_code_would_work_twice(app: Flask, linden: str) -> None:
    with frozen():
        set_up(app, Client(app), linden)
        client = Client(app)
        attempt(client, linden, PASSWORD)
        page = client.submit({"code": code_now(app, linden)})
        assert page.status == 422
        assert "used before" in page.words()
        assert client.submit({"code": code_now(app, linden, -1)}).status == 422, "An older code is used up too."
    with frozen(timedelta(seconds=60)):
        client = Client(app)
        attempt(client, linden, PASSWORD)
        assert client.submit({"code": code_now(app, linden)}).path == "/home"


def test_the_same_code_at_the_same_time_would_let_two_in(app: Flask, linden: str, rows: Any) -> None:
    with frozen():
        set_up(app, Client(app), linden)
    with app.test_request_context(), frozen(timedelta(minutes=2)):
        account = db.session.scalars(sa.select(Account).where(Account.email == linden)).one()
        factor = second_factor.of_account(account.id)
        assert factor is not None
        code = codes.code_at(second_factor.secret_of(factor), codes.step_of(now()))
        stale = factor.last_step
        assert second_factor.use_code(factor, code)
        factor.last_step = stale  # what a second request read before the first one wrote
        db.session.expire(factor, ["last_step"])
        assert not second_factor.use_code(factor, code)


def test_half_a_sign_in_would_last(app: Flask, linden: str) -> None:
    with frozen():
        set_up(app, Client(app), linden)
        client = Client(app)
        attempt(client, linden, PASSWORD)
    with frozen(timedelta(minutes=10)):
        assert client.get("/sign-in/code").path == "/sign-in"


def test_half_a_sign_in_would_outlive_a_new_password(app: Flask, linden: str) -> None:
    with frozen():
        set_up(app, Client(app), linden)
        client = Client(app)
        attempt(client, linden, PASSWORD)
        with app.app_context():
            db.session.execute(sa.update(Account).where(Account.email == linden).values(password_hash="changed"))
            db.session.commit()
        assert client.get("/sign-in/code").path == "/sign-in"


def test_what_one_person_left_in_the_browser_would_meet_the_next(app: Flask, linden: str) -> None:
    with frozen():
        client = Client(app)
        set_up(app, client, linden)
        token = dict(client.get("/home").fields("csrf_token"))["csrf_token"]
        client.post("/sign-out", {"csrf_token": token})
        assert client.get("/sign-in/code").path == "/sign-in", "The half sign-in is gone with the whole one."
        assert client.post("/sign-in", {"csrf_token": token}).status == 400, "So is the secret of the forms."


def test_codes_could_be_guessed_without_end(app: Flask, linden: str) -> None:
    with frozen():
        set_up(app, Client(app), linden)
        client = from_network(app, "10.1.1.1")
        attempt(client, linden, PASSWORD)
        answers = [client.submit({"code": "000000"}, form="code").status for _ in range(6)]
        assert answers == [422] * 5 + [429]
        attempt(client, linden, PASSWORD)
        assert client.submit({"code": code_now(app, linden, 1)}).status == 429, "The right password is no new start."


@pytest.mark.usefixtures("quick_hashes")
def test_passwords_could_be_guessed_without_end(app: Flask) -> None:
    with frozen():
        stranger = from_network(app, "10.1.1.1")
        answers = [attempt(stranger, "rowan@example.org", f"guess {n}").status for n in range(6)]
        assert answers == [422] * 5 + [429]
        right = attempt(stranger, "rowan@example.org", "demo-only-rowan")
        assert right.status == 429, "While a brake is on, the right password is not looked at either."
        assert "You can try again at 9:01am" in right.words()
        assert right.response.headers["Retry-After"] == "30"
        assert dict(right.fields("email"))["email"] == "rowan@example.org"
    with frozen(timedelta(seconds=31)):
        assert attempt(stranger, "rowan@example.org", "demo-only-rowan").path == "/home"


@pytest.mark.long
@pytest.mark.usefixtures("quick_hashes")
def test_guesses_from_elsewhere_would_lock_the_owner_out(app: Flask) -> None:
    with frozen():
        known_device, known_network = from_network(app, "10.2.2.2"), from_network(app, "10.2.2.2")
        attempt(known_device, "rowan@example.org", "demo-only-rowan")
        for number in range(30):
            attempt(from_network(app, f"10.3.0.{number}"), "rowan@example.org", "guess")
        assert attempt(from_network(app, "10.4.0.1"), "rowan@example.org", "guess").status == 429
        assert attempt(known_network, "rowan@example.org", "demo-only-rowan").path == "/home"
        known_device.http.environ_base["REMOTE_ADDR"] = "10.5.5.5"
        known_device.http.delete_cookie("casework")
        assert attempt(known_device, "rowan@example.org", "demo-only-rowan").path == "/home"


@pytest.mark.usefixtures("quick_hashes")
def test_guesses_on_the_same_network_would_lock_out_the_owners_own_device(app: Flask) -> None:
    with frozen():
        owner, colleague = from_network(app, "10.2.2.2"), from_network(app, "10.2.2.2")
        attempt(owner, "rowan@example.org", "demo-only-rowan")
        owner.http.delete_cookie("casework")
        for number in range(6):
            last = attempt(colleague, "rowan@example.org", f"guess {number}")
        assert last.status == 429
        assert attempt(owner, "rowan@example.org", "demo-only-rowan").path == "/home"


@pytest.mark.long
@pytest.mark.usefixtures("quick_hashes")
def test_one_password_could_be_tried_on_every_account(app: Flask) -> None:
    """AC 24."""
    with frozen():
        sprayer = from_network(app, "10.6.6.6")
        answers = [attempt(sprayer, f"name{n}@example.org", "Summertime2026").status for n in range(61)]
        assert answers == [422] * 60 + [429]
        assert attempt(from_network(app, "10.7.7.7"), "rowan@example.org", "demo-only-rowan").path == "/home"


@pytest.mark.long
@pytest.mark.usefixtures("quick_hashes")
def test_the_device_cookie_of_one_account_would_spare_another_or_be_forged(app: Flask) -> None:
    with frozen():
        client = from_network(app, "10.2.2.2")
        attempt(client, "rowan@example.org", "demo-only-rowan")
        client.http.delete_cookie("casework")
        for number in range(20):
            attempt(from_network(app, f"10.3.0.{number}"), "cora@example.org", "guess")
        client.http.environ_base["REMOTE_ADDR"] = "10.5.5.5"
        assert attempt(client, "cora@example.org", "guess").status == 429
        client.http.set_cookie("device", "WyJhIiwgWyJiIl1d.forged.signature")
        assert attempt(client, "cora@example.org", "guess").status == 429


def test_the_counted_tries_would_name_anybody(app: Flask, rows: Any) -> None:
    attempt(Client(app), "rowan@example.org", "guess")
    with app.app_context():
        stored = str(db.session.execute(sa.text("SELECT * FROM sign_in_try")).all())
    assert "rowan" not in stored
    assert "127.0.0.1" not in stored


def test_a_success_would_leave_earlier_slips_counted(app: Flask, rows: Any) -> None:
    client = Client(app)
    attempt(client, "rowan@example.org", "slip")
    attempt(client, "rowan@example.org", "demo-only-rowan")
    assert rows(sa.select(SignInTry.id)) == []


def test_an_odd_address_or_password_would_break_the_page(app: Flask) -> None:
    for number, odd in enumerate(["\x00", "a" * 100_000, "কলম@উদাহরণ.বাংলা", "'; DROP TABLE account;--", "🐦" * 400]):
        page = attempt(from_network(app, f"10.8.0.{number}"), odd.encode(errors="replace").decode(), odd)
        assert page.status == 422


def test_a_frozen_clock_would_make_the_tests_meaningless() -> None:
    with frozen():
        assert now() == START


def test_a_flood_of_tries_would_take_all_threads_or_count_against_somebody_who_waits(
    app: Flask, browser_for: Any
) -> None:
    client = browser_for()
    turns = [passwords.turn() for _ in range(passwords.AT_ONCE)]
    waiting = [passwords._line.acquire(blocking=False) for _ in range(passwords.WAITING)]
    with ExitStack() as held:
        for turn in turns:
            held.enter_context(turn)
        held.callback(lambda: [passwords._line.release() for _ in waiting])
        busy = [attempt(client, "rowan@example.org", "demo-only-rowan") for _ in range(7)]
        assert {page.status for page in busy} == {503}
        assert "Many people are signing in just now" in busy[0].words()
        assert busy[0].response.headers["Retry-After"] == "5"
        assert 'value="rowan@example.org"' in busy[0].text
        assert client.get("/asb-case-review").status == 200
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInTry)) == 0
    assert attempt(client, "rowan@example.org", "demo-only-rowan").path == "/home"


def test_the_end_of_a_sign_in_or_a_brake_would_leave_no_entry(app: Flask, browser_for: Any, rows: Any) -> None:
    with frozen():
        left, _, old = (browser_for("oak") for _ in range(3))
        left.get("/admin/agencies/new")
        old.get("/admin")
        for _ in range(10):
            attempt(browser_for(), "rowan@example.org", "wrong")
        token = dict(left.page.fields("name"))["csrf_token"]
        assert left.post("/admin/agencies/new", {"csrf_token": "wrong"}).status == 400
        left.post("/sign-out", {"csrf_token": token})
    with frozen(timedelta(minutes=25)):
        old.get("/admin")
        old.get("/admin")
    wanted = sa.select(AccessEntry.event, AccessEntry.outcome, AccessEntry.explanation).order_by(AccessEntry.number)
    with app.app_context():
        told = [tuple(row) for row in db.session.execute(wanted)]
    assert ("form.token", "refused", "the form was from another sign-in, or was open for too long") in told
    assert ("sign_out", "allowed", "you signed out") in told
    assert [row for row in told if row[0] == "session.over"] == [
        ("session.over", "allowed", "nothing was done for too long")
    ], "once"
    failed = [row[2] for row in told if row[0] == "sign_in_failed"]
    assert failed[0] == "the password was not right"
    assert failed[-1] == "the password was not right, and the next try has to wait"
    assert len(failed) < 10, "what the brake stops fills no log"
