"""``flask --app wsgi retention report`` and ``run``. Neither destroys anything that two people have not agreed to."""

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from auth.access_log.holds import RELATED
from auth.access_log.subjects import BELONGING, PAPERS
from auth.ledger.expiry import KEEPS
from auth.roles import Role
from casework.cases.models import Case
from casework.notifications.service import tell_role
from casework.panel_type.registry import panel_types
from casework.referrals.models import Referral
from casework.retention.models import Destruction
from casework.retention.records import ended_referrals, is_over, still_there
from casework.retention.related import belonging, papers_of, related
from casework.retention.sweeping import sweep
from extensions import db, unit_of_work
from wording.dates import today

retention_group = AppGroup("retention", help="Records whose keeping time is over.")
RUNS = (Role.COORDINATOR.value, Role.CHAIR.value, Role.VICE_CHAIR.value)


def bind(app: Flask) -> None:
    """Add both commands, and let the access log know which records are still there, and what belongs to them."""
    app.extensions[KEEPS], app.extensions[RELATED] = still_there, related
    app.extensions[BELONGING], app.extensions[PAPERS] = belonging, papers_of
    app.cli.add_command(retention_group)


@retention_group.command("report")
def report() -> None:
    """How many records of each panel are due, asked for and destroyed. Counts alone: no reference, no name."""
    for panel in panel_types.every():
        due, asked, gone = _counts(panel.key)
        if due or gone:
            click.echo(f"{panel.key:20} due {due:>5}   asked for {asked:>5}   destroyed {gone:>5}")


@retention_group.command("run")
def run() -> None:
    """Tell those who run a panel that records are due, and erase what was destroyed. It destroys nothing itself."""
    with unit_of_work():
        told = sum(
            tell_role(panel=panel.key, roles=RUNS, template="retention_due", path="/retention")
            for panel in panel_types.every()
            if _counts(panel.key)[0]
        )
    click.echo(f"Told: {told}")
    click.echo(sweep())


def _counts(panel: str) -> tuple[int, int, int]:
    due = sa.and_(Case.panel == panel, Case.destroyed_at.is_(None), Case.retention_due_on <= today())
    number = sa.func.count(Case.id)
    asked = sa.select(number).join(Destruction, Destruction.case_id == Case.id).where(due)
    gone = sa.select(number).where(Case.panel == panel, Case.destroyed_at.is_not(None))
    found = [db.session.scalar(query) or 0 for query in (sa.select(number).where(due), asked, gone)]
    ended = [one for one in db.session.scalars(ended_referrals([panel])) if is_over(one)]
    wanted = sa.select(Destruction.referral_id).where(Destruction.referral_id.is_not(None))
    asked_alone = set(db.session.scalars(wanted.where(Destruction.approved_at.is_(None))))
    alone = Referral.panel == panel, Referral.destroyed_at.is_not(None), Referral.case_id.is_(None)
    gone_alone = db.session.scalar(sa.select(sa.func.count(Referral.id)).where(*alone)) or 0
    found[1] += sum(one.id in asked_alone for one in ended)
    return found[0] + len(ended), found[1], found[2] + gone_alone
