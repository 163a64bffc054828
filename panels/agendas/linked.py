"""Whose cases a meeting and its papers are about, for whoever keeps or erases entries of the log."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from casework.retention.related import CASE, LINKS
from extensions import db
from panels.agendas.models import AgendaItem, Pack, PackCase
from panels.meetings.find import meeting_id_of
from panels.meetings.models import Meeting


def init_app(app: Flask) -> None:
    """Hand the floor below what it cannot know: the cases of a meeting and of a pack."""
    app.extensions[LINKS] = (
        ("meeting", AgendaItem.meeting_id, CASE, AgendaItem.case_id),
        ("pack", PackCase.pack_id, CASE, PackCase.case_id),
    )


def meeting_and_packs_of(reference: str) -> list[tuple[str, UUID]] | None:
    """For a meeting's reference its id and those of its packs; ``None`` when none may be asked about."""
    found = meeting_id_of(reference)
    if found is None:
        return None
    packs = db.session.scalars(sa.select(Pack.id).where(Pack.meeting_id == found[1]).order_by(Pack.number))
    return [found, *(("pack", pack_id) for pack_id in packs)]


def references_of(pack_ids: Collection[UUID]) -> dict[UUID, str]:
    """The references of the meetings of these packs."""
    wanted = sa.select(Pack.id, Meeting.reference).join(Meeting, Meeting.id == Pack.meeting_id)
    return dict(db.session.execute(wanted.where(Pack.id.in_(pack_ids))).all())
