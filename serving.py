"""Commands that prepare the database and serve the application; how many proxies stand before it; what HEAD is."""

import atexit
import ctypes
import hashlib
import json
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

import click
from alembic.runtime.migration import MigrationContext
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy.engine import make_url
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import create_server
from werkzeug.middleware.proxy_fix import ProxyFix

import components
import egress
from auth.access_log import system
from auth.encryption.commands import note_made
from auth.encryption.keyring import EXTENSION
from auth.ledger.sealer import seal_for_good
from casework.panel_type.registry import panel_types
from casework.people.commands import finish_rebuilds
from components import program_version
from config import Settings
from extensions import present_settings, unit_of_work
from wall.binding import check_owner, check_wall, hides_rows, owners_connection, weakness

CONTENT_SECURITY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}


@click.command("prepare")
def prepare() -> None:
    """Bring the database to the newest schema, make the keys that are missing, and the index of people where it waits
    to be made anew. In production it sees last that the second wall holds whoever serves."""
    check_owner()
    before = _schema()
    upgrade()
    after = _schema()
    current_app.extensions[EXTENSION].verify()
    with unit_of_work():
        _note_schema(before, after)
        made = current_app.extensions[EXTENSION].prepare(panel.key for panel in panel_types.every())
        note_made(made)
    finish_rebuilds()
    click.echo(f"Database ready. {len(made)} keys made." if made else "Database ready.")
    if present_settings().production:
        check_wall()


@click.command("wall")
def wall_stands() -> None:
    """Say whether the second wall stands. Ends with 1 where it does not hold on PostgreSQL."""
    found = weakness()
    if found:
        raise click.ClickException(found)
    click.echo(f"The second wall is {'on and holds' if hides_rows() else 'off, as it is by itself on SQLite'}.")


@click.command("serve")
def serve() -> None:
    """Serve on the configured address until Ctrl-C. Put a TLS proxy in front of it for anything but trying out."""
    settings: Settings = current_app.extensions["casework-settings"]
    _tell_of_the_wall()
    click.echo(f"\nServing on http://{settings.host}:{settings.port}  (Ctrl-C stops it; what you did is kept)")
    share_one_heap()
    application = current_app._get_current_object()  # type: ignore[attr-defined]
    threading.Thread(target=seal_for_good, args=(application,), name="sealer", daemon=True).start()
    read_strictly()
    logging.basicConfig()
    try:
        server = create_server(application, host=settings.host, port=settings.port, threads=8, ident=None)
    except OSError as fault:
        raise click.ClickException(
            f"Port {settings.port} cannot be used ({fault.strerror}). Stop the other program, or set CASEWORK_PORT."
        ) from None
    note_start(application)
    # Asked to end by whatever runs services, it ends as with Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run()
    note_stop(application)


def note_start(app: Flask) -> None:
    """Write down that the service began, with the version of what runs, and that it has other settings than the last
    time, if so. A log that cannot be written keeps nobody from starting: a migration may be about to make it, and until
    it can be written no page with content is shown anyway. It is said in the technical log."""
    mark = settings_mark(app.extensions["casework-settings"])
    said = f"version {program_version()}, settings {mark}"

    def write() -> None:
        last = system.last_said(system.STARTED)
        system.note(system.STARTED, said)
        if last and last.rpartition(" ")[2] != mark:
            system.note(system.SETTINGS, f"settings {mark}, before {last.rpartition(' ')[2]}")

    _note(app, write, "start")


def begun(app: Flask) -> Flask:
    """The same application, in the process of a server that is not ours: that it began is written down, and its end
    will be."""
    note_start(app)
    atexit.register(note_stop, app)
    return app


def note_stop(app: Flask) -> None:
    """Write down that the service ended in order. One that is killed, or whose machine fails, has no such entry: the
    next start stands alone."""
    _note(app, lambda: system.note(system.STOPPED, "it was asked to"), "end")


def _note(app: Flask, write: Callable[[], object], what: str) -> None:
    try:
        with app.app_context(), unit_of_work():
            write()
    except Exception as fault:
        app.logger.error("The service's %s is not in the access log: %s", what, type(fault).__name__)


def settings_mark(settings: Settings) -> str:
    """Eight digits that are the same as long as no setting changes. No secret is in them."""
    told = settings.model_dump(mode="json")
    for name in ("database_url", "owner_database_url"):
        told[name] = make_url(told[name]).render_as_string(hide_password=True) if told[name] else ""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]


def _schema() -> str:
    with owners_connection() as connection:
        return MigrationContext.configure(connection).get_current_revision() or NO_SCHEMA


def _note_schema(before: str, after: str) -> None:
    """Compared with what the log says, so that a change is entered by the next run where this one was stopped, or where
    it was made by hand."""
    known = system.last_said(system.SCHEMA).rpartition(" ")[2]
    if known != after:
        system.note(system.SCHEMA, f"from {known or before} to {after}")


NO_SCHEMA = "none"
M_ARENA_MAX = -8
"""The number by which glibc's ``mallopt`` knows the setting (malloc.h)."""


def share_one_heap() -> bool:
    """Let all threads take memory from one heap; whether this system's library can.

    By itself it gives every thread a heap of its own, and what one has freed stands empty there: nine members' copies
    of a pack held 80 MB that way. Only one thread runs Python at a time, so one heap makes nobody wait.
    """
    setting = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(setting and setting(M_ARENA_MAX, 1))


class OneLength(HTTPRequestParser):
    """Refuses a request that says twice how long it is. A proxy in front could believe the other one, and what stands
    behind the first end would be answered as somebody else's request (RFC 9112, 6.1 lets a server refuse it)."""

    def parse_header(self, header_plus: bytes) -> None:
        """:raises ParsingError: both a length and chunks."""
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Both Content-Length and Transfer-Encoding")


def read_strictly() -> None:
    """Let the built-in server read every request by :class:`OneLength`."""
    HTTPChannel.parser_class = OneLength


def _tell_of_the_wall() -> None:
    """In production a wall that is on must hold; elsewhere it is said that it does not. Where it is off, the start has
    said so.

    :raises WeakWall: see :func:`wall.binding.check_wall`.
    """
    if present_settings().production:
        check_wall()
    found = weakness() if hides_rows() else None
    if found:
        click.echo(f"Warning: {found}", err=True)


def count_proxies(app: Flask, proxies: int) -> None:
    """Take a request's network from the header that the last ``proxies`` proxies wrote; with none, from the connection.

    Behind a proxy that is not counted everybody is one network, and the limits per network are limits for all.
    """
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]


class HeadAsGet:
    """HEAD is GET without its words. A view that asks "is it GET?" and takes everything else for a form that was sent
    never meets it."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] != "HEAD":
            return self.inner(environ, start_response)
        found = self.inner({**environ, "REQUEST_METHOD": "GET"}, start_response)
        if hasattr(found, "close"):
            found.close()
        return ()


def bind(app: Flask) -> None:
    """Add these commands and those of :mod:`components`; in production shut the ways out that nobody declared."""
    app.cli.add_command(prepare)
    app.cli.add_command(serve)
    app.cli.add_command(wall_stands)
    components.bind(app)
    settings: Settings = app.extensions["casework-settings"]
    if settings.production:
        egress.guard(hosts_of(settings))


def hosts_of(settings: Settings) -> set[str]:
    """The hosts that the settings name, whose names are looked up below: of the database and the mail server."""
    database = make_url(settings.database())
    query = database.query.get("host", ())
    return {settings.host, settings.mail_host, database.host or "", *([query] if isinstance(query, str) else query)}
