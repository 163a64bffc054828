"""What stands behind agencies and accounts: agreements, and second factors that are to be taken away."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.models import Account, Agency
from extensions import Model, now


class AgencyAgreement(Model):
    """An information-sharing agreement of an agency with the partnership; a renewal is a row of its own.

    ``expires_on``: its last day. ``ended_on``: it was ended before that, on this day.
    """

    __tablename__ = "agency_agreement"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"), index=True)
    reference: Mapped[str] = mapped_column(sa.String(80))
    signed_on: Mapped[date]
    expires_on: Mapped[date]
    contact: Mapped[str] = mapped_column(sa.String(200))
    recorded_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    ended_on: Mapped[date | None]
    reminded_on: Mapped[date | None]

    agency: Mapped[Agency] = relationship()
    recorded_by: Mapped[Account | None] = relationship()


class Vetting(Model):
    """Until when somebody is vetted, as one person recorded it. It counts when another person has confirmed it, and
    then takes the place of the one before. Days alone: neither the level nor anything that was found.

    ``expires_on``: the last day on which it holds. ``appointment_id``: the role with which it was recorded and is
    settled; empty: it was recorded by itself.
    """

    __tablename__ = "vetting"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    appointment_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("appointment.id"), index=True)
    vetted_on: Mapped[date]
    expires_on: Mapped[date]
    asked_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    asked_by: Mapped[Account | None] = relationship(foreign_keys=[asked_by_id])


class FactorReset(Model):
    """A second factor that one person asked to take away. It stands until another person has confirmed or refused."""

    __tablename__ = "factor_reset"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])

    def is_pending(self) -> bool:
        """Whether somebody has still to confirm it."""
        return self.confirmed_at is None and self.ended_at is None
