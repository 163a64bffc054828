"""Who was let into a case besides those whose role opens it."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.models import Account
from extensions import Model, now


class CaseGrant(Model):
    """One person's way into one case. Plain: it says who and as what, and nothing of the case.

    ``kind``: named, associate, contact, guest or emergency. It counts once ``confirmed_at`` is set (an
    associate is proposed by the coordinator and confirmed by a chair), from ``from_at`` (a guest's is empty until the
    meeting is opened) until ``until_at`` (empty: while the case is open) or until somebody ends it. ``item_id``,
    ``meeting_id``: what a guest was asked to; those stand on the floor above.
    """

    __tablename__ = "case_grant"
    __table_args__ = (sa.Index("ix_case_grant_account_case", "account_id", "case_id"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    item_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    from_at: Mapped[datetime | None]
    until_at: Mapped[datetime | None]
    granted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    granted_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    granted_by: Mapped[Account] = relationship(foreign_keys=[granted_by_id])
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])
    ended_by: Mapped[Account | None] = relationship(foreign_keys=[ended_by_id])

    def awaits_chair(self) -> bool:
        """Whether a chair has still to say yes."""
        return self.confirmed_at is None and self.ended_at is None

    def is_over(self, at: datetime) -> bool:
        """Whether it counts no longer and never will again."""
        return self.ended_at is not None or (self.until_at is not None and self.until_at <= at)
