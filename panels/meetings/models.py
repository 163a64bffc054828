"""A meeting and who was there."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedRow, SealedText
from auth.models import Account, Agency
from extensions import Model, now


class Meeting(SealedRow, Model):
    """``state``: planned, pack_out, open, closed. What belongs to no single case is sealed with the meeting's key.

    ``chair_id``: somebody named to chair this one meeting, instead of the panel's own chair.
    """

    __tablename__ = "meeting"

    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    reference: Mapped[str] = mapped_column(sa.String(20), unique=True)
    starts_at: Mapped[datetime]
    minutes_long: Mapped[int] = mapped_column(default=150)
    place: Mapped[str] = mapped_column(sa.String(120), default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(20), default="planned")
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    confidentiality_read_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    room_blank: Mapped[bool] = mapped_column(default=False)
    room_item_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    without_quorum_reason_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    without_quorum_reason = SealedText("without_quorum_reason_sealed")
    matters_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    matters = SealedText("matters_sealed")
    chair_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    chair_named_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    chair_named_at: Mapped[datetime | None]
    planned_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    chair: Mapped[Account | None] = relationship(foreign_keys=[chair_id])
    attendances: Mapped[list["Attendance"]] = relationship(back_populates="meeting", order_by="Attendance.id")


class Attendance(Model):
    """One person at one meeting. ``status``: invited, coming, apologies, present, absent.

    ``came_at``: of somebody who came after the meeting was opened. Who goes out again stays ``present``: they were
    there, and ``absences`` say when they were not.
    """

    __tablename__ = "attendance"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "account_id", name="uq_attendance_meeting_account"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    capacity: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[str] = mapped_column(sa.String(12), default="invited")
    deputises_for_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    accepted_confidentiality_at: Mapped[datetime | None]
    came_at: Mapped[datetime | None]

    absences: Mapped[list["Absence"]] = relationship(
        back_populates="attendance", order_by="Absence.left_at", lazy="selectin", cascade="all, delete-orphan"
    )
    meeting: Mapped[Meeting] = relationship(back_populates="attendances")
    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="joined")
    agency: Mapped[Agency] = relationship(lazy="joined")
    deputises_for: Mapped[Account | None] = relationship(foreign_keys=[deputises_for_id])


class Absence(Model):
    """A time for which somebody who had come was out of the room. ``back_at`` is empty until they come back."""

    __tablename__ = "attendance_absence"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    attendance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("attendance.id"), index=True)
    left_at: Mapped[datetime]
    back_at: Mapped[datetime | None]
    noted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))

    attendance: Mapped[Attendance] = relationship(back_populates="absences")
