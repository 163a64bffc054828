"""Wrapped keys at rest."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from extensions import Model, now


class PanelKey(Model):
    """A panel's key, wrapped by the root key. ``purpose`` is ``seal`` (wraps data keys) or ``search`` (blind index)."""

    __tablename__ = "panel_key"
    __table_args__ = (sa.UniqueConstraint("panel", "purpose", "version", name="uq_panel_key_panel_purpose_version"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    panel: Mapped[str] = mapped_column(sa.String(40))
    purpose: Mapped[str] = mapped_column(sa.String(10))
    version: Mapped[int] = mapped_column(default=1)
    wrapped: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)


class DataKey(Model):
    """The key of one case, person, address, meeting or document, wrapped by its panel's key."""

    __tablename__ = "data_key"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    panel_key_id: Mapped[UUID] = mapped_column(sa.ForeignKey("panel_key.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    wrapped: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)


class UnreadableValue(Model):
    """A sealed value that somebody met and that could not be opened: its place, and how often. No content."""

    __tablename__ = "unreadable_value"
    __table_args__ = (sa.UniqueConstraint("table_of", "column_of", "row_id", name="uq_unreadable_value_place"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    table_of: Mapped[str] = mapped_column(sa.String(40))
    column_of: Mapped[str] = mapped_column(sa.String(40))
    row_id: Mapped[UUID] = mapped_column(sa.Uuid)
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now, index=True)
