"""With the access entry impossible to write, no content is served, on any page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import db
from tests.conftest import past_the_wall
from tests.whole.test_canaries import found_in, pages
from tests.whole.world import World

TABLES = ("access_entry", "accessed_object")


@contextmanager
def broken_log(app: Flask, table: str) -> Iterator[None]:
    """The log's table is gone meanwhile."""

    def rename(old: str, new: str) -> None:
        with app.app_context():
            db.session.remove()
            with past_the_wall().begin() as connection:
                connection.execute(sa.text(f"ALTER TABLE {old} RENAME TO {new}"))

    rename(table, f"{table}_gone")
    try:
        yield
    finally:
        rename(f"{table}_gone", table)


@pytest.mark.parametrize(
    "name", ["alder", *(pytest.param(name, marks=pytest.mark.long) for name in ("cora", "larch", "elm"))]
)
def test_without_an_entry_nothing_is_shown(app: Flask, world: World, browser_for: Any, name: str) -> None:
    client = browser_for(name)
    before = set().union(*(found_in(text) for _, text in pages(app, world, client)))
    assert before, "the sweep is blind: this person saw nothing before either"
    for table in TABLES:
        with broken_log(app, table):
            leaks = {path: found_in(text) for path, text in pages(app, world, client) if found_in(text)}
        assert leaks == {}, table


@pytest.mark.parametrize("table", TABLES)
def test_the_pages_say_that_the_service_is_down(app: Flask, world: World, browser_for: Any, table: str) -> None:
    client = browser_for("alder")
    with broken_log(app, table):
        for path in (f"/cases/{world.case}", "/cases", f"/meetings/{world.meeting}/minutes"):
            response = client.http.get(path)
            assert response.status_code == 503, path
            assert "020 7946 0100" in response.get_data(as_text=True)
