"""Access entries. They name ids, never people, places, words typed or addresses of pages."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auth.encryption.sealed import SealedRow, SealedText
from extensions import Model, now


class AccessEntry(Model):
    """Who did what to which object, when, with what outcome, and by which rule (as it stood then; never recomputed).

    ``for_account_id``: the colleague whose role the person held as cover, where it was by that role.
    """

    __tablename__ = "access_entry"

    number: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    event: Mapped[str] = mapped_column(sa.String(40))
    outcome: Mapped[str] = mapped_column(sa.String(10))
    actor_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    for_account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    agency_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agency.id"))
    session_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    role: Mapped[str | None] = mapped_column(sa.String(20))
    appointment_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    rule: Mapped[str] = mapped_column(sa.String(60))
    rule_version: Mapped[int] = mapped_column(default=1)
    explanation: Mapped[str] = mapped_column(sa.String(200))
    panel: Mapped[str | None] = mapped_column(sa.String(40))
    object_type: Mapped[str] = mapped_column(sa.String(30))
    tiers: Mapped[str] = mapped_column(sa.String(20), default="")
    shown: Mapped[int] = mapped_column(default=0)
    set_hash: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    reason_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    network_hash: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    request_id: Mapped[str] = mapped_column(sa.String(40), default="")


class AccessedObject(Model):
    """One object that an entry is about: one row for a single record, one a record for a list."""

    __tablename__ = "accessed_object"
    __table_args__ = (sa.Index("ix_accessed_object_what", "object_type", "object_id", "entry_number"),)

    entry_number: Mapped[int] = mapped_column(sa.ForeignKey("access_entry.number"), primary_key=True)
    object_type: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    object_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)


class AccessReason(SealedRow, Model):
    """The words somebody gave for an unusual look (an address shown). Sealed with the record's own key."""

    __tablename__ = "access_reason"

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    text_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text = SealedText("text_sealed")
    given_at: Mapped[datetime] = mapped_column(default=now)


class LogHold(SealedRow, Model):
    """Entries that are kept beyond the time for keeping: all about one case, or by one account (security.md 4.5, Q11).

    ``kind``: case or account. ``reason``: why, sealed with a key of its own.
    """

    __tablename__ = "log_hold"

    kind: Mapped[str] = mapped_column(sa.String(10))
    object_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    reason_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    reason = SealedText("reason_sealed")
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
