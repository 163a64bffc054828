"""The doors to statistics. A panel without figures has none: it is not there for anybody.

Who runs the panel reads every count, and each look is on record. Members and the auditor read what was published. Of a
panel whose existence is hidden nothing is ever published (Freedom of Information Act 2000 s24, s40).
"""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import PARTNERSHIP_OBJECT, NotAllowed, Target, pass_door, shut_panels
from auth.policy import may
from auth.roles import Actor
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from extensions import db
from panels.statistics.models import PublishedTable

READ, PUBLISH, PUBLISHED = "statistics.read", "statistics.publish", "statistics.published"
STATISTICS = "statistics"


def panel_for(
    actor: Actor, key: str, permission: str = READ, *, event: str = "statistics.open", fresh: bool = False
) -> PanelType:
    """The panel whose statistics somebody may read, publish, or (``fresh``) take away.

    :raises NotAllowed: unknown, without figures, or not for this person: one and the same answer.
    :raises ProofNeeded: ``fresh``, and the person has neither signed in nor proved who they are lately.
    """
    panel = next((one for one in counting_panels() if one.key == key), None)
    hidden = panel is not None and permission == PUBLISH and panel.visibility.existence_hidden
    if panel is None or hidden:
        pass_door(actor, permission, None, event=event, object_type=STATISTICS)
        raise NotAllowed
    pass_door(actor, permission, Target(STATISTICS, PARTNERSHIP_OBJECT, panel.key), event=event, fresh=fresh)
    return panel


def table_for(actor: Actor, table_id: UUID, *, event: str = "statistics.published") -> tuple[PanelType, PublishedTable]:
    """A published table and its panel.

    :raises NotAllowed: unknown, or not for this person.
    """
    table = db.session.get(PublishedTable, table_id)
    panel = next((one for one in counting_panels() if table is not None and one.key == table.panel), None)
    if table is None or panel is None:
        pass_door(actor, PUBLISHED, None, event=event, object_type=STATISTICS)
        raise NotAllowed
    where = None if actor.is_auditor() and not panel.visibility.existence_hidden else panel.key
    pass_door(actor, PUBLISHED, Target(STATISTICS, table.id, where), event=event)
    return panel, table


def readable_panels(actor: Actor) -> list[PanelType]:
    """The panels whose counts this person reads in full, without those that want a fresh proof first."""
    shut = shut_panels(actor)
    return [one for one in counting_panels() if may(actor, READ, one.key) and one.key not in shut]


def published_tables(actor: Actor) -> list[tuple[PanelType, PublishedTable]]:
    """The published tables this person may read, the newest first."""
    panels = {one.key: one for one in counting_panels() if reads_published(actor, one)}
    wanted = sa.select(PublishedTable).where(PublishedTable.panel.in_(panels))
    newest = wanted.order_by(PublishedTable.published_at.desc(), PublishedTable.id)
    return [(panels[table.panel], table) for table in db.session.scalars(newest)]


def reads_published(actor: Actor, panel: PanelType) -> bool:
    """Whether this person reads what the panel published."""
    if actor.is_auditor():
        return not panel.visibility.existence_hidden and may(actor, PUBLISHED, None)
    return may(actor, PUBLISHED, panel.key) and panel.key not in shut_panels(actor)


def has_statistics(actor: Actor) -> bool:
    """Whether there is anything here for this person, for the menu."""
    return any(reads_published(actor, panel) for panel in counting_panels())


def counting_panels() -> list[PanelType]:
    """The panels that run here and count something."""
    return [panel for panel in panel_types.all() if panel.figures]
