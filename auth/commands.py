"""Commands of the installation's operator: the first administrator, clearing, and those of keys and backups."""

from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from auth import telling
from auth.accounts import finding, service, sharing
from auth.accounts.written import ACCOUNT, log_by_itself
from auth.encryption.backup_commands import backups_group
from auth.encryption.commands import keys_group
from auth.ledger.commands import audit_group
from auth.models import Account, Agency
from auth.refusals import Refused
from auth.roles import Role
from auth.sign_in import clearing
from extensions import unit_of_work
from wording.dates import today

ENOUGH = 2
"""So many administrators give roles to each other; until then the command line does."""
THERE_ARE = (
    "There are {number} administrators already: let one of them ask for this role and another confirm it. "
    "If none of them can sign in any more, add --recovery. All administrators are told of it"
)
FIRST_TERM = timedelta(days=365)
accounts_group = AppGroup("auth", help="People's accounts.")


def bind(app: Flask) -> None:
    """Add ``auth create-user``, ``auth clear-old`` and the commands of keys, of backups and of the access log."""
    app.cli.add_command(accounts_group)
    app.cli.add_command(keys_group)
    app.cli.add_command(backups_group)
    app.cli.add_command(audit_group)


@accounts_group.command("create-user")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--agency", required=True, help="The agency's full name; it is added if there is none.")
@click.option("--kind", default="other", help="Kind of the agency if it is added.")
@click.option("--role", type=click.Choice(["administrator", "auditor"]), default="administrator")
@click.option("--recovery", is_flag=True, help="Although there are administrators: none of them can sign in.")
def create_user(email: str, name: str, agency: str, kind: str, role: str, recovery: bool) -> None:
    """Add one of the first two administrators, or an auditor, for one year; prints a one-time code for choosing the
    password. It is the one way to a role without a second person: once there are two administrators it is shut."""
    try:
        with unit_of_work():
            _refuse_past_the_first(recovery)
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


def _refuse_past_the_first(recovery: bool) -> None:
    number = len(telling.administrators())
    if number >= ENOUGH and not recovery:
        raise Refused(THERE_ARE.format(number=number))


def _create(email: str, name: str, agency: str, kind: str, role: Role) -> str:
    theirs = next((one for one in finding.agencies() if one.name == agency), None) or _agency(agency, kind, email)
    account = service.create_account(actor=None, email=email, name=name, agency=theirs)
    first = today()
    service.appoint(actor=None, account=account, panel=None, role=role, from_on=first, to_on=first + FIRST_TERM)
    _leave_a_trace(account)
    return service.invite(actor=None, account=account)


def _agency(name: str, kind: str, email: str) -> Agency:
    made = service.create_agency(actor=None, name=name, short_name=name[:40], kind=kind)
    sharing.set_domains(actor=None, agency=made, domains=email.rpartition("@")[2])
    return made


def _leave_a_trace(account: Account) -> None:
    because = "a command at the server gave a role in the partnership"
    log_by_itself("appointment.give", ACCOUNT, account.id, rule="command", because=because)
    telling.tell((one for one in telling.administrators() if one != account.id), "role_given", telling.ADMINISTRATION)
