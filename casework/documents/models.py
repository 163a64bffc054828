"""A document, sealed with a key of its own."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from auth.encryption.sealed import SealedBytes, SealedRow, SealedText
from auth.models import Account, Agency
from extensions import Model, now


class Document(SealedRow, Model):
    """A file of a case, or of a referral that has no case yet; one that came with a referral keeps ``referral_id`` when
    its case is opened.

    ``name`` is the label the uploader's file had; ``content_type`` was found in the content, not in the name.
    """

    __tablename__ = "document"
    __table_args__ = (sa.CheckConstraint("case_id IS NOT NULL OR referral_id IS NOT NULL", name="belongs"),)

    case_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("case.id"), index=True)
    referral_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    name_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    name = SealedText("name_sealed")
    about_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    about = SealedText("about_sealed")
    content_sealed: Mapped[bytes | None] = deferred(mapped_column(sa.LargeBinary))
    content = SealedBytes("content_sealed")
    content_type: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int]
    scan: Mapped[str] = mapped_column(sa.String(20))
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    added_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    added_by: Mapped[Account] = relationship()
    agency: Mapped[Agency] = relationship()
