"""The outbox."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.models import Account
from extensions import Model, now


class OutgoingMessage(Model):
    """One message to one account. Subject and body come from the fixed list of templates, never from a case."""

    __tablename__ = "outgoing_message"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    template: Mapped[str] = mapped_column(sa.String(40))
    path: Mapped[str] = mapped_column(sa.String(200), default="/home")
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    last_fault: Mapped[str] = mapped_column(sa.String(80), default="")

    account: Mapped[Account] = relationship()
