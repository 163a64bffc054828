"""Migrations lead to the models, back to nothing, and keep what is in the tables on the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy_utils import create_database, drop_database

from config import Settings
from extensions import db
from tests.conftest import KIND
from wsgi import create_app


@pytest.fixture
def empty_app(whole_app: Flask, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own, without a table."""
    if KIND == "sqlite":
        address = f"sqlite:///{tmp_path}/empty.sqlite"
    else:
        address = sa.make_url(database_url).set(database="empty_for_migrations").render_as_string(hide_password=False)
        create_database(address)
    app = create_app(Settings(instance_dir=tmp_path, DATABASE_URL=address))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if KIND != "sqlite":
        drop_database(address)


def differences() -> list[Any]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, db.metadata)
        return [change for change in found if "alembic_version" not in str(change)]


def test_migrations_make_what_the_models_say(empty_app: Flask) -> None:
    upgrade()
    assert differences() == []


def test_migrations_go_down_to_nothing_and_up_again_with_rows_in_place(empty_app: Flask) -> None:
    upgrade()
    runner = empty_app.test_cli_runner()
    assert runner.invoke(args=["prepare"]).exit_code == 0
    with db.engine.connect() as connection:
        assert connection.execute(sa.text("select count(*) from panel_key")).scalar_one() > 0
    downgrade(revision="base")
    with db.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert differences() == []
