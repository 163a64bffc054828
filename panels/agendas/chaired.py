"""Which cases a named chair may read: those before their meeting, from its papers on until it is over."""

from datetime import UTC, datetime, time
from uuid import UUID

import sqlalchemy as sa

from casework.panel_type.calendar import LONDON
from panels.agendas.models import AgendaItem
from panels.meetings.access import OPEN, PACK_OUT
from panels.meetings.models import Meeting
from wording.dates import today


def chaired_cases() -> sa.Select[UUID, UUID | None, datetime]:
    """Case, account and start of each meeting with a named chair whose papers are out, that is not closed, and whose
    day has not gone by. The columns are ``case_id``, ``account_id`` and ``starts_at``."""
    begins = datetime.combine(today(), time(), LONDON).astimezone(UTC)
    return (
        sa.select(
            AgendaItem.case_id.label("case_id"),
            Meeting.chair_id.label("account_id"),
            Meeting.starts_at.label("starts_at"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.chair_id.is_not(None), Meeting.state.in_((PACK_OUT, OPEN)), Meeting.starts_at >= begins)
        .where(AgendaItem.state != "withdrawn")
    )
