"""Words of our own reach the database from a few places only (security.md 3): found in the source, and watched while
the whole suite runs (``tests/watching.py``, the fixtures of ``tests/conftest.py``)."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from extensions import db
from tests.watching import ROOT, WRITTEN, Watcher

FOLDERS = ("auth", "casework", "demo", "inputs", "panels", "wall", "wording")
CALLS = {
    "exec_driver_sql", "raw_connection", "cursor", "text", "literal_column", "DDL", "TextClause", "executescript",
    "set_authorizer", "create_function",
}  # fmt: skip
READS = {"driver_connection", "dbapi_connection"}
DRIVERS = {"sqlite3", "pysqlite3", "psycopg"}
NAMED = re.compile("|".join((*CALLS, *READS, *DRIVERS)))
OF_THE_LAYER = {"sa", "sqlalchemy", "db", "sql"}
"""What ``text`` is called on where it makes words into a statement. Others of that name are of our own things."""
PLACES = {
    "auth/encryption/moving.py": {"exec_driver_sql", "raw_connection", "cursor"},
    "auth/ledger/reading.py": {"cursor"},
    "auth/ledger/rows.py": {"driver_connection"},
    "auth/ledger/sealing.py": {"text"},
    "casework/cases/models.py": {"text"},  # the condition of an index, which is made with the table
    "casework/retention/sweeping.py": {"exec_driver_sql", "raw_connection", "cursor"},
    "extensions.py": {"driver_connection", "exec_driver_sql", "sqlite3", "pysqlite3"},
    "wall/binding.py": {"driver_connection"},
    "wall/postgresql.py": {"exec_driver_sql", "cursor"},
    "wall/sqlite.py": {"driver_connection", "set_authorizer", "create_function"},
    "migrations/env.py": {"exec_driver_sql", "cursor"},
}
"""Kept by hand. Files whose statements are words, and by what they send them. Each migration is one (not walked)."""


def files() -> Iterator[Path]:
    yield from ROOT.glob("*.py")
    yield ROOT / "migrations" / "env.py"
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


def ways(tree: ast.Module) -> set[str]:
    """By what this source could send words of its own to the database."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            on = getattr(node.func, "value", None)
            mine = name == "text" and on is not None and getattr(on, "id", "") not in OF_THE_LAYER
            found |= set() if mine else {name} & CALLS
        elif isinstance(node, ast.Attribute):
            found |= {node.attr} & READS
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            found |= {module.partition(".")[0] for module in modules} & DRIVERS
            found |= {alias.name for alias in node.names} & (CALLS | READS)
    return found


@pytest.mark.pure
def test_words_would_reach_the_database_from_elsewhere() -> None:
    found = {}
    for file in files():
        path, source = file.relative_to(ROOT).as_posix(), file.read_text()
        if NAMED.search(source) and (used := ways(ast.parse(source))):
            found[path] = used
    assert found == PLACES
    assert {path for path, _ in WRITTEN} <= set(PLACES)


def ask_by_words() -> None:
    db.session.execute(db.text("SELECT 1"))


def ask_with_words_inside() -> None:
    from auth.models import Account

    db.session.execute(db.select(Account.id).where(db.text("1 = 1")))


def ask_with_a_column_of_words() -> None:
    db.session.execute(db.select(db.literal_column("current_date")))


def ask_the_layer_below() -> None:
    db.session.connection().exec_driver_sql("SELECT 1")


def ask_the_driver() -> None:
    driver: Any = db.session.connection().connection.driver_connection
    driver.cursor().execute("SELECT 2")


def as_if_of(place: str, function: Callable[[], None]) -> Callable[[], None]:
    """The function, as if it stood in that file."""
    code = function.__code__.replace(co_filename=str(ROOT / place), co_name="careless")
    return type(ask_the_driver)(code, globals())


def test_words_would_pass_the_watcher(app: Flask, watcher: Watcher, browser_for: Any) -> None:
    careless = (
        ask_by_words, ask_with_words_inside, ask_with_a_column_of_words, ask_the_layer_below, ask_the_driver,
    )  # fmt: skip
    with app.app_context():
        for ask in careless:
            as_if_of("casework/cases/service.py", ask)()
            found = watcher.take()
            assert found, ask.__name__
            assert {one.partition(":")[0] for one in found} == {"casework/cases/service.py careless"}, ask.__name__
            ask()
            assert not watcher.take(), "Words of a test are its own."
    before = watcher.seen
    client = browser_for("cora")
    assert client.get("/cases").status == 200
    assert watcher.seen > before + 5
    assert not watcher.take()
