"""Commands that prepare the database and serve the application."""

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from waitress import serve as waitress_serve

from auth.encryption.keyring import EXTENSION
from casework.panel_type.registry import panel_types
from casework.people.commands import finish_rebuilds
from config import Settings
from extensions import unit_of_work


@click.command("prepare")
def prepare() -> None:
    """Bring the database to the newest schema, make the keys that are missing, and the index of people where it waits
    to be made anew."""
    upgrade()
    with unit_of_work():
        made = current_app.extensions[EXTENSION].prepare(panel.key for panel in panel_types.every())
    finish_rebuilds()
    click.echo(f"Database ready. {len(made)} keys made." if made else "Database ready.")


@click.command("serve")
def serve() -> None:
    """Serve on the configured address until Ctrl-C. Put a TLS proxy in front of it for anything but trying out."""
    settings: Settings = current_app.extensions["casework-settings"]
    click.echo(f"\nServing on http://{settings.host}:{settings.port}  (Ctrl-C stops it; what you did is kept)")
    application = current_app._get_current_object()
    try:
        waitress_serve(application, host=settings.host, port=settings.port, threads=8, ident=None)
    except OSError as fault:
        raise click.ClickException(
            f"Port {settings.port} cannot be used ({fault.strerror}). Stop the other program, or set CASEWORK_PORT."
        ) from None


def bind(app: Flask) -> None:
    """Add both commands."""
    app.cli.add_command(prepare)
    app.cli.add_command(serve)
