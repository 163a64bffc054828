"""Rows of what was set. They are only added: what was in force on a day, and why, can be told for ever.

Nothing here is about a person that a panel deals with, so nothing is sealed.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.models import Account
from extensions import Model, now


class PanelSetting(Model):
    """One value, in force from ``from_on`` (London's date) until a later row of the same name is.

    ``name`` is one of ``casework.panel_type.marked``; ``value`` is ``None`` where the definition's own stands again.
    ``number`` counts up: of two rows the higher was set later.
    """

    __tablename__ = "panel_setting"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    value: Mapped[str | None] = mapped_column(sa.String(200))
    from_on: Mapped[date]
    why: Mapped[str] = mapped_column(sa.String(2000))
    set_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(default=now)
    record_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("mode_record.id"))

    set_by: Mapped[Account] = relationship()
    record: Mapped["ModeRecord | None"] = relationship()


class ModeRecord(Model):
    """What had to be on record before a panel ran in a mode: where it is, who signed it, until when."""

    __tablename__ = "mode_record"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    mode: Mapped[str] = mapped_column(sa.String(40))
    reference: Mapped[str] = mapped_column(sa.String(120))
    signed_by: Mapped[str] = mapped_column(sa.String(120))
    signed_on: Mapped[date]
    review_on: Mapped[date]
    recorded_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=now)


class SignOff(Model):
    """A chair's word that a panel is described as it is to work: the version, and a fingerprint of what was read.

    ``parts`` holds a fingerprint for each named part, so that it can be said what has changed since.
    """

    __tablename__ = "panel_sign_off"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    version: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    parts: Mapped[dict[str, Any]]
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime] = mapped_column(default=now)

    by: Mapped[Account] = relationship()
