"""The record of one case at one meeting, sealed with the case's key."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow, SealedText
from auth.models import Account, Agency
from extensions import Model, now
from panels.agendas.models import AgendaItem


class ItemRecord(SealedRow, Model):
    """Decision, reason, risk and what the victim is told. ``dissent``: list of {agency, words}.

    ``rule``: the panel's way to decide, with ``votes_for`` and ``votes_against`` where it has numbers.
    ``told``: told, to_tell or not_told (the person affected).
    ``version`` goes up with each save; a stale save is shown, not stored over.
    """

    __tablename__ = "item_record"

    item_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agenda_item.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    option: Mapped[str | None] = mapped_column(sa.String(40))
    band: Mapped[str | None] = mapped_column(sa.String(20))
    closure_reason: Mapped[str | None] = mapped_column(sa.String(40))
    review_on: Mapped[date | None]
    rule: Mapped[str] = mapped_column(sa.String(40), default="consensus")
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    told: Mapped[str] = mapped_column(sa.String(12), default="to_tell")
    reason_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    reason = SealedText("reason_sealed")
    telling_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    telling = SealedText("telling_sealed")
    dissent_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    dissent = SealedJSON("dissent_sealed")
    acted_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    saved_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(default=now)
    applied_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[AgendaItem] = relationship()
    saved_by: Mapped[Account] = relationship(foreign_keys=[saved_by_id])


class Contribution(SealedRow, Model):
    """What one agency said about one case at the table: append-only, so two people typing never lose a line.

    ``nature``: fact, allegation, opinion. ``handling``: panel, chair_only, not_minuted.
    A correction names what it replaces.
    """

    __tablename__ = "contribution"

    item_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agenda_item.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    nature: Mapped[str] = mapped_column(sa.String(20))
    handling: Mapped[str] = mapped_column(sa.String(20), default="panel")
    text_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text = SealedText("text_sealed")
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    replaces_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("contribution.id"))
    replaced_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    agency: Mapped[Agency] = relationship()
    by: Mapped[Account] = relationship()


class ItemVisit(Model):
    """A time in which the person a case is about was in the room while it was heard. ``left_at``: empty until then."""

    __tablename__ = "item_visit"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agenda_item.id"), index=True)
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    noted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))

    item: Mapped[AgendaItem] = relationship()
