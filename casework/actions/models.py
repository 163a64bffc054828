"""An action has a key of its own: the agency that owns it opens the action and not the case."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedRow, SealedText
from auth.models import Account, Agency
from casework.actions.rules import STANDING
from casework.cases.models import Case
from extensions import Model, now


class Action(SealedRow, Model):
    """``status``: open, in_progress, done, not_possible, superseded. ``agenda_item_id`` names where it was decided.

    ``by_provider``: a provider of support carries it out, so that it ends when the ground for the support is gone,
    and waits while that is asked for anew; ``told_of_hold``: the owner was told last that it waits.

    ``escalated_to``: who was told last that it is late (manager, chair), while this due day stands.
    """

    __tablename__ = "action"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    agenda_item_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    text_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text = SealedText("text_sealed")
    why_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    why = SealedText("why_sealed")
    measure_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    measure = SealedText("measure_sealed")
    safety_note_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    safety_note = SealedText("safety_note_sealed")
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"), index=True)
    officer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    officer_name: Mapped[str] = mapped_column(sa.String(120), default="")
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(sa.String(20), default="open")
    created_at: Mapped[datetime] = mapped_column(default=now)
    by_provider: Mapped[bool] = mapped_column(default=False)
    told_of_hold: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    finished_at: Mapped[datetime | None]
    chased_at: Mapped[datetime | None]
    escalated_to: Mapped[str | None] = mapped_column(sa.String(10))
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship()
    agency: Mapped[Agency] = relationship()
    officer: Mapped[Account | None] = relationship(foreign_keys=[officer_id])
    updates: Mapped[list["ActionUpdate"]] = relationship(order_by="ActionUpdate.at")

    def is_held(self) -> bool:
        """Whether it waits: it is support, and what the support rests on is asked for anew."""
        return self.by_provider and self.status in STANDING and self.case.support_waits


class ActionUpdate(SealedRow, Model):
    """What somebody reported about an action; append-only, sealed with the action's key."""

    __tablename__ = "action_update"

    action_id: Mapped[UUID] = mapped_column(sa.ForeignKey("action.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    status: Mapped[str] = mapped_column(sa.String(20))
    due_on: Mapped[date | None]
    text_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text = SealedText("text_sealed")

    by: Mapped[Account] = relationship()
