"""A match across panels, told to one panel's coordinators. It names references and nothing else, sealed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow, SealedText
from auth.models import Account
from extensions import Model, now


class MatchNotice(SealedRow, Model):
    """``about``: own_reference, other_panel, other_references (list), kind (person or place). Sealed with a key of the
    panel that is told, so that the row alone does not say with whom there is a match.

    ``known_by``: a keyed fingerprint, so that the same match is told once. ``choice``: "", none, phone, disclosure.
    """

    __tablename__ = "match_notice"
    __table_args__ = (sa.UniqueConstraint("panel", "known_by", name="uq_match_notice_panel_known_by"),)

    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    about_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    about = SealedJSON("about_sealed")
    known_by: Mapped[bytes] = mapped_column(sa.LargeBinary(8))
    found_at: Mapped[datetime] = mapped_column(default=now)
    choice: Mapped[str] = mapped_column(sa.String(12), default="")
    why_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    why = SealedText("why_sealed")
    chosen_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    chosen_at: Mapped[datetime | None]

    chosen_by: Mapped[Account | None] = relationship()
