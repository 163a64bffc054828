"""What is kept of a resident's request beside its answers, which are those of a referral."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow
from casework.referrals.models import Referral
from extensions import Model, now


class ResidentRequest(SealedRow, Model):
    """One request. ``number``: eight random digits that she writes down; ``pin_hash`` is ``None`` when she chose none.

    ``pin_key_id``: the key that was mixed into the PIN before it was hashed. ``idle_minutes``: after how long without a
    page her session ends. ``last_page``: the end of the address of the page that comes next. ``kept``: what she had
    typed when her session had ended, given back when she returns (``{"page", "fields"}``). ``was_counted``: whether she
    answered the questions for equality monitoring; what she answered is not kept. ``files``: SHA-256 of each file that
    was sent with it, oldest first, for the receipt; ``None`` where there was none. The data key is the referral's.
    """

    __tablename__ = "resident_request"

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), unique=True)
    number: Mapped[str] = mapped_column(sa.String(8), unique=True)
    pin_hash: Mapped[str | None] = mapped_column(sa.String(200))
    pin_key_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("panel_key.id"))
    language: Mapped[str] = mapped_column(sa.String(10), default="en")
    idle_minutes: Mapped[int] = mapped_column(default=20)
    last_page: Mapped[str] = mapped_column(sa.String(40), default="")
    withdrawn_at: Mapped[datetime | None]
    was_counted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    kept_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    kept = SealedJSON("kept_sealed")
    files_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    files = SealedJSON("files_sealed")

    referral: Mapped[Referral] = relationship(lazy="joined", innerjoin=True)


class ResidentSession(Model):
    """A browser in which the number and PIN were given, or the request was begun. The cookie's token is kept hashed."""

    __tablename__ = "resident_session"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    request_id: Mapped[UUID] = mapped_column(sa.ForeignKey("resident_request.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    request: Mapped[ResidentRequest] = relationship(lazy="joined", innerjoin=True)


class ResidentTry(Model):
    """How often a number was tried on a day, whether or not there is such a number. Holds its keyed hash alone."""

    __tablename__ = "resident_try"
    __table_args__ = (sa.UniqueConstraint("day", "number_hash", name="uq_resident_try_day_number_hash"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    day: Mapped[date]
    number_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    count: Mapped[int] = mapped_column(default=0)


class EqualityCount(Model):
    """How often an answer for equality monitoring was given in a calendar year. Nothing says by whom or when."""

    __tablename__ = "equality_count"
    __table_args__ = (sa.UniqueConstraint("panel", "year", "question", "answer", name="uq_equality_count_answer"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    panel: Mapped[str] = mapped_column(sa.String(40))
    year: Mapped[int]
    question: Mapped[str] = mapped_column(sa.String(40))
    answer: Mapped[str] = mapped_column(sa.String(40))
    count: Mapped[int] = mapped_column(default=0)
