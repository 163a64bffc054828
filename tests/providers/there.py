# ruff: noqa: S310 - every address here is of this machine
"""What a person does at the provider, and what the access log says of what came back from there."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.accounts.finding import account_by_email
from auth.current import actor_of
from auth.models import Account
from auth.sign_in.models import AccountNotice
from extensions import db, unit_of_work
from tests.client import Client

BACK, WAYS = "/sign-in/organisation/back", "/sign-in/organisation"


def person(key: str) -> Account:
    found = account_by_email(f"{key}@example.org")
    assert found is not None
    return found


@contextmanager
def working(app: Flask) -> Iterator[Any]:
    """Services called and stored, with ``actor("oak")``."""
    with app.test_request_context(), unit_of_work():
        yield lambda key: actor_of(person(key))


def knows(provider: str, subject: str, **claims: Any) -> None:
    """The provider has somebody of whom it says this; ``sent`` is how it sends the token."""
    body = json.dumps(claims).encode()
    sent = urllib.request.Request(f"{provider}/users/{subject}", data=body, method="PUT")
    sent.add_header("Content-Type", "application/json")
    urllib.request.urlopen(sent).close()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


def sign_in_there(address: str, subject: str) -> str:
    """The path and query with which the provider sends ``subject`` back."""
    try:
        urllib.request.build_opener(_Stay()).open(address, data=urlencode({"sub": subject}).encode())
    except urllib.error.HTTPError as answer:
        place = urlsplit(answer.headers["Location"])
        answer.close()
        assert f"{place.scheme}://{place.netloc}" == "http://127.0.0.1:8000"
        return f"{place.path}?{place.query}"
    raise AssertionError("The provider sent nobody back.")


def leads_to(client: Client, path: str) -> str:
    return str(client.get(path, follow=False).response.headers["Location"])


def set_out(client: Client, agency: str) -> str:
    return leads_to(client, f"{WAYS}/{agency}")


def state_in(address: str) -> str:
    """The state that a provider is asked to send back."""
    return parse_qs(urlsplit(address).query)["state"][0]


def through(client: Client, agency: str, subject: str) -> str:
    """Where somebody lands who signs in there."""
    return leads_to(client, sign_in_there(set_out(client, agency), subject))


def why_refused(app: Flask) -> str:
    """The reason of the last sign-in that opened nothing."""
    with app.app_context():
        last = sa.select(AccessEntry.explanation).where(AccessEntry.event == "sign_in_failed")
        return str(db.session.scalars(last.order_by(AccessEntry.number.desc()).limit(1)).one())


def refused(app: Flask, client: Client, agency: str, subject: str) -> str:
    """The same, of one that is tried now."""
    assert through(client, agency, subject) == WAYS
    assert client.get("/home", follow=False).status == 302
    return why_refused(app)


def prove_there(client: Client, subject: str) -> str:
    """Where somebody lands who confirms with the organisation that it is them."""
    return leads_to(client, sign_in_there(leads_to(client, "/sign-in/again/organisation"), subject))


def notices_of(app: Flask, key: str) -> list[str]:
    """What this person was told of their own sign-in, oldest first."""
    with app.app_context():
        wanted = sa.select(AccountNotice.what).where(AccountNotice.account_id == person(key).id)
        return list(db.session.scalars(wanted.order_by(AccountNotice.at)))


def administrator(browser_for: Any, key: str) -> Client:
    """An administrator's browser, with a fresh proof."""
    client: Client = browser_for(key)
    client.get("/sign-in/again")
    page = client.submit({"password": f"demo-only-{key}"}, form="password")
    assert "/sign-in" not in page.path, page.words()
    return client
