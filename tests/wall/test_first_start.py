"""An installation on PostgreSQL from its first command on: the wall is on by itself, needs two roles, and says so."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

import egress
import serving
from auth.encryption.models import PanelKey
from compartments import WALL
from config import Settings
from extensions import db
from tests.conftest import APPLICATION, OWNER, as_role
from wall.binding import OFF, WeakWall, hides_rows, weakness
from wall.postgresql import unguarded
from wsgi import create_app

NAME = "first_start"
Start = Callable[..., Flask]


@pytest.fixture
def start(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """``start(serves, owns)``: the application in production, as commands meet it, on a database of its own that is
    empty at first."""
    monkeypatch.delenv("CASEWORK_WALL", raising=False)
    # The ways out would be shut for all tests that follow.
    monkeypatch.setattr(egress, "guard", lambda names: None)
    everything = sa.create_engine(as_role(database_url, "postgres"), isolation_level="AUTOCOMMIT")
    with everything.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {NAME} OWNER {OWNER}")
    made: list[Flask] = []

    def begin(serves: str, owns: str = "", *, command: bool = True, **settings: Any) -> Flask:
        monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true" if command else "false")
        here = sa.make_url(database_url).set(database=NAME).render_as_string(hide_password=False)
        addresses = {"DATABASE_URL": as_role(here, serves), "owner_database_url": as_role(here, owns) if owns else ""}
        settings = {"instance_dir": tmp_path, "production": True, "cookie_secure": True, **addresses, **settings}
        made.append(create_app(Settings(**settings)))
        return made[-1]

    yield begin
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    with everything.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {NAME} WITH (FORCE)")
    everything.dispose()


def run(app: Flask, *command: str) -> tuple[int, str]:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=[*command])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def tables(app: Flask) -> int:
    with app.app_context():
        return len(sa.inspect(db.engine).get_table_names())


@pytest.mark.long
def test_an_installation_would_start_without_the_wall_or_not_be_told_what_it_lacks(
    start: Start, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = start(OWNER)
    code, said = run(alone, "prepare")
    assert (code, said.count("\n")) == (1, 1), said
    assert "needs two database roles" in said
    assert "CASEWORK_OWNER_DATABASE_URL" in said
    assert tables(alone) == 0, "nothing was begun"

    before = start(OWNER, wall=False)
    assert OFF in caplog.text
    assert run(before, "prepare")[0] == 0
    code, said = run(before, "wall")
    assert (code, OFF in said) == (1, True)
    with before.app_context(), db.engine.connect() as connection:
        assert set(unguarded(connection, WALL)) == set(WALL.scopes)
        keys = connection.scalar(sa.select(sa.func.count()).select_from(PanelKey))
        assert keys

    with pytest.raises(WeakWall, match=r"owns tables.*CASEWORK_OWNER_DATABASE_URL"):
        start(OWNER, command=False)
    with pytest.raises(WeakWall, match=r"Tables stand outside .* and \d\d more\. Run: flask --app wsgi prepare$"):
        start(APPLICATION, command=False)
    code, said = run(start(OWNER, APPLICATION), "prepare")
    assert (code, said.count("\n")) == (1, 1), said
    assert f"The tables belong to the database role {OWNER}." in said

    with pytest.raises(WeakWall, match="may not read the tables"):
        start(APPLICATION, command=False, wall=False)
    code, said = run(start("postgres", OWNER), "prepare")
    assert code == 1
    assert "it is a superuser" in said
    code, said = run(start(APPLICATION, OWNER), "prepare")
    assert code == 0, said
    caplog.clear()
    served = start(APPLICATION, command=False)
    assert OFF not in caplog.text
    with served.app_context(), db.engine.connect() as connection:
        assert hides_rows()
        assert weakness() is None
        assert connection.scalar(sa.select(sa.func.count()).select_from(PanelKey)) == keys
    assert served.test_client().get("/readyz", base_url="https://localhost").status_code == 200
    code, said = run(served, "wall")
    assert (code, said) == (0, "The second wall is on and holds.\n")
    assert run(served, "prepare")[0] == 1, "the role that serves changes no schema"

    with start(OWNER, production=False).app_context():
        serving._tell_of_the_wall()
    assert "Warning: The second wall does not hold the role of DATABASE_URL: it owns tables." in capsys.readouterr().err
