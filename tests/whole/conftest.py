"""The demonstration's story, played once for each test process and put back from memory for each test."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import db
from tests.tables import KIND, empty_all, past_the_wall
from tests.whole.world import World, collect, make_world

NUMBER_ON = "SELECT setval(pg_get_serial_sequence('access_entry', 'number'), max(number)) FROM access_entry"
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="session")
def played() -> Rows:
    """The rows of the story; empty until the first test has played it."""
    return {}


@pytest.fixture
def world(app: Flask, played: Rows) -> World:
    """The story in the database."""
    if not played:
        make_world(app)
        with app.app_context(), past_the_wall().connect() as connection:
            for table in db.metadata.sorted_tables:
                played[table.name] = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
    else:
        _put_back(app, played)
    return collect(app)


def _put_back(app: Flask, rows: Rows) -> None:
    with app.app_context():
        db.session.remove()
        with past_the_wall().begin() as connection:
            empty_all(connection)
            for table in db.metadata.sorted_tables:
                if rows[table.name]:
                    connection.execute(sa.insert(table), rows[table.name])
            if KIND != "sqlite":
                connection.execute(sa.text(NUMBER_ON))
