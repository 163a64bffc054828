"""Somebody with a second factor, and a log that takes no entries."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask

from auth.accounts import service
from auth.accounts.finding import account_by_email, agencies
from auth.models import Account
from auth.sign_in import passwords
from extensions import db, unit_of_work
from tests.tables import past_the_wall

PASSWORD = "kettle harbour violet"


@pytest.fixture
def linden(app: Flask) -> str:
    """The e-mail address of somebody who is not of the demo and has a password; no second factor yet."""
    with app.app_context(), unit_of_work():
        agency = agencies()[0]
        service.create_account(
            actor=None, email="Linden@Example.org", name="Linden Marsh", agency=agency, password=PASSWORD
        )
    return "linden@example.org"


@pytest.fixture
def account_id(app: Flask) -> Any:
    """``account_id("rowan")``."""

    def find(key: str) -> Any:
        with app.app_context():
            account = account_by_email(f"{key}@example.org")
            assert account is not None
            return account.id

    return find


@pytest.fixture
def change(app: Flask) -> Any:
    """``change("rowan", suspended_at=…)``: set columns of an account, stored at once."""

    def set_columns(key: str, **values: object) -> None:
        with app.app_context(), unit_of_work():
            db.session.execute(sa.update(Account).where(Account.email == f"{key}@example.org").values(**values))

    return set_columns


@pytest.fixture
def quick_hashes(change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little, for tests that guess many times."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_NOBODY", quick.hash("nobody has this password"))
    for key in ("rowan", "cora"):
        change(key, password_hash=quick.hash(f"demo-only-{key}"))


@pytest.fixture
def rows(app: Flask) -> Any:
    """``rows(query)``: what stands in the database now."""

    def read(query: Any) -> list[Any]:
        with app.app_context():
            return list(db.session.execute(query).scalars())

    return read


@pytest.fixture
def broken_log(app: Flask) -> Iterator[None]:
    """Every new access entry is refused by the database."""
    refuse = {
        "sqlite": [
            "CREATE TRIGGER no_entry BEFORE INSERT ON access_entry BEGIN SELECT RAISE(ABORT, 'no entry'); END",
        ],
        "postgresql": [
            "CREATE FUNCTION no_entry() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'no entry'; END $$",
            "CREATE TRIGGER no_entry BEFORE INSERT ON access_entry FOR EACH ROW EXECUTE FUNCTION no_entry()",
        ],
    }
    mend = {
        "sqlite": ["DROP TRIGGER no_entry"],
        "postgresql": ["DROP TRIGGER no_entry ON access_entry", "DROP FUNCTION no_entry"],
    }
    with app.app_context():
        kind = db.engine.dialect.name
        _run(refuse[kind])
    yield
    with app.app_context():
        db.session.remove()
        _run(mend[kind])


def _run(statements: list[str]) -> None:
    with past_the_wall().begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
