"""Commands of the operator."""

import re
from typing import Any

import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.models import Account, Appointment
from casework.notifications.models import OutgoingMessage
from extensions import now
from tests.client import Client


def run(app: Flask, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=list(words))


def test_a_new_installation_would_have_no_way_to_its_first_administrator(app: Flask, rows: Any, change: Any) -> None:
    change("sedge", suspended_at=now())
    given = ("--email", "Ash@example.org", "--name", "Ash Verity", "--agency", "A New Council")
    answer = run(app, "auth", "create-user", *given)
    assert answer.exit_code == 0, answer.output
    code = re.search(r": ((?:\S{4} ){3}\S{4})$", answer.output, re.M)
    assert code
    client = Client(app)
    client.get("/invitation")
    page = client.submit({"email": "ash@example.org", "code": code[1], "password": "kettle otter violet"})
    assert page.path == "/sign-in/set-up"
    assert rows(sa.select(Appointment.role).join(Account, Account.id == Appointment.account_id).where(
        Account.email == "ash@example.org")) == ["administrator"]  # fmt: skip


def test_a_second_account_with_one_address_would_end_in_a_traceback(app: Flask) -> None:
    answer = run(app, "auth", "create-user", "--email", "oak@example.org", "--name", "Oak", "--agency", "A New Council",
                 "--recovery")  # fmt: skip
    assert answer.exit_code == 1
    assert answer.output.strip() == "Error: There is an account with this e-mail address already"


def test_the_command_line_would_give_roles_once_two_administrators_are_there(app: Flask, rows: Any) -> None:
    given = ("auth", "create-user", "--email", "ash@example.org", "--name", "Ash Verity", "--agency", "A New Council")
    assert "confirm" in run(app, *given).output
    assert rows(sa.select(Account.id).where(Account.email == "ash@example.org")) == []
    assert run(app, *given, "--recovery").exit_code == 0
    assert len(rows(sa.select(OutgoingMessage.id).where(OutgoingMessage.template == "role_given"))) == 2
    assert "appointment.give" in rows(sa.select(AccessEntry.event))


def test_preparing_keys_would_change_keys_that_exist(app: Flask) -> None:
    answer = run(app, "keys", "prepare")
    assert answer.output.strip() == "Every panel has its keys."


def test_the_state_of_the_keys_would_print_a_key_or_miss_a_panel(app: Flask) -> None:
    answer = run(app, "keys", "status")
    assert answer.exit_code == 0
    for panel in (*app.extensions["casework-panels"], "partnership"):
        assert f"{panel} " in answer.output
    assert "opens every key" in answer.output
    assert not re.search(r"[0-9a-f]{32}", answer.output)


def test_clearing_would_erase_what_is_still_wanted(app: Flask, browser_for: Any) -> None:
    oak = browser_for("oak")
    answer = run(app, "auth", "clear-old")
    assert answer.exit_code == 0, answer.output
    assert "Sessions: 0" in answer.output
    assert oak.get("/admin").status == 200
