"""From which records somebody is kept apart now, as doors and lists ask it. Opens nothing."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from auth.policy import APART
from casework.apart.models import KeptApart
from extensions import db


def kept_apart_from(account_id: UUID) -> sa.Select[UUID]:
    """The ids of the cases and referrals that do not exist for this person."""
    return sa.select(KeptApart.object_id).where(KeptApart.account_id == account_id, KeptApart.cleared_at.is_(None))


def apart_among(account_id: UUID, object_ids: Iterable[UUID]) -> sa.Select[UUID, str]:
    """Id and relationship of those among these records."""
    found = sa.select(KeptApart.object_id, sa.literal(APART))
    mine = sa.and_(KeptApart.account_id == account_id, KeptApart.cleared_at.is_(None))
    return found.where(mine, KeptApart.object_id.in_(list(object_ids)))


def kept_apart_of(object_id: UUID) -> list[KeptApart]:
    """Everybody who is kept apart from one record and not cleared, the oldest first."""
    wanted = sa.select(KeptApart).where(KeptApart.object_id == object_id, KeptApart.cleared_at.is_(None))
    return list(db.session.scalars(wanted.order_by(KeptApart.found_at, KeptApart.account_id)))
