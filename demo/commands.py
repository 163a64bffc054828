"""``flask --app wsgi demo load``: the demonstration partnership, once; a second call leaves what is there alone."""

from collections.abc import Iterable
from dataclasses import replace

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import AppGroup

from auth.models import Account
from auth.roles import PARTNERSHIP_ROLES, ROLE_TITLES
from casework.panel_type.registry import panel_types
from demo.administration import load_administration
from demo.channel_people import channel_people
from demo.channel_scripts import load_channel
from demo.domestic_story import domestic_people, load_domestic
from demo.hate_people import hate_people
from demo.hate_scripts import load_hate
from demo.people import DemoPerson, demo_people, load_agencies, load_people
from demo.review_people import review_people
from demo.review_scripts import load_reviews
from demo.story import load_story
from demo.tension_story import load_tension, tension_people
from extensions import db, present_settings, unit_of_work

group = AppGroup("demo", help="The demonstration partnership (demo mode only).")

# The demonstration partnership runs these four panels; one without a definition yet is left out.
DEMO_PANELS = ("asb_marac", "hate_incident", "channel", "asb_case_review")
# And what two more have before them: folders that came later, with people who are there already.
DOMESTIC, TENSION = "dv_marac", "tension_monitoring"


@group.command("load")
def load() -> None:
    """Load fictional agencies, people, referrals, cases and meetings by the services that users call."""
    settings = present_settings()
    if not settings.demo:
        raise click.ClickException("This is not demo mode. Set CASEWORK_DEMO=true on an installation for trying out.")
    with unit_of_work():
        loaded = db.session.scalar(sa.select(sa.func.count()).select_from(Account).where(Account.is_demo))
    if loaded:
        click.echo("The demonstration partnership is there already.")
        return
    with unit_of_work():
        load_people(load_agencies(), demo_people(*DEMO_PANELS), {panel.key for panel in panel_types.every()})
    load_administration(DEMO_PANELS[0])
    load_story(DEMO_PANELS[0])
    load_reviews(DEMO_PANELS[3])
    load_hate(DEMO_PANELS[1], TENSION, {panel.key for panel in panel_types.every()})
    load_channel(DEMO_PANELS[2])
    load_domestic(DOMESTIC)
    load_tension(TENSION)
    click.echo("Loaded the demonstration partnership.")


@group.command("accounts")
def accounts() -> None:
    """Print the demo accounts of the panels that exist here."""
    click.echo("\nDemo accounts. Fictional people; the password is demo-only-<name>, for example demo-only-rowan:")
    names = {panel.key: panel.name for panel in panel_types.every()}
    for person in _everybody():
        where = [names[key] for key in person.panels if key in names]
        guest = not person.panels and person.role not in PARTNERSHIP_ROLES
        if where or guest or person.role in PARTNERSHIP_ROLES:
            role = f"{ROLE_TITLES[person.role]}{', ' if where else ''}{', '.join(where)}"
            role = "Guest of a meeting, for one case" if guest else role
            click.echo(f"  {person.key + '@example.org':21} {person.job:32} {role}")


def _everybody() -> Iterable[DemoPerson]:
    """Everybody with an account, each once with all their panels."""
    rows = (*demo_people(*DEMO_PANELS), *hate_people(DEMO_PANELS[1], TENSION))
    found: dict[str, DemoPerson] = {}
    rows = (*rows, *channel_people(DEMO_PANELS[2]), *review_people(DEMO_PANELS[3]))
    for person in (*rows, *domestic_people(DOMESTIC), *tension_people(TENSION)):
        earlier = found.get(person.key, person)
        found[person.key] = replace(earlier, panels=tuple(dict.fromkeys((*earlier.panels, *person.panels))))
    return found.values()


@group.command("run")
@click.pass_context
def run(context: click.Context) -> None:
    """Prepare the database, load the demonstration if it is not there, print the accounts and serve: in one process."""
    known = current_app.cli.commands
    for command in (known["prepare"], load, accounts, known["serve"]):
        context.invoke(command)


def bind(app: Flask) -> None:
    """Add the command group."""
    app.cli.add_command(group)
