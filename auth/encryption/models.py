"""Wrapped keys at rest."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from extensions import Model, now


class PanelKey(Model):
    """A panel's key, wrapped by the root key. ``purpose`` is ``seal`` (wraps data keys), ``search`` (the index of
    people; residents' PINs), ``mark`` (counting a case once), ``sign`` (receipts) or ``asked`` (words searched for,
    as the log keeps them). The newest version is in use.

    ``wrapped_by``: the name of the root key that wrapped it; unknown for keys older than that column. ``retired_at``:
    since then a newer version wraps and nothing is left under this one. ``destroyed_at``: its bytes are gone.
    """

    __tablename__ = "panel_key"
    __table_args__ = (sa.UniqueConstraint("panel", "purpose", "version", name="uq_panel_key_panel_purpose_version"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    panel: Mapped[str] = mapped_column(sa.String(40))
    purpose: Mapped[str] = mapped_column(sa.String(10))
    version: Mapped[int] = mapped_column(default=1)
    wrapped: Mapped[bytes] = mapped_column(sa.LargeBinary)
    wrapped_by: Mapped[str | None] = mapped_column(sa.String(200))
    created_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]
    destroyed_at: Mapped[datetime | None]


class RootUse(Model):
    """When a root key was first and last in use, and when whoever keeps it said that every copy was destroyed."""

    __tablename__ = "root_use"

    name: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    first_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]
    destroyed_at: Mapped[datetime | None]


class DataKey(Model):
    """The key of one case, person, address, meeting or document, wrapped by its panel's key.

    ``destroyed_at``: ``wrapped`` was emptied, so that nothing that it sealed can be opened again.
    """

    __tablename__ = "data_key"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    panel_key_id: Mapped[UUID] = mapped_column(sa.ForeignKey("panel_key.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    wrapped: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
    destroyed_at: Mapped[datetime | None]


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
