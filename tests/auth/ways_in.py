"""Signing in the way people do who are not of the demonstration, for tests of passkeys, codes and own sign-ins."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from auth.models import Account, UserSession
from auth.sign_in import codes, second_factor
from extensions import db, now
from tests.auth.authenticator import Authenticator
from tests.auth.conftest import PASSWORD
from tests.client import Client, Page


def code_of(app: Flask, email: str, steps: int = 0) -> str:
    with app.test_request_context():
        account = db.session.scalars(sa.select(Account).where(Account.email == email)).one()
        factor = second_factor.of_account(account.id)
        assert factor is not None
        return codes.code_at(second_factor.secret_of(factor), codes.step_of(now()) + steps)


def next_code_of(app: Flask, email: str) -> str:
    """The code of the app that is being set up."""
    with app.test_request_context():
        account = db.session.scalars(sa.select(Account).where(Account.email == email)).one()
        return codes.code_at(second_factor.next_secret(account), codes.step_of(now()))


def with_password(client: Client, email: str, password: str = PASSWORD) -> Page:
    client.get("/sign-in")
    return client.submit({"email": email, "password": password}, form="email")


def signed_in_with_app(app: Flask, email: str, *, agent: str = "", steps: int = 0) -> Client:
    """A browser in which this person is signed in by password and code; the first time it sets up the app."""
    client = Client(app)
    client.http.environ_base["HTTP_USER_AGENT"] = agent or "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
    with_password(client, email)
    page = client.submit({"code": code_of(app, email, steps)}, form="code")
    assert "/sign-in" not in page.path, page.words()
    return client


def prove(app: Flask, client: Client, email: str, *, steps: int = 1, password: str = PASSWORD) -> Page:
    client.get("/sign-in/again")
    page = client.submit({"password": password, "code": code_of(app, email, steps)}, form="password")
    assert page.path == "/home", page.words()
    return page


def token_on(client: Client, path: str) -> str:
    return dict(client.get(path).fields("csrf_token"))["csrf_token"]


def options(client: Client, path: str, page: str) -> dict[str, Any]:
    """What the script asks for when its button is pressed."""
    answer = client.http.post(path, data={"csrf_token": token_on(client, page)})
    assert answer.status_code == 200, answer.status_code
    found: dict[str, Any] = answer.get_json()
    return found


def add_passkey(client: Client, device: Authenticator, name: str = "Work laptop") -> Page:
    wanted = options(client, "/account/passkeys/challenge", "/account/passkeys/new")
    client.get("/account/passkeys/new")
    return client.submit({"name": name, "passkey": device.make(wanted)}, form="passkey")


def send_passkey(client: Client, answer: str, path: str = "/sign-in/passkey", page: str = "/sign-in") -> Page:
    return client.post(path, {"csrf_token": token_on(client, page), "passkey": answer})


def with_passkey(client: Client, device: Authenticator, **wrong: Any) -> Page:
    """Press "Use a passkey" on the sign-in page."""
    wanted = options(client, "/sign-in/passkey/challenge", "/sign-in")
    return send_passkey(client, device.answer(wanted, **wrong))


def is_in(client: Client) -> bool:
    return client.get("/account/sign-ins", follow=False).status == 200


def why_ended(app: Flask) -> list[str | None]:
    with app.app_context():
        return list(db.session.scalars(sa.select(UserSession.ended_because).order_by(UserSession.created_at)))
