"""Agenda items and packs."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow
from auth.models import Account, Agency
from casework.cases.models import Case
from extensions import Model, now
from panels.meetings.models import Meeting


class AgendaItem(Model):
    """One case at one place of the running order.

    ``kind``: urgent, new, review. ``state``: waiting, live, decided, unfinished, adjourned, not_reached, withdrawn.
    ``carried_from_id`` names the item of the earlier meeting that was not reached or adjourned. ``late``: a new case
    put on after the cut-off because the chair agreed.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "case_id", name="uq_agenda_item_meeting_case"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    position: Mapped[int]
    minutes: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(12))
    state: Mapped[str] = mapped_column(sa.String(12), default="waiting")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    carried_from_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agenda_item.id"))
    late: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=now)

    meeting: Mapped[Meeting] = relationship()
    case: Mapped[Case] = relationship()
    needed: Mapped[list["ItemAgency"]] = relationship(back_populates="item", cascade="all, delete-orphan")


class ItemAgency(Model):
    """An agency that is needed for one case, and whether it comes for that case only."""

    __tablename__ = "item_agency"

    item_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agenda_item.id"), primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"), primary_key=True)
    attending: Mapped[str] = mapped_column(sa.String(12), default="needed")

    item: Mapped[AgendaItem] = relationship(back_populates="needed")
    agency: Mapped[Agency] = relationship()


class Pack(SealedRow, Model):
    """One version of a meeting's papers and how its making goes. ``state``: waiting, building, ready, failed.

    The papers of a case are kept apart (:class:`PackCase`), sealed with the case's key, and put together for each
    reader: whoever may not open a case gets a copy without it, from the next request on. ``general``, sealed with the
    meeting's key, is what belongs to no case.
    """

    __tablename__ = "pack"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "number", name="uq_pack_meeting_number"),)

    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(12), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    now_at: Mapped[str] = mapped_column(sa.String(60), default="")
    moved_at: Mapped[datetime] = mapped_column(default=now)
    pages: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    ready_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    general_sealed: Mapped[bytes | None] = deferred(mapped_column(sa.LargeBinary))
    general = SealedJSON("general_sealed")

    asked_by: Mapped[Account] = relationship()
    cases: Mapped[list["PackCase"]] = relationship(order_by="PackCase.position")


class PackCase(SealedRow, Model):
    """The papers of one case in one pack, as they stood when it was built; ``for_chair`` is read by the chair alone."""

    __tablename__ = "pack_case"
    __table_args__ = (sa.UniqueConstraint("pack_id", "case_id", name="uq_pack_case_pack_case"),)

    pack_id: Mapped[UUID] = mapped_column(sa.ForeignKey("pack.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    position: Mapped[int]
    papers_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    papers = SealedJSON("papers_sealed")
    for_chair_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    for_chair = SealedJSON("for_chair_sealed")


class PackCopy(Model):
    """One person's copy of one pack that they took away, numbered; and what became of it.

    Taking the same pack again gives the same number, and the copy is out again.
    """

    __tablename__ = "pack_copy"
    __table_args__ = (
        sa.UniqueConstraint("pack_id", "account_id", name="uq_pack_copy_pack_account"),
        sa.UniqueConstraint("pack_id", "number", name="uq_pack_copy_pack_number"),
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    pack_id: Mapped[UUID] = mapped_column(sa.ForeignKey("pack.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    number: Mapped[int]
    taken_at: Mapped[datetime] = mapped_column(default=now)
    back_at: Mapped[datetime | None]
    back_how: Mapped[str | None] = mapped_column(sa.String(12))
    back_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
