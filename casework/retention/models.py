"""A destruction: who asked, who approved, what went. Plain: it outlives the case and tells nothing of its content."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.models import Account
from casework.cases.models import Case
from casework.referrals.models import Referral
from extensions import Model, now


class Destruction(Model):
    """Asked for; done when ``approved_at`` is set, and swept (the sealed bytes erased too) when ``swept_at`` is.

    ``destroyed``: kind of key -> how many. ``kept_people``: people of the case who stay, because another case needs
    them. ``wrapped_by``: the versions that wrapped the keys in the end and when the oldest key under each was made, by
    which backups die; of certificates that are older than that note no time is known. ``words`` is the certificate,
    with its signature and the name of the key that signed it.
    """

    __tablename__ = "destruction"
    __table_args__ = (sa.CheckConstraint("(case_id IS NULL) <> (referral_id IS NULL)", name="one_record"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    case_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("case.id"), unique=True)
    referral_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("referral.id"), unique=True)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    approved_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    destroyed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    kept_people: Mapped[int] = mapped_column(default=0)
    panel_key_ids: Mapped[list[Any]] = mapped_column(default=list)
    words: Mapped[str] = mapped_column(sa.Text, default="")
    signed_by: Mapped[str] = mapped_column(sa.String(16), default="")
    signature: Mapped[bytes] = mapped_column(sa.LargeBinary, default=b"")
    swept_at: Mapped[datetime | None]

    case: Mapped[Case | None] = relationship()
    referral: Mapped[Referral | None] = relationship()
    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])

    @property
    def wrapped_by(self) -> list[tuple[UUID, datetime | None]]:
        """Ids of versions of panel keys, each with the moment at which the oldest data key under it was made."""
        told = [one if isinstance(one, list) else [one, None] for one in self.panel_key_ids]
        return [(UUID(key_id), datetime.fromisoformat(made_at) if made_at else None) for key_id, made_at in told]

    @wrapped_by.setter
    def wrapped_by(self, versions: list[tuple[UUID, datetime | None]]) -> None:
        told = [[str(key_id), made_at.isoformat() if made_at else None] for key_id, made_at in versions]
        self.panel_key_ids = sorted(told, key=str)

    @property
    def record(self) -> Case | Referral:
        """What it is about: a case, or a referral that ended without one."""
        found = self.case or self.referral
        assert found is not None
        return found
