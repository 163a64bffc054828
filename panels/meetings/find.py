"""From a meeting's reference to its id, and when a panel meets next."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from auth.panel_facts import hidden_panels
from extensions import db
from panels.meetings.models import Meeting


def meeting_id_of(reference: str) -> tuple[str, UUID] | None:
    """``("meeting", id)`` for a meeting's reference; ``None`` when there is none."""
    wanted = sa.select(Meeting.id).where(Meeting.reference == reference.strip().upper())
    found = db.session.scalar(wanted.where(Meeting.panel.not_in(hidden_panels())))
    return ("meeting", found) if found else None


def references_of(meeting_ids: Collection[UUID]) -> dict[UUID, str]:
    """The references of these meetings."""
    return dict(db.session.execute(sa.select(Meeting.id, Meeting.reference).where(Meeting.id.in_(meeting_ids))).all())


def next_meeting_at(panel: str, after: datetime) -> datetime | None:
    """When the panel's first ordinary meeting after a moment starts; ``None`` when none is planned."""
    wanted = sa.select(sa.func.min(Meeting.starts_at)).where(
        Meeting.panel == panel, Meeting.starts_at > after, Meeting.urgent.is_(False), Meeting.state != "closed"
    )
    return db.session.scalar(wanted)
