"""A case form as somebody filled it in, sealed with the case's key. Nothing in it is ever overwritten."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow, SealedText
from auth.models import Account, Agency
from extensions import Model, now


class FormEntry(SealedRow, Model):
    """``form`` is the key of a case form; ``form_id`` and ``form_version`` name the questions that were asked.

    ``counted_at``: from then on it counts; where a second person has to agree, that is when they did. ``replaces_id``:
    the entry that this one corrects, which is marked ``replaced_at`` once this one counts.
    """

    __tablename__ = "form_entry"
    __table_args__ = (sa.Index("ix_form_entry_case_form", "case_id", "form"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"))
    form: Mapped[str] = mapped_column(sa.String(40))
    form_id: Mapped[str] = mapped_column(sa.String(40))
    form_version: Mapped[int]
    answers_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    answers = SealedJSON("answers_sealed")
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    counted_at: Mapped[datetime | None]
    second_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    second_agency_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agency.id"))
    second_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    declined_because_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    declined_because = SealedText("declined_because_sealed")
    replaces_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("form_entry.id"))
    replaced_at: Mapped[datetime | None]

    by: Mapped[Account] = relationship(foreign_keys=[by_id])
    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id])
    second_by: Mapped[Account | None] = relationship(foreign_keys=[second_by_id])
    second_agency: Mapped[Agency | None] = relationship(foreign_keys=[second_agency_id])

    def waits(self) -> bool:
        """Whether a second person has still to say yes or no."""
        return self.counted_at is None and self.declined_at is None and self.replaced_at is None

    def stands(self) -> bool:
        """Whether it counts, or may still come to count."""
        return self.declined_at is None and self.replaced_at is None


class FigureMark(Model):
    """That a form which counts adds to a figure of the panel, plain, so that counting opens nothing.

    It names neither the case nor the entry: both stand as tokens under the panel's search key, another for each figure.
    Who steals the table learns how many there are, which is what is published, and of whom nothing.
    """

    __tablename__ = "figure_mark"
    __table_args__ = (sa.Index("ix_figure_mark_panel_figure_on", "panel", "figure", "on"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    panel: Mapped[str] = mapped_column(sa.String(40))
    figure: Mapped[str] = mapped_column(sa.String(60))
    on: Mapped[date]
    case_token: Mapped[bytes] = mapped_column(sa.LargeBinary(8))
    entry_token: Mapped[bytes] = mapped_column(sa.LargeBinary(8), index=True)
