"""Rules by situation: other sites, networks, sessions that began without a passkey, and how a request is read."""

import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from waitress.channel import HTTPChannel

import serving
from auth.access_log.models import AccessEntry
from auth.conditions import is_within
from auth.models import Account, Appointment
from config import Settings
from extensions import db, now, unit_of_work
from tests import browser
from tests.auth.authenticator import ORIGIN, Authenticator
from tests.auth.clock import frozen
from tests.auth.conftest import PASSWORD
from tests.auth.ways_in import add_passkey, code_of, signed_in_with_app, token_on, with_passkey
from tests.cases.made import case_on_record
from tests.client import Client
from wsgi import create_app

CONFIRM = "Sign in with a passkey"


def refused(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        wanted = sa.select(AccessEntry.rule, AccessEntry.event).where(AccessEntry.outcome == "refused")
        return [tuple(row) for row in db.session.execute(wanted.order_by(AccessEntry.number))]


@pytest.fixture
def told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``told(passkey_wanted=True)``: the installation with other settings."""

    def change(**settings: Any) -> None:
        held = Settings(instance_dir=app.extensions["casework-settings"].instance_dir, **settings)
        names = {name: getattr(held, name) for name in settings}
        real = app.extensions["casework-settings"].model_copy(update=names)
        monkeypatch.setitem(app.extensions, "casework-settings", real)

    return change


@pytest.mark.long
def test_a_page_of_another_site_would_fetch_or_frame_one_of_ours(app: Flask, browser_for: Any) -> None:
    """ASVS 3.5.8: a link that somebody follows comes through, whatever a page takes by itself does not."""
    made = case_on_record(app)
    http = browser_for("cora").http
    for path in (f"/cases/{made.reference}", f"/cases/{made.reference}/documents", "/sign-in"):
        for site in ("cross-site", "same-site"):
            for mode, dest in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe"), ("navigate", "object")):
                how = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
                answer = http.get(path, headers=how)
                assert (answer.status_code, b"Thistledown" in answer.data) == (403, False), (path, how)
            follows = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
            assert http.get(path, headers=follows).status_code < 400, path
        for site in ("same-origin", "none"):
            assert http.get(path, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors"}).status_code < 400


def test_an_administrator_would_work_from_any_network(app: Flask, browser_for: Any, told: Any) -> None:
    told(admin_networks=("192.0.2.0/24",))
    made = case_on_record(app)
    oak, cora = browser_for("oak"), browser_for("cora")
    before = len(refused(app))
    page = oak.get("/admin")
    assert (page.status, "Not on this network" in page.words()) == (403, True)
    assert refused(app)[before:] == [("network", "accounts.manage")]
    assert oak.post("/admin/agencies/new", {"name": "x"}).status >= 400
    assert oak.get("/account/sign-ins").status == 200, "their own account stays theirs everywhere"
    assert cora.get(f"/cases/{made.reference}").status == 200
    oak.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert oak.get("/admin").status == 200


def test_an_address_would_be_taken_for_one_of_a_network() -> None:
    networks = Settings(admin_networks=("192.0.2.0/24", "2001:db8::/32")).admin_networks
    inside, outside = ("192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1"), ("192.0.3.1", "::1", "", "unknown", "192.0.2")
    assert [is_within(address, networks) for address in (*inside, *outside)] == [True] * 3 + [False] * 5
    with pytest.raises(ValueError, match="admin_networks"):
        Settings(admin_networks=("192.0.2.7/24",))


def test_who_manages_accounts_would_do_it_by_password_and_code(app: Flask, linden: str, told: Any) -> None:
    """ASVS 6.3.3 at level 3: what is phished opens no administrator's page. The way to a first passkey stays open."""
    with app.app_context(), unit_of_work():
        account = db.session.scalars(sa.select(Account).where(Account.email == linden)).one()
        first, last = date(2026, 1, 1), date(2027, 12, 31)
        role = Appointment(account_id=account.id, role="administrator", from_on=first, to_on=last, confirmed_at=now())
        db.session.add(role)
    told(passkey_wanted=True, public_url=f"{ORIGIN}/")
    device = Authenticator()
    with frozen():
        client = signed_in_with_app(app, linden)
        page = client.get("/admin")
        assert (page.status, CONFIRM in page.words()) == (403, True)
        assert refused(app)[-1] == ("no-passkey", "accounts.manage")
        client.get("/sign-in/again")
        client.submit({"password": PASSWORD, "code": code_of(app, linden, 1)}, form="password")
        assert client.get("/admin").status == 403, "a fresh proof in such a session is not one by passkey"
        assert "Work laptop" in add_passkey(client, device).words()
        client.post("/sign-out", {"csrf_token": token_on(client, "/account/sign-ins")})
        client = Client(app)
        with_passkey(client, device)
        assert client.get("/admin").status == 200


@pytest.mark.long
def test_a_request_with_two_lengths_would_be_answered_as_two(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS 4.2.1: what hides behind the first end of a request is never another request."""
    monkeypatch.setattr(HTTPChannel, "parser_class", HTTPChannel.parser_class)
    serving.read_strictly()
    hidden = b"GET /accessibility HTTP/1.1\r\nHost: localhost\r\n\r\n"
    length = b"Content-Length: %d\r\n" % len(hidden)
    chunks = b"Transfer-Encoding: chunked\r\n"
    tries = {
        "both": (length + chunks, b"0\r\n\r\n" + hidden),
        "both, turned": (chunks + b"Content-Length: 4\r\n", b"%x\r\n" % len(hidden) + hidden + b"\r\n0\r\n\r\n"),
        "two lengths": (b"Content-Length: 0\r\n" + length, hidden),
        "another coding": (b"Transfer-Encoding: xchunked\r\n" + length, hidden),
        "a space": (b"Transfer-Encoding : chunked\r\n" + length, hidden),
        "a sign": (b"Content-Length: +4\r\n", hidden),
        "less than none": (b"Content-Length: -1\r\n", hidden),
        "no number of a chunk": (chunks, b"0x2\r\nab\r\n0\r\n\r\n" + hidden),
        "two hosts": (b"Host: evil.example\r\nContent-Length: 0\r\n", b""),
    }
    with browser.serving(app) as address:
        for name, (headers, body) in tries.items():
            head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + headers + b"Connection: close\r\n\r\n"
            answer = said(address, head + body)
            statuses = [line.split()[1] for line in answer.split(b"\r\n") if line.startswith(b"HTTP/")]
            assert statuses in ([b"400"], [b"501"]), (name, statuses)
            assert b"Accessibility" not in answer, name


def said(address: str, request: bytes) -> bytes:
    """All that the server answers before it hangs up."""
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=5) as line:
        line.sendall(request)
        found = b""
        while part := line.recv(65536):
            found += part
    return found


@pytest.mark.long
def test_over_tls_a_browser_would_come_back_in_clear(tmp_path: Path) -> None:
    """ASVS 3.4.1."""
    app = create_app(Settings(instance_dir=tmp_path, DATABASE_URL="", cookie_secure=True))
    answer = app.test_client().get("/healthz", base_url="https://localhost")
    told = answer.headers["Strict-Transport-Security"]
    assert int(told.partition("max-age=")[2].partition(";")[0]) >= 31_536_000
    assert "includeSubDomains" in told
    with app.app_context():
        db.engine.dispose()
