"""What auditors decided about flags, and what was said about it. Words are sealed; the log itself is never touched."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedRow, SealedText
from auth.models import Account
from extensions import Model, now

# A number of an entry of the log.
Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class FlagDecision(SealedRow, Model):
    """What was decided about one flag, as it stood then: its figures up to the entry ``up_to``.

    ``about``: a person, or of a crowd a case. ``first_on`` to ``last_on``: the period that was looked at. ``log_at``:
    the log's last entry then. ``digest``: the version of the rules and a hash of the figures, so that anybody can work
    them out again from the log as it was and compare. ``state``: asked, answered, explained or breach.
    """

    __tablename__ = "flag_decision"
    __table_args__ = (sa.Index("ix_flag_decision_what", "kind", "about"),)

    kind: Mapped[str] = mapped_column(sa.String(12))
    about: Mapped[UUID] = mapped_column(sa.Uuid)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    figure: Mapped[int]
    up_to: Mapped[int] = mapped_column(Number)
    log_at: Mapped[int] = mapped_column(Number)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    state: Mapped[str] = mapped_column(sa.String(10), index=True)
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    by: Mapped[Account] = relationship(foreign_keys=[by_id])
    steps: Mapped[list["FlagStep"]] = relationship(order_by="FlagStep.at", back_populates="decision")

    __mapper_args__ = {"version_id_col": version}


class FlagStep(SealedRow, Model):
    """One thing that was said about a flag, sealed with its decision's own key. ``kind``: ask, answer, explained or
    breach."""

    __tablename__ = "flag_step"

    decision_id: Mapped[UUID] = mapped_column(sa.ForeignKey("flag_decision.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    words_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    words = SealedText("words_sealed")
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    decision: Mapped[FlagDecision] = relationship(back_populates="steps")
    by: Mapped[Account] = relationship()


class AuditSample(Model):
    """A sample of a period's entries. From the seed and the numbers anybody draws the same (see ``samples``).

    ``up_to``: the last entry of the period when it was drawn; ``population``: how many entries there were.
    """

    __tablename__ = "audit_sample"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    size: Mapped[int]
    seed: Mapped[str] = mapped_column(sa.String(40))
    population: Mapped[int]
    up_to: Mapped[int] = mapped_column(Number)
    drawn_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    drawn_at: Mapped[datetime] = mapped_column(default=now)

    drawn_by: Mapped[Account] = relationship()


class SampledEntry(Model):
    """One entry of a sample, and when an auditor looked at it."""

    __tablename__ = "sampled_entry"

    sample_id: Mapped[UUID] = mapped_column(sa.ForeignKey("audit_sample.id"), primary_key=True)
    entry_number: Mapped[int] = mapped_column(Number, primary_key=True)
    place: Mapped[int]
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
