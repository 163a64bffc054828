"""A version of a meeting's minutes. What is about a case is sealed with the case's key, so extracts follow the case."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow, SealedText
from extensions import Model, now


class Minutes(SealedRow, Model):
    """``state``: draft, approved, issued. ``general``: attendance, apologies, confidentiality, quorum, declarations."""

    __tablename__ = "minutes"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "number", name="uq_minutes_meeting_number"),)

    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(sa.String(12), default="draft")
    general_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    general = SealedJSON("general_sealed")
    change_reason_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    change_reason = SealedText("change_reason_sealed")
    drafted_at: Mapped[datetime] = mapped_column(default=now)
    drafted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    issued_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    items: Mapped[list["MinutesItem"]] = relationship(order_by="MinutesItem.position")


class MinutesItem(SealedRow, Model):
    """The minute of one case, sealed with the case's key.

    ``facts`` is the record as it stood at ``record_version``; ``note`` what was written to it afterwards.
    """

    __tablename__ = "minutes_item"

    minutes_id: Mapped[UUID] = mapped_column(sa.ForeignKey("minutes.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agenda_item.id"))
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    position: Mapped[int]
    facts_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    facts = SealedJSON("facts_sealed")
    note_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    note = SealedText("note_sealed")
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    changed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    record_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
