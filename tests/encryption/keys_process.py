"""A house whose processes can be killed: ``python -m tests.encryption.keys_process FOLDER DATABASE PORT KEYS``.

The application is loaded once, with some cases, ``KEYS`` further data keys and a session whose cookies are printed.
Each line on standard input forks a process and prints its number: ``serve`` serves, ``write`` makes people until it is
ended and prints how many, ``panel`` moves the data keys of a panel to a new version, ``root`` changes the root key.
"""

import gc
import json
import os
import signal
import sys
import time
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from waitress import create_server

from auth.encryption import rotation
from auth.encryption.cells import new_key
from auth.encryption.keyring import EXTENSION, SEAL, keyring, wrapped_data_key
from auth.encryption.models import DataKey
from auth.sign_in import passwords
from casework.panel_type.registry import panel_types
from config import Settings
from demo.commands import DEMO_PANELS
from demo.people import demo_people, load_agencies, load_people
from extensions import db, limiter, unit_of_work
from tests.cases.made import acting, case_on_record, person_of
from tests.client import session_of
from tests.conftest import PANEL
from wall.binding import make_tables
from wsgi import create_app

CHUNK = 50


def prepare(app: Flask, keys: int) -> None:
    with app.app_context():
        make_tables()
        with unit_of_work():
            app.extensions[EXTENSION].prepare(panel.key for panel in panel_types.every())
        with unit_of_work():
            load_people(load_agencies(), demo_people(*DEMO_PANELS), {panel.key for panel in panel_types.every()})
        with unit_of_work():
            panel_key_id, panel_key = keyring().newest(PANEL, SEAL)
            ids = [uuid4() for _ in range(keys)]
            wrapped = [wrapped_data_key(panel_key, new_key(), key_id) for key_id in ids]
            rows = [
                {"id": key_id, "panel_key_id": panel_key_id, "kind": "test", "wrapped": one}
                for key_id, one in zip(ids, wrapped, strict=True)
            ]
            db.session.execute(sa.insert(DataKey), rows)


def write(app: Flask) -> None:
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    written = Path(app.instance_path_of_test) / "written"  # type: ignore[attr-defined]
    made = 0
    while going:
        with acting(app, "cora") as cora:
            person_of(cora)
        made += 1
        written.write_text(str(made))
        time.sleep(0.05)


def run(app: Flask, what: str, port: int) -> None:
    if what == "serve":
        server = create_server(app, host="127.0.0.1", port=port, threads=2)
        print(os.getpid(), flush=True)
        server.run()
        return
    print(os.getpid(), flush=True)
    if what == "write":
        write(app)
        return
    with app.app_context():
        if what == "panel":
            rotation.rotate_panel(PANEL, lambda _: None, at_most=CHUNK)
            rotation.destroy_versions(PANEL)
        else:
            rotation.rotate_root()


def main(folder: str, database: str, port: int, keys: int) -> None:
    # Forty people get passwords here, and nobody gives one.
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    app = create_app(Settings(instance_dir=Path(folder), DATABASE_URL=database, demo=True))
    app.instance_path_of_test = folder  # type: ignore[attr-defined]
    limiter.enabled = False
    prepare(app, keys)
    made = [case_on_record(app).reference for _ in range(3)]
    told = {"cookies": session_of(app, "cora@example.org"), "cases": made}
    client = app.test_client()
    client.get("/cases")  # the templates are compiled once, and not again in each process
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    gc.freeze()
    print(json.dumps(told), flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            run(app, line.strip(), port)
            os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
