"""An enquiry has a key of its own and carries identity only: the agency asked cannot reach the case through it."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow
from auth.models import Account, Agency
from casework.cases.models import Case
from extensions import Model, now


class Enquiry(SealedRow, Model):
    """One question to one agency about one case for one meeting.

    ``identity``: list of people, each name, born_on, estimated_age, address (absent when hidden). ``known``: known,
    not_known or cannot_share once answered. ``answer``: facts, opinion, involvement, worker, risks, protective,
    engagement, sign_off … as typed. ``restriction``: none, panel, chair, read_out.
    """

    __tablename__ = "enquiry"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "case_id", "agency_id", name="uq_enquiry_meeting_case_agency"),
        sa.Index("ix_enquiry_agency_answered", "agency_id", "answered_at"),
    )

    meeting_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    panel: Mapped[str] = mapped_column(sa.String(40))
    identity_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    identity = SealedJSON("identity_sealed")
    answer_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    answer = SealedJSON("answer_sealed")
    known: Mapped[str | None] = mapped_column(sa.String(20))
    restriction: Mapped[str] = mapped_column(sa.String(20), default="none")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    due_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    chased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship()
    agency: Mapped[Agency] = relationship()
    answered_by: Mapped[Account | None] = relationship(foreign_keys=[answered_by_id])
