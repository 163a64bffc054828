"""Agencies, people's accounts, appointments and sessions. None of this is case data."""

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from auth.encryption.sealed import SealedRow, SealedText
from auth.panel_facts import certified_every, panel_facts, wants_vetting
from auth.recertification.rules import Standing, period_of
from auth.roles import UNVETTED_ROLES, Role
from extensions import Model, now
from wording.dates import today


class Agency(Model):
    """A partner: police, a council service, a health trust, a housing association … ``kind`` is an agency type key.

    ``mail_domains``: the domains at which its people have their work addresses, with spaces between. ``lead_id``: the
    account of who answers for its people. ``agreement_until``: the last day of its information-sharing agreement.
    ``shuts_on``: the first day on which its people's panel roles do not count any more; empty: they count on no day.
    """

    __tablename__ = "agency"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    short_name: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(40))
    is_landlord: Mapped[bool] = mapped_column(default=False)
    mail_domains: Mapped[str] = mapped_column(sa.String(500), default="")
    lead_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    agreement_until: Mapped[date | None]
    shuts_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    def shares(self, day: date) -> bool:
        """Whether what panels know may be shared with its people on ``day``."""
        return self.shuts_on is not None and day < self.shuts_on


class Account(Model):
    """One person's account. The e-mail address is folded (lower case) and unique; a work address.

    ``ends_on``: the person's last day; ``left_at``: when everything was ended for it. ``suspended_because``: why, where
    that was no administrator's own doing. ``unused_since``: from when the days without a sign-in are counted, where
    that is later than the last sign-in; ``warned_on``: when the person was last told that the account goes unused.
    ``frozen_until``: until when an auditor has stopped its access to records of panels.
    ``vetted_on``: the day on which the person was vetted; ``vetted_until``: the last day on which that holds. Without
    the first, the second is the day by which it is to be recorded of somebody who held a role before it was asked for.
    """

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    job_title: Mapped[str] = mapped_column(sa.String(120), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"), index=True)
    manager_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    second_factor: Mapped[bool] = mapped_column(default=False)
    shortcuts_on: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]
    suspended_because: Mapped[str] = mapped_column(sa.String(20), default="")
    ends_on: Mapped[date | None]
    left_at: Mapped[datetime | None]
    unused_since: Mapped[datetime | None]
    warned_on: Mapped[date | None]
    frozen_until: Mapped[datetime | None]
    vetted_on: Mapped[date | None]
    vetted_until: Mapped[date | None]
    vetting_reminded_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    signed_in_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="account", foreign_keys="Appointment.account_id", lazy="selectin"
    )

    # What flask-login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may be used today: not suspended, and the person's last day is not over."""
        return self.suspended_at is None and not self.is_past()

    def is_frozen(self, at: datetime) -> bool:
        """Whether an auditor has stopped its access to records of panels."""
        return self.frozen_until is not None and at < self.frozen_until

    def is_vetted(self, day: date) -> bool:
        """Whether the person counts as vetted on ``day``."""
        return self.vetted_until is not None and day <= self.vetted_until

    def is_past(self) -> bool:
        """Whether the person's last day is over."""
        return self.ends_on is not None and self.ends_on < today()

    def get_id(self) -> str:
        """The id as text."""
        return str(self.id)


class SecondFactor(SealedRow, Model):
    """A time-based one-time code secret (RFC 6238). ``last_step`` is the last step accepted, so no code works twice.

    ``next_secret``: of another app that is being set up; it counts for nothing until that app's first code was typed.
    """

    __tablename__ = "second_factor"

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    secret_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    secret = SealedText("secret_sealed")
    next_secret_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    next_secret = SealedText("next_secret_sealed")
    last_step: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None]


def _first_certified(context: Any) -> date:
    """Giving a role is the first word that it is needed. Duties in the partnership, and what the operator's command
    and the demonstration give, count for the whole term."""
    row = context.get_current_parameters()
    if row.get("panel") is None or row.get("granted_by_id") is None:
        return cast(date, row["to_on"])
    return today() + period_of(certified_every(row["panel"]))


class Appointment(Model):
    """A role held by an account in a panel from a day to a day (both included). ``panel`` NULL: in the partnership.

    Until ``confirmed_at`` is set it gives nothing: most roles are asked for by one person and confirmed by another
    (:mod:`auth.accounts.granting`). ``confirmed_by_id`` is empty where one person was enough. ``covers_id``: the
    colleague's appointment for which this one stands in; it counts on no day on which that one does not.
    """

    __tablename__ = "appointment"
    __table_args__ = (sa.Index("ix_appointment_panel_role", "panel", "role"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    panel: Mapped[str | None] = mapped_column(sa.String(40))
    role: Mapped[str] = mapped_column(sa.String(20))
    from_on: Mapped[date]
    to_on: Mapped[date]
    granted_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    certified_until: Mapped[date] = mapped_column(default=_first_certified)
    certified_by_agency_on: Mapped[date | None]
    certified_by_agency_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    certified_by_chair_on: Mapped[date | None]
    certified_by_chair_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    certify_reminded_on: Mapped[date | None]
    covers_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("appointment.id"), index=True)

    covers: Mapped["Appointment | None"] = relationship(remote_side="Appointment.id", foreign_keys=[covers_id])
    account: Mapped[Account] = relationship(back_populates="appointments", foreign_keys=[account_id])
    granted_by: Mapped[Account | None] = relationship(foreign_keys=[granted_by_id])
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])

    def in_force(self, day: date) -> bool:
        """Whether the appointment counts on ``day``, as far as it says itself."""
        return (
            self.confirmed_at is not None
            and self.ended_at is None
            and self.from_on <= day <= min(self.to_on, self.certified_until)
            and (not self.wants_vetting() or self.account.is_vetted(day))
            and (self.covers is None or (self.covers.in_force(day) and self.covers.account.is_active))
        )

    def wants_vetting(self) -> bool:
        """Whether it counts only while the person is vetted."""
        return wants_vetting(self.panel, self.as_role())

    def is_pending(self) -> bool:
        """Whether somebody has still to confirm it."""
        return self.confirmed_at is None and self.ended_at is None

    @classmethod
    def counts_on(cls, day: date) -> sa.ColumnElement[bool]:
        """The condition under which an appointment counts on ``day``: it is in force, its account may be used, and of
        a role in a panel also that the account's agency has not been shut out by now. Cover counts while the role
        that is covered does."""
        usable = sa.select(Account.id).where(
            Account.suspended_at.is_(None), sa.or_(Account.ends_on.is_(None), Account.ends_on >= day)
        )
        sharing = sa.select(Account.id).join(Agency, Agency.id == Account.agency_id).where(Agency.shuts_on > today())
        covered = aliased(cls)
        standing = sa.select(covered.id).where(_stands_on(covered, day), covered.account_id.in_(usable))
        return sa.and_(
            _stands_on(cls, day),
            cls.account_id.in_(usable),
            sa.or_(cls.panel.is_(None), cls.account_id.in_(sharing)),
            sa.or_(cls.covers_id.is_(None), cls.covers_id.in_(standing)),
        )

    def standing(self) -> Standing:
        """Until when it counts, and who has said that it is still needed."""
        return Standing(self.certified_until, self.certified_by_agency_on, self.certified_by_chair_on)

    def period(self) -> timedelta:
        """How long it counts from one confirmation to the next."""
        return period_of(certified_every(self.panel))

    def as_role(self) -> Role:
        """The role as its enumeration."""
        return Role(self.role)


def _stands_on(row: type[Appointment], day: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        row.confirmed_at.is_not(None),
        row.ended_at.is_(None),
        row.from_on <= day,
        row.to_on >= day,
        row.certified_until >= day,
        sa.or_(
            row.panel.is_(None),
            row.panel.not_in(panel_facts().vetted),
            row.role.in_([role.value for role in UNVETTED_ROLES]),
            row.account_id.in_(sa.select(Account.id).where(Account.vetted_until >= day)),
        ),
    )


class UserSession(Model):
    """A sign-in that lasts. The cookie holds a random token; this row holds only the token's SHA-256.

    ``form_hash`` is the SHA-256 of the secret in this session's form tokens: a form that comes back after the session
    has ended can then be kept for the person who was typing, and for nobody else. ``stepped_up_at``: when this session
    last gave a fresh proof of who it is. ``has_notice``: the owner is to be told in it of something about the account.
    """

    __tablename__ = "user_session"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(sa.String(20))
    stepped_up_at: Mapped[datetime | None]
    factors: Mapped[str] = mapped_column(sa.String(20), default="password")
    device: Mapped[str] = mapped_column(sa.String(80), default="")
    network_hash: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    form_hash: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32), index=True)
    has_notice: Mapped[bool] = mapped_column(default=False)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Invitation(Model):
    """A one-time code with which a person chooses a password; the administrator passes it on by telephone.

    Only the code's keyed hash is stored. A newer invitation ends the older ones.
    """

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    made_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInTry(Model):
    """A failed sign-in, counted for throttling. Holds keyed hashes, no address and no e-mail."""

    __tablename__ = "sign_in_try"
    __table_args__ = (sa.Index("ix_sign_in_try_who_where", "who_hash", "where_hash", "at"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    who_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    where_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    at: Mapped[datetime] = mapped_column(default=now, index=True)


class KeptForm(SealedRow, Model):
    """What somebody had typed when the session or the form's token had ended; handed back after signing in again.

    ``once`` is the form's idempotency key: when a post with it succeeds, the kept copy is erased.
    """

    __tablename__ = "kept_form"

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    path: Mapped[str] = mapped_column(sa.String(300))
    body_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    body = SealedText("body_sealed")
    once: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    kept_at: Mapped[datetime] = mapped_column(default=now)


class UsedForm(Model):
    """The idempotency key of a form that was posted, and where its answer stands."""

    __tablename__ = "used_form"

    key: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    path: Mapped[str] = mapped_column(sa.String(300))
    answer: Mapped[str | None] = mapped_column(sa.String(300))
    used_at: Mapped[datetime] = mapped_column(default=now)
