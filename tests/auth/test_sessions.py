"""Sessions live on the server: ended there means ended everywhere."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts import service as accounts
from auth.accounts.finding import account_by_email, agencies
from auth.current import actor_of
from auth.models import UserSession
from extensions import now, unit_of_work
from tests.auth.clock import frozen
from tests.client import Client

COOKIE = "casework"


def token_of(client: Client) -> str:
    cookie = client.http.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def with_token(app: Flask, token: str) -> Client:
    client = Client(app)
    client.http.set_cookie(COOKIE, token)
    return client


def is_in(client: Client) -> bool:
    page = client.get("/admin", follow=False)
    if page.status == 303 or page.status == 302:
        assert "/sign-in" in page.response.headers["Location"]
        return False
    return page.status == 200


def test_a_copied_cookie_would_live_on_after_signing_out(app: Flask, browser_for: Any) -> None:
    """AC 21."""
    oak = browser_for("oak")
    thief = with_token(app, token_of(oak))
    assert is_in(thief)
    oak.post("/sign-out", {"csrf_token": csrf_of(oak)})
    assert not is_in(thief)
    assert not is_in(oak)


def csrf_of(client: Client, path: str = "/admin/agencies/new") -> str:
    page = client.get(path)
    return dict(page.fields("csrf_token"))["csrf_token"]


def test_signing_out_would_leave_the_cookie_or_stored_pages_in_the_browser(browser_for: Any) -> None:
    """AC 22."""
    oak = browser_for("oak")
    page = oak.post("/sign-out", {"csrf_token": csrf_of(oak)}, follow=False)
    assert oak.http.get_cookie(COOKIE) is None
    assert page.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "signed out" in oak.get("/signed-out").words()


def test_the_token_would_stand_in_the_database(browser_for: Any, rows: Any) -> None:
    token = bytes.fromhex(token_of(browser_for("oak")))
    stored = rows(sa.select(UserSession.token_hash))
    assert len(token) == 32
    assert token not in stored


def test_the_cookie_could_be_read_by_scripts_or_sent_by_other_sites(browser_for: Any) -> None:
    client = browser_for()
    client.get("/sign-in")
    page = client.submit({"email": "oak@example.org", "password": "demo-only-oak"}, follow=False)
    (cookie,) = [line for line in page.response.headers.getlist("Set-Cookie") if line.startswith(f"{COOKIE}=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_over_tls_a_cookie_would_travel_in_clear_or_to_a_sub_domain(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure = app.extensions["casework-settings"].model_copy(update={"cookie_secure": True})
    monkeypatch.setitem(app.extensions, "casework-settings", secure)
    client = browser_for()
    client.get("/sign-in")
    page = client.submit({"email": "oak@example.org", "password": "demo-only-oak"}, follow=False)
    cookies = {line.split("=")[0]: line for line in page.response.headers.getlist("Set-Cookie")}
    for name in ("__Host-casework", "__Host-device"):
        assert "Secure" in cookies[name]
        assert "Path=/" in cookies[name]
        assert "Domain" not in cookies[name]


def test_a_session_that_somebody_planted_would_become_the_victims(app: Flask, browser_for: Any) -> None:
    """AC 20."""
    planted = "ab" * 32
    victim = with_token(app, planted)
    victim.sign_in("oak@example.org", "demo-only-oak")
    assert token_of(victim) != planted
    assert not is_in(with_token(app, planted))


def test_signing_in_again_would_leave_the_first_session_open(app: Flask, browser_for: Any) -> None:
    """AC 23."""
    client = browser_for("oak")
    first = token_of(client)
    page = client.get("/admin/agencies/new")
    tokens = {name: value for name, value in page.fields("name") if name in ("csrf_token", "once")}
    client.post("/sign-in", {**tokens, "email": "oak@example.org", "password": "demo-only-oak"})
    assert token_of(client) != first
    assert not is_in(with_token(app, first))


def test_the_form_token_would_stay_the_same_after_signing_in(browser_for: Any) -> None:
    client = browser_for()
    before = dict(client.get("/sign-in").fields("email"))["csrf_token"]
    client.submit({"email": "oak@example.org", "password": "demo-only-oak"})
    page = client.post("/admin/agencies/new", {"csrf_token": before, "name": "An Agency"})
    assert page.status == 400


@pytest.mark.parametrize("cookie", ["", "00", "zz" * 32, "00" * 32, "é" * 10, "0" * 3_900])
def test_a_made_up_cookie_would_be_taken_or_break_the_page(app: Flask, cookie: str) -> None:
    client = Client(app)
    client.http.set_cookie(COOKIE, cookie.encode().decode("latin-1"))
    assert not is_in(client)


def test_an_idle_session_would_stay_open(app: Flask, browser_for: Any) -> None:
    with frozen():
        oak = browser_for("oak")
    with frozen(timedelta(minutes=19, seconds=59)):
        assert is_in(oak)
    with frozen(timedelta(minutes=39, seconds=59)):
        assert not is_in(oak)


@pytest.mark.long
def test_a_session_in_use_would_outlive_ten_hours(app: Flask, browser_for: Any) -> None:
    """AC 19."""
    with frozen():
        oak = browser_for("oak")
    for minutes in range(15, 600, 15):
        with frozen(timedelta(minutes=minutes)):
            assert is_in(oak)
    with frozen(timedelta(hours=10)):
        assert not is_in(oak)


def test_a_clock_that_is_put_back_would_bring_a_session_back(app: Flask, browser_for: Any) -> None:
    """AC 65."""
    with frozen():
        oak = browser_for("oak")
    with frozen(timedelta(hours=1)):
        assert not is_in(oak)
    with frozen(timedelta(minutes=1)):
        assert not is_in(oak)


def test_a_copied_cookie_would_go_on_in_another_kind_of_browser(app: Flask, browser_for: Any, rows: Any) -> None:
    """AC 19."""
    firefox, newer = (f"Mozilla/5.0 (Windows NT 10.0; rv:{n}.0) Gecko/20100101 Firefox/{n}.0" for n in (140, 141))
    oak = browser_for()
    oak.http.environ_base["HTTP_USER_AGENT"] = firefox
    oak.sign_in("oak@example.org", "demo-only-oak")
    for same in (firefox, newer, "AppleCoreMedia/1.0 (Windows)", ""):
        oak.http.environ_base["HTTP_USER_AGENT"] = same
        assert is_in(oak), same
    thief = with_token(app, token_of(oak))
    thief.http.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"
    assert not is_in(thief)
    oak.http.environ_base["HTTP_USER_AGENT"] = firefox
    assert not is_in(oak), "whoever it belongs to signs in again, and reads why on their own page"
    assert "browser" in rows(sa.select(UserSession.ended_because))


def test_a_page_that_asks_by_itself_would_keep_the_session_open(app: Flask, browser_for: Any) -> None:
    with frozen():
        oak = browser_for("oak")
    with frozen(timedelta(minutes=15)):
        oak.http.get("/admin", headers={"Accept": "application/json"})
    with frozen(timedelta(minutes=20)):
        assert not is_in(oak)


def test_every_page_would_write_the_time_last_seen(browser_for: Any, rows: Any) -> None:
    with frozen():
        oak = browser_for("oak")
        first = rows(sa.select(UserSession.last_seen_at))
    with frozen(timedelta(seconds=59)):
        oak.get("/admin")
        assert rows(sa.select(UserSession.last_seen_at)) == first
    with frozen(timedelta(seconds=61)):
        oak.get("/admin")
        assert rows(sa.select(UserSession.last_seen_at)) != first


def test_staying_signed_in_would_not_move_the_end(browser_for: Any) -> None:
    with frozen():
        oak = browser_for("oak")
        token = csrf_of(oak)
    with frozen(timedelta(minutes=19)):
        answer = oak.http.post("/stay-signed-in", data={"csrf_token": token}, headers={"Accept": "application/json"})
        assert answer.get_json()["signed_in"] is True
    with frozen(timedelta(minutes=38)):
        assert is_in(oak)


def test_staying_signed_in_without_scripts_would_not_lead_back_to_a_page(browser_for: Any) -> None:
    oak = browser_for("oak")
    assert oak.post("/stay-signed-in", {"csrf_token": csrf_of(oak)}).path == "/admin"


def test_a_suspended_person_would_stay_in_until_the_session_ends(browser_for: Any, change: Any) -> None:
    oak = browser_for("oak")
    assert is_in(oak)
    change("oak", suspended_at=now())
    assert not is_in(oak)


@pytest.mark.parametrize("verb", ["suspend", "move"])
def test_suspension_or_a_new_agency_would_leave_a_session_open(
    app: Flask, browser_for: Any, rows: Any, verb: str
) -> None:
    rowan = browser_for("rowan")
    assert rowan.get("/home").status == 200
    with app.test_request_context(), unit_of_work():
        actor, account = actor_of(account_by_email("oak@example.org")), account_by_email("rowan@example.org")
        if verb == "suspend":
            accounts.suspend(actor=actor, account=account)
        else:
            other = next(agency for agency in agencies() if agency.id != account.agency_id)
            accounts.move_to_agency(actor=actor, account=account, agency=other)
    assert rowan.get("/home", follow=False).status == 302
    assert None not in rows(sa.select(UserSession.ended_because))


def test_a_reinstated_persons_old_cookie_would_open_again(app: Flask, browser_for: Any) -> None:
    rowan = browser_for("rowan")
    with app.test_request_context(), unit_of_work():
        actor, account = actor_of(account_by_email("oak@example.org")), account_by_email("rowan@example.org")
        accounts.suspend(actor=actor, account=account)
        accounts.reinstate(actor=actor, account=account)
    assert rowan.get("/home", follow=False).status == 302


def test_the_public_pages_would_break_for_an_ended_session(browser_for: Any) -> None:
    with frozen():
        oak = browser_for("oak")
    with frozen(timedelta(hours=11)):
        assert oak.get("/sign-in").status == 200


def test_a_page_that_tells_of_a_fault_would_carry_a_script_that_its_policy_stops(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the first extension of all needs is missing.
    monkeypatch.delitem(app.config, "WTF_CSRF_ENABLED")
    page = browser_for().get("/sign-in")
    assert page.status == 500
    nonces = {script.get("nonce") for script in page.tree.iter("script")}
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in page.response.headers["Content-Security-Policy"]
