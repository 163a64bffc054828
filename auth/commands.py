"""Commands of the installation's operator: the first administrator, clearing, and those of the keys."""

from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from auth.accounts import finding, service
from auth.current import LONDON
from auth.encryption.commands import keys_group
from auth.models import Agency
from auth.refusals import Refused
from auth.roles import Role
from auth.sign_in import clearing
from extensions import now, unit_of_work

FIRST_TERM = timedelta(days=365)
accounts_group = AppGroup("auth", help="People's accounts.")


def bind(app: Flask) -> None:
    """Add ``auth create-user``, ``auth clear-old`` and the commands of :mod:`auth.encryption.commands`."""
    app.cli.add_command(accounts_group)
    app.cli.add_command(keys_group)


@accounts_group.command("create-user")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--agency", required=True, help="The agency's full name; it is added if there is none.")
@click.option("--kind", default="other", help="Kind of the agency if it is added.")
@click.option("--role", type=click.Choice(["administrator", "auditor"]), default="administrator")
def create_user(email: str, name: str, agency: str, kind: str, role: str) -> None:
    """Add an administrator or auditor for one year; prints a one-time code for choosing the password."""
    try:
        with unit_of_work():
            code = _create(email, name, agency, kind, Role(role))
    except Refused as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"One-time code for {email}, good for seven days: {code}")
    click.echo(f"Open {current_app.extensions['casework-settings'].public_url}/invitation to choose the password.")


@accounts_group.command("clear-old")
def clear_old() -> None:
    """Erase kept forms, ended sessions, used form keys and counted tries that are past their time."""
    with unit_of_work():
        for what, number in clearing.clear_old().items():
            click.echo(f"{what}: {number}")


def _create(email: str, name: str, agency: str, kind: str, role: Role) -> str:
    found = next((one for one in finding.agencies() if one.name == agency), None)
    theirs: Agency = found or service.create_agency(actor=None, name=agency, short_name=agency[:40], kind=kind)
    account = service.create_account(actor=None, email=email, name=name, agency=theirs)
    today = now().astimezone(LONDON).date()
    service.appoint(actor=None, account=account, panel=None, role=role, from_on=today, to_on=today + FIRST_TERM)
    return service.invite(actor=None, account=account)
