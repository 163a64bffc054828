"""One installation of the product for each way of keeping columns, with the same content in each."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from waitress import create_server, wasyncore

from benchmarks import dataset, plain
from benchmarks.browser import Browser
from benchmarks.bulk import add_bulk
from benchmarks.databases import as_application, databases
from benchmarks.dataset import Made
from config import Settings
from extensions import db
from wall.binding import owners_connection
from wsgi import create_app

SEALED, PLAIN, SMALL, UTILS = "sealed", "plain", "small", "utils"
WALLED, WALLESS = "walled", "walless"
"""Signed in to the database as a role that owns nothing, behind the second wall and without it."""
AS_BEGUN = (SMALL, UTILS)
"""These keep the number of cases that they began with."""
UTILS_NAME = "the same pages with each value sealed by SQLAlchemy-Utils (AES-GCM)"
KEPT = {PLAIN: plain.as_it_is, UTILS: plain.by_utils}
THROUGH_SERVICES = 200
OTHER_NAME = "the same pages on plain columns"
MODES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    SEALED: nullcontext,
    PLAIN: plain.columns,
    SMALL: nullcontext,
    UTILS: plain.columns_of_utils,
}
"""``small`` is the sealed one again: what growth is measured against. ``utils`` seals each value with the AES-GCM
engine of SQLAlchemy-Utils, under one key and bound to no place (ADR 4), for comparison alone."""


@dataclass
class Variant:
    """An application with its database, served on a port of this machine, and who is signed in to it.

    ``folder``: where its keys are; ``address``: of its database. ``cases``: those with all that belongs to a case;
    ``held`` counts these and the others.
    """

    name: str
    app: Flask
    port: int
    folder: Path
    address: str
    cases: list[Made] = field(default_factory=list)
    held: int = 0
    browsers: dict[str, Browser] = field(default_factory=dict)

    def mode(self) -> AbstractContextManager[None]:
        """Open this while the variant works."""
        return MODES.get(self.name, nullcontext)()

    def browser(self, who: str) -> Browser:
        """The browser in which ``who`` is signed in."""
        if who not in self.browsers:
            self.browsers[who] = Browser(self.port)
            with self.mode():
                self.browsers[who].sign_in(who)
        return self.browsers[who]

    def add_cases(self, up_to: int) -> None:
        """Bring the number of cases to ``up_to``: the first through the services, with all that belongs to a case, and
        from :data:`THROUGH_SERVICES` on in bulk."""
        with self.mode(), self.app.app_context():
            whole = min(up_to, THROUGH_SERVICES)
            self.cases += dataset.make_cases(max(whole - len(self.cases), 0), start=len(self.cases))
            self.held = max(self.held, len(self.cases))
            add_bulk(up_to - self.held, start=self.held, kept=KEPT.get(self.name))
            self.held = max(self.held, up_to)
            if db.engine.dialect.name == "postgresql":
                with owners_connection() as owner:
                    owner.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("VACUUM ANALYZE"))


@contextmanager
def variants(kind: str, names: tuple[str, ...] = tuple(MODES)) -> Iterator[dict[str, Variant]]:
    """The installations on a database of ``kind``, with people and without cases; gone afterwards."""
    with ExitStack() as stack:
        addresses = stack.enter_context(databases(kind, names))
        yield {name: stack.enter_context(_variant(name, address)) for name, address in addresses.items()}


@contextmanager
def _variant(name: str, address: str) -> Iterator[Variant]:
    with tempfile.TemporaryDirectory(prefix="casework-bench-keys-") as folder:
        app = create_app(_settings(name, Path(folder), address))
        with app.app_context():
            dataset.make_partnership()
            if name in KEPT:
                plain.prepare()
        server = create_server(app, host="127.0.0.1", port=0, threads=2, ident=None)
        closing = threading.Event()
        thread = threading.Thread(target=_serve, args=(server, closing), daemon=True)
        thread.start()
        variant = Variant(name, app, server.effective_port, Path(folder), address)
        try:
            yield variant
        finally:
            for browser in variant.browsers.values():
                browser.close()
            closing.set()
            server.close()
            wasyncore.close_all(server._map, ignore_all=True)
            server.task_dispatcher.shutdown()
            thread.join(timeout=10)
            with app.app_context():
                db.engine.dispose()


def _settings(name: str, folder: Path, address: str) -> Settings:
    if name not in (WALLED, WALLESS):
        return Settings(instance_dir=folder, DATABASE_URL=address, demo=True, wall=False)
    serving = as_application(address)
    return Settings(
        instance_dir=folder, DATABASE_URL=serving, owner_database_url=address, demo=True, wall=name == WALLED
    )


def _serve(server: Any, closing: threading.Event) -> None:
    try:
        server.run()
    except OSError:
        # Its sockets are closed under the loop that waits for them.
        if not closing.is_set():
            raise
