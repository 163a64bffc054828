"""One installation of the product for each way of keeping columns, with the same content in each."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from waitress import create_server, wasyncore

from benchmarks import dataset, plain
from benchmarks.browser import Browser
from benchmarks.databases import databases
from benchmarks.dataset import Made
from config import Settings
from extensions import db
from wsgi import create_app

SEALED, PLAIN = "sealed", "plain"
OTHER_NAME = "the same pages on plain columns"
MODES: dict[str, Callable[[], AbstractContextManager[None]]] = {SEALED: nullcontext, PLAIN: plain.columns}


@dataclass
class Variant:
    """An application with its database, served on a port of this machine, and who is signed in to it."""

    name: str
    app: Flask
    port: int
    cases: list[Made] = field(default_factory=list)
    browsers: dict[str, Browser] = field(default_factory=dict)

    def mode(self) -> AbstractContextManager[None]:
        """Open this while the variant works."""
        return MODES[self.name]()

    def browser(self, who: str) -> Browser:
        """The browser in which ``who`` is signed in."""
        if who not in self.browsers:
            self.browsers[who] = Browser(self.port)
            with self.mode():
                self.browsers[who].sign_in(who)
        return self.browsers[who]

    def add_cases(self, up_to: int) -> None:
        """Bring the number of cases to ``up_to``."""
        with self.mode(), self.app.app_context():
            self.cases += dataset.make_cases(up_to - len(self.cases), start=len(self.cases))
            if db.engine.dialect.name == "postgresql":
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(sa.text("VACUUM ANALYZE"))


@contextmanager
def variants(kind: str) -> Iterator[dict[str, Variant]]:
    """Both installations on a database of ``kind``, with people and without cases; gone afterwards."""
    with ExitStack() as stack:
        addresses = stack.enter_context(databases(kind, tuple(MODES)))
        yield {name: stack.enter_context(_variant(name, address)) for name, address in addresses.items()}


@contextmanager
def _variant(name: str, address: str) -> Iterator[Variant]:
    with tempfile.TemporaryDirectory(prefix="casework-bench-keys-") as folder:
        app = create_app(Settings(instance_dir=Path(folder), DATABASE_URL=address, demo=True))
        with app.app_context():
            dataset.make_partnership()
            if name == PLAIN:
                plain.prepare()
        server = create_server(app, host="127.0.0.1", port=0, threads=2, ident=None)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        variant = Variant(name, app, server.effective_port)
        try:
            yield variant
        finally:
            for browser in variant.browsers.values():
                browser.close()
            server.close()
            wasyncore.close_all(server._map, ignore_all=True)
            server.task_dispatcher.shutdown()
            thread.join(timeout=10)
            with app.app_context():
                db.engine.dispose()
