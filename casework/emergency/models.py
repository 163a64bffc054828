"""An emergency access and its review. Plain: who, which case, from when until when, and how the review stands."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedRow, SealedText
from auth.models import Account, Agency
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from extensions import Model, now


class EmergencyAccess(SealedRow, Model):
    """One emergency access. The row is its own entry in the review queue, so there is never one without the other.

    It has a data key of its own: whoever reviews it reads the reason, and never the case. ``agency_id``: whose person
    used it, as it was then. ``kind``: the class of the reason. ``state``: waiting (empty), asked, justified or
    not_justified. ``ended_at``: when it was over, by whatever way; the grant alone decides whether the case opens.
    """

    __tablename__ = "emergency_access"

    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    grant_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case_grant.id"), unique=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    reason_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    reason = SealedText("reason_sealed")
    begun_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    due_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(sa.String(14), default="")
    reminded_on: Mapped[date | None]

    case: Mapped[Case] = relationship()
    grant: Mapped[CaseGrant] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship()
    agency: Mapped[Agency] = relationship()
    steps: Mapped[list["ReviewStep"]] = relationship(order_by="ReviewStep.at", back_populates="access")

    def is_running(self, at: datetime) -> bool:
        """Whether it still opens the case, as far as the grant says."""
        return not self.grant.is_over(at)


class ReviewStep(SealedRow, Model):
    """One step of a review, sealed with the access's own key. ``kind``: justified, not_justified, more or answer."""

    __tablename__ = "emergency_review_step"

    access_id: Mapped[UUID] = mapped_column(sa.ForeignKey("emergency_access.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(14))
    words_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    words = SealedText("words_sealed")
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    access: Mapped[EmergencyAccess] = relationship(back_populates="steps")
    by: Mapped[Account] = relationship()
