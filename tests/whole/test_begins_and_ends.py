"""That the service began and ended, as entries of the log: with `flask serve`, and with a server beside it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

import serving
from auth.access_log import system
from auth.access_log.models import AccessEntry
from components import program_version
from config import Settings
from extensions import db, unit_of_work
from tests.whole.served import ROOT, ends_by_itself
from wsgi import create_app


def told(app: Flask) -> list[tuple[str, str]]:
    with app.app_context(), unit_of_work():
        about = sa.select(AccessEntry.event, AccessEntry.explanation).where(AccessEntry.object_type == system.KIND)
        return [(event, said) for event, said in db.session.execute(about.order_by(AccessEntry.number))]


def test_a_start_with_other_settings_would_look_like_any_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = app.extensions["casework-settings"]
    serving.note_start(app)
    serving.note_stop(app)
    serving.note_start(app)
    mark = serving.settings_mark(settings)
    began = ("service.start", f"version {program_version()}, settings {mark}")
    assert told(app) == [began, ("service.stop", "it was asked to"), began]
    other = settings.model_copy(update={"session_hours": settings.session_hours + 1})
    monkeypatch.setitem(app.extensions, "casework-settings", other)
    serving.note_start(app)
    changed = serving.settings_mark(other)
    assert told(app)[3:] == [
        ("service.start", f"version {program_version()}, settings {changed}"),
        ("settings.change", f"settings {changed}, before {mark}"),
    ]


@pytest.mark.pure
def test_the_mark_of_the_settings_would_hold_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an address of a database the password, and of the root key the key itself: whoever reads the log and knows all
    else could try out what they are."""

    def mark(password: str, key: str) -> str:
        address = f"postgresql://casework_app:{password}@there/casework"
        monkeypatch.setenv("CASEWORK_ROOT_KEY_BASE64", key)
        return serving.settings_mark(Settings(DATABASE_URL=address, owner_database_url=address))

    assert mark("one", "one") == mark("another", "another")
    assert mark("one", "one") != serving.settings_mark(Settings(DATABASE_URL="postgresql://else@there/casework"))


@pytest.mark.pure
def test_a_database_without_tables_would_keep_the_service_from_starting(tmp_path: Path, caplog: Any) -> None:
    """Nothing can be shown then either, and `prepare` may be about to make them."""
    app = create_app(Settings(instance_dir=tmp_path, DATABASE_URL="", demo=True))
    serving.note_start(app)
    with app.app_context():
        db.engine.dispose()
    assert "The service's start is not in the access log: OperationalError" in caplog.text


@pytest.mark.one_database
@pytest.mark.long
@pytest.mark.parametrize("server", ["ours", "gunicorn"])
def test_a_server_that_is_asked_to_end_would_leave_no_entry(tmp_path: Path, server: str) -> None:
    settings = {"CASEWORK_DEMO": "true", "CASEWORK_INSTANCE_DIR": str(tmp_path), "FLASK_APP": "wsgi"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | settings
    flask = [sys.executable, "-m", "flask"]
    subprocess.run([*flask, "prepare"], check=True, cwd=ROOT, env=environment, capture_output=True)
    ends_by_itself(environment, server)
    app = create_app(Settings(instance_dir=tmp_path, DATABASE_URL="", demo=True))
    found = [event for event, _ in told(app) if event.startswith("service.")]
    with app.app_context():
        db.engine.dispose()
    assert found == ["service.start", "service.stop"], json.dumps(found)
