"""The sealer goes on: at its pace, after a fault, in a process of its own; of a fault it tells the type alone."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import sealer
from auth.ledger.checkpoints import ROUND, SHORTEST
from auth.ledger.models import AccessLeaf
from config import Settings
from extensions import db, unit_of_work

ROOT = Path(__file__).resolve().parents[2]
LOOKED = Looked("case.open", ALLOWED, "case", (), None, "member", 1, "why")


class Enough(BaseException):
    """The process would have ended here."""


def rests(most: int) -> tuple[list[float], Callable[[float], None]]:
    """A rest that takes no time, and ends all after so many; how long each was to be."""
    waited: list[float] = []

    def rest(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == most:
            raise Enough

    return waited, rest


def waiting(app: Flask) -> int:
    """Entries that have no leaf yet."""
    has_leaf = sa.select(AccessLeaf.position).where(AccessLeaf.entry_number == AccessEntry.number).exists()
    with app.app_context(), unit_of_work():
        return db.session.scalar(sa.select(sa.func.count(AccessEntry.number)).where(~has_leaf)) or 0


def written(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        write_entry(actor=None, looked=LOOKED)


def test_what_is_written_would_wait_for_its_leaf(app: Flask) -> None:
    written(app)
    said: list[str] = []
    waited, rest = rests(2)
    with pytest.raises(Enough):
        sealer.seal_for_good(app, told=said.append, rest=rest)
    assert said[0].startswith("Access log: 1 sealed, checkpoint at 1")
    assert said[1] == "Access log: 0 sealed."
    assert all(SHORTEST <= one < ROUND for one in waited), "a round begins half a second after the one before has begun"
    assert waiting(app) == 0


def test_one_fault_would_end_the_sealing_or_tell_what_it_was_about(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right, rounds = sealer.look_after, []

    def look_after() -> str:
        rounds.append(1)
        if len(rounds) == 1:
            raise ConnectionError("the database at db.example.org says Idris Lanternfish")
        return right()

    monkeypatch.setattr(sealer, "look_after", look_after)
    waited, rest = rests(2)
    written(app)
    with caplog.at_level(logging.ERROR), pytest.raises(Enough):
        sealer.seal_for_good(app, rest=rest)
    assert waited[0] == sealer.AFTER_A_FAULT > waited[1]
    assert "The access log was not sealed: ConnectionError" in caplog.text
    assert "Lanternfish" not in caplog.text
    assert waiting(app) == 0


def test_rounds_that_take_long_would_leave_no_rest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter((0.0, ROUND * 3))
    monkeypatch.setattr("auth.ledger.sealer.time.monotonic", lambda: next(moments))
    waited, rest = rests(1)
    with pytest.raises(Enough):
        sealer.seal_for_good(app, rest=rest)
    assert waited == [SHORTEST]


def test_the_sealer_beside_another_server_would_not_seal(app: Flask) -> None:
    settings: Settings = app.extensions["casework-settings"]
    own = {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "CASEWORK_INSTANCE_DIR": str(settings.instance_dir),
        "CASEWORK_DEMO": "true",
    }
    written(app)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "audit", "seal", "--every", "0.5"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 30
        while waiting(app) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        assert process.poll() is None, process.communicate()[1]
    finally:
        process.kill()
        process.communicate()
    assert waiting(app) == 0
