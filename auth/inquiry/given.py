"""Who was given which role, and let into which case, for whoever audits it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auth.models import Account, Appointment
from extensions import db

MOST = 500


@dataclass(frozen=True, slots=True)
class LetIn:
    """One person's way into one case. ``kind``: as what, in words. ``until_at`` is empty while the case is open,
    ``confirmed_at`` while it counts for nothing."""

    account: Account
    reference: str
    panel: str
    kind: str
    by: Account
    at: datetime
    confirmed_by: Account | None
    confirmed_at: datetime | None
    from_at: datetime | None
    until_at: datetime | None
    ended_at: datetime | None


def roles_given(panels: Collection[str] | None = None) -> list[Appointment]:
    """Roles, the newest first, those that were never confirmed or have ended among them; in these panels, if said."""
    wanted = sa.select(Appointment).order_by(Appointment.created_at.desc(), Appointment.id)
    if panels is not None:
        wanted = wanted.where(Appointment.panel.in_(panels))
    return list(db.session.scalars(wanted.limit(MOST)).unique())
