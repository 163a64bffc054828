"""Publishing a table. What was published is kept as it was."""

from dataclasses import asdict

import sqlalchemy as sa

from auth.policy import may
from auth.roles import Actor
from casework.errors import Refused
from casework.panel_type.definition import PanelType
from extensions import db, now
from panels.statistics.access import PUBLISH
from panels.statistics.differencing import Earlier
from panels.statistics.models import PublishedTable
from panels.statistics.periods import Period, may_be_published, period_of
from panels.statistics.tables import COUNT, TOTAL, Row, public_rows
from wording.dates import today

SENT = "sent/"


def publish(*, actor: Actor, panel: PanelType, period: Period) -> PublishedTable:
    """Publish the panel's table of a period, with everything hidden that the numbers could give away.

    :raises Refused: the panel publishes nothing, the person may not, or the period is not twelve whole months that are
        over.
    """
    if panel.visibility.existence_hidden or not may(actor, PUBLISH, panel.key):
        raise Refused("This panel’s statistics are not published")
    if not may_be_published(period, today()):
        raise Refused("Only whole months that are over can be published, twelve of them or more")
    db.session.flush()
    table = PublishedTable(
        panel=panel.key,
        definition_version=panel.version,
        period=period.key,
        from_on=period.from_on,
        to_on=period.to_on,
        rows=[asdict(row) for row in public_rows(panel, period, earlier_of(panel))],
        published_at=now(),
        published_by_id=actor.account_id,
    )
    db.session.add(table)
    db.session.flush()
    return table


def earlier_of(panel: PanelType) -> list[Earlier]:
    """The tables this panel has published, newest first, with the counts that they show."""
    wanted = sa.select(PublishedTable).where(PublishedTable.panel == panel.key)
    tables = db.session.scalars(wanted.order_by(PublishedTable.published_at.desc(), PublishedTable.id))
    return [_earlier(table) for table in tables]


def rows_of(table: PublishedTable) -> tuple[Row, ...]:
    """The rows of a published table."""
    return tuple(Row(**row) for row in table.rows)


def period_of_table(table: PublishedTable) -> Period:
    """The period of a published table."""
    found = period_of(table.period)
    assert found is not None  # what is stored was made from one
    return found


def _earlier(table: PublishedTable) -> Earlier:
    rows = rows_of(table)
    counts = {row.key: row.value for row in rows if row.unit == COUNT}
    by_agency = [row.value for row in rows if row.key.startswith(SENT)]
    if by_agency and None not in by_agency:
        counts[f"{SENT}{TOTAL}"] = sum(value or 0 for value in by_agency)
    return Earlier(period_of_table(table), counts)
