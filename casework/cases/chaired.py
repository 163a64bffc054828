"""Cases that stand before a meeting which somebody is named to chair, as the room of the meetings tells it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from auth.models import Account
from auth.policy_relationships import CHAIRS_CASE
from casework.clocks.service import days_after
from extensions import db

EXTENSION = "casework-chaired"
Chaired = Callable[[], sa.Select[UUID, UUID | None, datetime]]
"""Case, account and start, of every meeting with a named chair whose papers are out and that is not over. Columns:
``case_id``, ``account_id``, ``starts_at``."""


def chaired_by(account_id: UUID, case_ids: Iterable[UUID]) -> sa.Select[UUID, str]:
    """Case id and relationship, for the cases among these that this person is named to chair."""
    rows = _rows()
    wanted = sa.select(rows.c.case_id, sa.literal(CHAIRS_CASE))
    return wanted.where(rows.c.account_id == account_id, rows.c.case_id.in_(list(case_ids)))


def named_chairs(case_id: UUID) -> list[tuple[Account, datetime]]:
    """Who is named to chair a meeting that hears this case, and until when at the latest."""
    rows = _rows()
    wanted = sa.select(Account, rows.c.starts_at).join(rows, rows.c.account_id == Account.id)
    wanted = wanted.where(rows.c.case_id == case_id, Account.suspended_at.is_(None))
    return [(account, days_after(starts_at, 0)) for account, starts_at in db.session.execute(wanted)]


def _rows() -> sa.Subquery:
    chaired: Chaired = current_app.extensions[EXTENSION]
    return chaired().subquery()
