"""Commands for whoever translates: bring the catalogues up to date, and say what they lack."""

from collections.abc import Callable

import click
from flask import Flask
from flask.cli import AppGroup

from wording import extraction


def bind(app: Flask, shelves: Callable[[], list[extraction.Shelf]]) -> None:
    """Add the commands; ``shelves`` says what the catalogues should hold."""
    group = AppGroup("translations", help="The catalogues of the resident's pages.")

    @group.command("extract")
    def _extract() -> None:
        """Bring the files up to date: new sentences come in empty, old ones go."""
        for shelf in shelves():
            for file in extraction.write(shelf):
                click.echo(f"{file.parent.parent.name}/{file.parent.name}/{file.name}: {len(shelf.needed)} sentences")

    @group.command("check")
    def _check() -> None:
        """Say what is missing, unused or wrong. Ends with 1 if anything is."""
        every = [fault for shelf in shelves() for fault in extraction.faults(shelf)]
        for fault in every:
            click.echo(fault)
        if every:
            raise click.exceptions.Exit(1)
        click.echo("Every sentence is translated.")

    app.cli.add_command(group)
