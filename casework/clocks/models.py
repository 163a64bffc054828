"""A clock that runs on a record, and its pauses. The original due moment is kept when pauses move it."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from extensions import Model


class Clock(Model):
    """One promise (triage, review …) about one record. ``rule`` is a clock key of the panel's definition.

    ``band`` is the risk band that chose the length, if one did; ``length`` counts the rule's unit and is kept as it was
    at the start, so that a changed setting moves no promise that was made. While the clock rests, ``due_at`` is the
    moment it had before; it is worked out again when the clock resumes.
    """

    __tablename__ = "clock"
    __table_args__ = (sa.Index("ix_clock_object", "object_type", "object_id"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    panel: Mapped[str] = mapped_column(sa.String(40))
    rule: Mapped[str] = mapped_column(sa.String(40))
    object_type: Mapped[str] = mapped_column(sa.String(30))
    object_id: Mapped[UUID] = mapped_column(sa.Uuid)
    band: Mapped[str | None] = mapped_column(sa.String(20))
    length: Mapped[int | None]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    original_due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    pauses: Mapped[list["ClockPause"]] = relationship(order_by="ClockPause.from_at", lazy="selectin")

    def is_open(self) -> bool:
        """Whether the promise still stands: neither kept nor given up."""
        return self.met_at is None and self.stopped_at is None

    def is_paused(self) -> bool:
        """Whether the clock rests now."""
        return any(pause.to_at is None for pause in self.pauses)


class ClockPause(Model):
    """A time in which the clock stood still, why (a lifecycle state's key), and by whom."""

    __tablename__ = "clock_pause"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    clock_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clock.id"), index=True)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    because: Mapped[str] = mapped_column(sa.String(40))
    by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
