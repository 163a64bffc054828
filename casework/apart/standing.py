"""From which records somebody is kept apart now, as doors and lists ask it. Opens nothing."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from auth.policy_relationships import APART
from auth.roles import Actor
from casework.apart.models import KeptApart
from extensions import db


def kept_apart_from(actor: Actor) -> sa.Select[UUID]:
    """The ids of the cases and referrals that do not exist for this person, or for a colleague for whom they cover."""
    return sa.select(KeptApart.object_id).where(_theirs(actor))


def apart_among(actor: Actor, object_ids: Iterable[UUID]) -> sa.Select[UUID, str]:
    """Id and relationship of those among these records."""
    found = sa.select(KeptApart.object_id, sa.literal(APART))
    mine = _theirs(actor)
    return found.where(mine, KeptApart.object_id.in_(list(object_ids)))


def kept_apart_of(object_id: UUID) -> list[KeptApart]:
    """Everybody who is kept apart from one record and not cleared, the oldest first."""
    wanted = sa.select(KeptApart).where(KeptApart.object_id == object_id, KeptApart.cleared_at.is_(None))
    return list(db.session.scalars(wanted.order_by(KeptApart.found_at, KeptApart.account_id)))


def _theirs(actor: Actor) -> sa.ColumnElement[bool]:
    """A colleague's counts in the panel in which they are covered."""
    covered = [
        sa.and_(KeptApart.account_id == account_id, KeptApart.panel == panel) for panel, account_id in actor.covered()
    ]
    return sa.and_(sa.or_(KeptApart.account_id == actor.account_id, *covered), KeptApart.cleared_at.is_(None))
