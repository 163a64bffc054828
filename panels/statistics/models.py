"""Published tables, kept as they were published. Nothing in them is secret: what may not be told is not in them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.models import Account
from extensions import Model, now


class PublishedTable(Model):
    """One table. ``rows``: key, title, unit (count, percent or days), value (``None`` = hidden), group, statutory.

    A row is never changed: a later table of the same period stands beside it.
    """

    __tablename__ = "published_table"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    definition_version: Mapped[int]
    period: Mapped[str] = mapped_column(sa.String(30))
    from_on: Mapped[date]
    to_on: Mapped[date]
    rows: Mapped[list[Any]]
    published_at: Mapped[datetime] = mapped_column(default=now)
    published_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))

    published_by: Mapped[Account] = relationship()
