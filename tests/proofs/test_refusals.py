"""What is met where the table of routes refuses: the same answer as for what is not there, and nothing changes.

Two more stand in that table as nobody: a leaver, suspended while signed in, and somebody who gave a password and no
second factor yet.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from auth.accounts.service import create_account
from auth.sign_in import session_rules, sessions
from extensions import now, unit_of_work
from tests.client import Client
from tests.whole.test_matrix import SHUT, expected, plain
from tests.whole.world import World

LOG = {"access_entry", "accessed_object", "user_session", "sign_in_try", "second_factor", "data_key"}
"""What a refusal may write: that it was asked for, and that the session was used."""
SAMPLE = ("nobody", "fern")


def statuses(client: Client, path: str) -> tuple[int, str]:
    response = client.http.get(path)
    return response.status_code, response.headers.get("Location", "").partition("?")[0]


def nowhere(path: str) -> str:
    """The same address with ids and references that nothing has."""
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "00000000-0000-0000-0000-000000000009", path)
    return re.sub(r"\b[A-Z]{2}-([A-Z]+)-\d{4}\b", r"QQ-\1-9999", path)


def page_of(response: Any) -> str:
    """A page without what differs from request to request; of a redirect, where it leads without the way back."""
    return (
        plain(response.get_data(as_text=True)) if response.status_code == 404 else response.location.partition("?")[0]
    )


def refused(app: Flask, world: World, people: dict[str, Client], written: set[str]) -> list[str]:
    """Wrong cells: a refusal that differs from the page for what is not there, or that wrote something."""
    wrong = []
    for name, client in people.items():
        for (method, rule), allowed in sorted(expected().items()):
            if method != "GET" or name in allowed or rule == "/leave":
                continue
            written.clear()
            response = client.http.get(world.path(rule))
            nothing = client.http.get(nowhere(world.path(rule)))
            if (response.status_code, page_of(response)) != (nothing.status_code, page_of(nothing)):
                wrong.append(f"{name} {rule}: another answer than for what is not there")
            if not written <= LOG:
                wrong.append(f"{name} {rule}: wrote {sorted(written - LOG)}")
    return wrong


@pytest.fixture
def people(browser_for: Any) -> Callable[[tuple[str, ...]], dict[str, Client]]:
    return lambda names: {name: browser_for(None if name == "nobody" else name) for name in names}


@pytest.mark.long
def test_a_refusal_would_tell_what_is_there_or_change_something(
    app: Flask, world: World, people: Any, written: set[str]
) -> None:
    assert refused(app, world, people(SAMPLE), written) == []


def suspended(app: Flask, browser_for: Any) -> Client:
    client: Client = browser_for("larch")
    _end(app, session_rules.SUSPENDED)
    return client


def _end(app: Flask, because: str) -> None:
    from auth.accounts.finding import account_by_email

    with app.app_context(), unit_of_work():
        account = account_by_email("larch@example.org")
        assert account is not None
        account.suspended_at = now()
        for appointment in account.appointments:
            appointment.ended_at = now()
        sessions.end_all(account.id, because=because)


def with_password_alone(app: Flask) -> Client:
    with app.test_request_context(), unit_of_work():
        from auth.accounts.finding import account_by_email

        cora = account_by_email("cora@example.org")
        assert cora is not None
        create_account(
            actor=None, email="half@example.org", name="Half", agency=cora.agency, password="a long password"
        )
    client = Client(app)
    client.get("/sign-in")
    page = client.submit({"email": "half@example.org", "password": "a long password"}, follow=False)
    assert page.response.headers["Location"].startswith("/sign-in/"), page.response.headers["Location"]
    return client


@pytest.mark.long
@pytest.mark.parametrize("kind", ["suspended", "password alone"])
def test_somebody_whose_sign_in_does_not_count_would_get_further_than_nobody(
    app: Flask, world: World, browser_for: Any, kind: str
) -> None:
    client = suspended(app, browser_for) if kind == "suspended" else with_password_alone(app)
    further = []
    for (method, rule), allowed in sorted(expected().items()):
        if method == "GET" and "nobody" not in allowed and not rule.startswith("/sign-in/"):
            status, went = statuses(client, world.path(rule))
            if status != 404 and not (status in (302, 303) and went.startswith(SHUT)):
                further.append(f"{rule}: {status} {went}")
    assert further == []
