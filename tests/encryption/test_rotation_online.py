"""Changing a panel's key and the root key while a real server answers and another process writes; killed on the way."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption.keyring import EXTENSION, open_key, unlock
from auth.encryption.models import DataKey, PanelKey
from config import Settings
from extensions import db
from tests.conftest import MEMORY, PANEL
from tests.encryption.vault import free_port
from tests.tables import KIND
from wsgi import create_app

KEYS = 2_000
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory, where there is such a place."""
    with tempfile.TemporaryDirectory(prefix="casework-keys-", dir=MEMORY) as made:
        yield Path(made)


@pytest.fixture
def database(folder: Path, database_url: str, whole_app: Flask) -> Iterator[str]:
    """A database of its own, on the same server."""
    if KIND == "sqlite":
        yield f"sqlite:///{folder}/keys.sqlite"
        return
    server = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE keys_of_a_test")
    yield server.url.set(database="keys_of_a_test").render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE keys_of_a_test WITH (FORCE)")
    server.dispose()


class House:
    """The processes, and what the reader of pages met."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process, self.port = process, port
        assert process.stdout is not None
        self.told = json.loads(process.stdout.readline())
        self.asked, self.failed = 0, list[str]()
        self.stop = threading.Event()

    def start(self, what: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def read(self) -> None:
        """One browser that asks for one page after the other over one connection."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.told["cookies"].items())
        paths = ["/cases", *(f"/cases/{reference}" for reference in self.told["cases"])]
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self.stop.is_set():
            path = paths[self.asked % len(paths)]
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            text = answer.read().decode()
            self.asked += 1
            if answer.status != 200 or "istledown" not in text or "cannot be shown" in text:
                self.failed.append(f"{answer.status} {path}")
        connection.close()


@contextmanager
def house(folder: Path, database: str) -> Iterator[House]:
    port = free_port()
    command = [sys.executable, "-m", "tests.encryption.keys_process", str(folder), database, str(port), str(KEYS)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield House(process, port)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=20)


def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def ended(pid: int, seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def state(database: str) -> tuple[int, int]:
    """Data keys on each of the two ends: on versions that are not the newest, and on the newest."""
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        newest = sa.select(sa.func.max(PanelKey.version)).where(PanelKey.panel == PANEL, PanelKey.purpose == "seal")
        counted = sa.select(PanelKey.version == newest.scalar_subquery(), sa.func.count())
        counted = counted.join(DataKey, DataKey.panel_key_id == PanelKey.id).where(PanelKey.panel == PANEL)
        rows: dict[Any, int] = dict(connection.execute(counted.group_by(sa.literal_column("1"))).all())  # type: ignore[arg-type]
    engine.dispose()
    return sum(number for key, number in rows.items() if not key), sum(number for key, number in rows.items() if key)


def people_written(folder: Path) -> int:
    """How many the writing process has committed until now."""
    written = folder / "written"
    return int(written.read_text() or 0) if written.exists() else 0


@pytest.mark.long
def test_a_request_would_fail_or_a_key_be_left_behind_while_keys_are_changed(folder: Path, database: str) -> None:
    dice = random.Random(7731)
    with house(folder, database) as found:
        server, writer = found.start("serve"), found.start("write")
        reader = threading.Thread(target=found.read)
        reader.start()
        for _ in range(2):
            pid = found.start("panel")
            until(lambda: all(state(database)))
            time.sleep(dice.uniform(0.0, 0.03))
            os.kill(pid, signal.SIGKILL)
            assert ended(pid)
            assert all(state(database)), "It was not killed halfway."
        assert ended(found.start("panel"))
        for _ in range(2):
            pid = found.start("root")
            time.sleep(dice.uniform(0.0, 0.02))
            os.kill(pid, signal.SIGKILL)
            assert ended(pid)
        assert ended(found.start("root"))
        until(lambda: (found.asked >= 15 and people_written(folder) >= 3) or bool(found.failed))
        os.kill(writer, signal.SIGTERM)
        assert ended(writer)
        found.stop.set()
        reader.join()
        os.kill(server, signal.SIGKILL)
        assert ended(server)
    assert found.failed == []
    assert_nothing_is_left(folder, database)


def assert_nothing_is_left(folder: Path, database: str) -> None:
    """A fresh start opens every data key with the keys of now, and no old version has any bytes left."""
    assert state(database)[0] == 0
    app = create_app(Settings(instance_dir=folder, DATABASE_URL=database, demo=True))
    with app.app_context():
        every = dict(db.session.execute(sa.select(DataKey.id, DataKey.panel_key_id)).all())  # type: ignore[arg-type]
        assert len(every) > KEYS
        unlock(every)
        for key_id in every:
            cipher = open_key(key_id)
            assert cipher is not None
            cipher.encrypt(bytes(12), b"", b"")
        older = list(db.session.scalars(sa.select(PanelKey).where(PanelKey.panel == PANEL, PanelKey.purpose == "seal")))
        assert len(older) >= 2
        assert [row.wrapped for row in sorted(older, key=lambda row: row.version)[:-1]] == [b""] * (len(older) - 1)
        assert {row.wrapped_by for row in db.session.scalars(sa.select(PanelKey)) if row.wrapped} == {
            app.extensions[EXTENSION].root.name()
        }
        db.session.remove()
        db.engine.dispose()
    assert not (folder / "root.key.next").exists()
