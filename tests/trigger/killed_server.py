"""A server that can be killed and started again in a moment: ``python -m tests.trigger.killed_server FOLDER PORT``.

The application is loaded once. Each line on standard input forks a process that serves it on the port, as fresh as at
the first start, with nothing but the database file; its process number is printed once it listens.
"""

import gc
import os
import sys
from pathlib import Path

from waitress import create_server

from auth.encryption.keyring import EXTENSION
from casework.panel_type.registry import panel_types
from config import Settings
from extensions import db, unit_of_work
from wall.binding import make_tables
from wsgi import create_app


def main(folder: str, port: int) -> None:
    app = create_app(Settings(instance_dir=Path(folder), DATABASE_URL=f"sqlite:///{folder}/a.sqlite", demo=True))
    with app.app_context():
        make_tables()
        with unit_of_work():
            app.extensions[EXTENSION].prepare(panel.key for panel in panel_types.every())
        db.engine.dispose()
    for template in app.jinja_env.list_templates(filter_func=lambda name: name.startswith("trigger/")):
        app.jinja_env.get_template(template)  # once, and not again in each process
    gc.freeze()
    print("ready", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            server = create_server(app, host="127.0.0.1", port=port, threads=2)
            print(os.getpid(), flush=True)
            server.run()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
