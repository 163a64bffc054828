"""The command that writes the access model into the documentation."""

from pathlib import Path

import click
from flask import Flask

from panels.access_model.document import PLACE, brought_up_to_date


def bind(app: Flask) -> None:
    """Add ``access-table``."""

    @app.cli.command("access-table")
    def _access_table() -> None:
        """Bring docs/access.md up to date with the policy."""
        place = Path(app.root_path) / PLACE
        place.write_text(brought_up_to_date(place.read_text()))
        click.echo(f"{PLACE} is up to date.")
