"""What signing in keeps of an account besides its password and its authenticator app."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from extensions import Model, now


class Passkey(Model):
    """One passkey (WebAuthn credential). The private key never leaves its owner's device.

    ``credential_hash`` is the SHA-256 of the credential's id; ``sign_count`` the last count its authenticator told (0
    where it does not count); ``stopped_at``: when two devices were found to use it, from when on it opens nothing.
    """

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    credential_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    name: Mapped[str] = mapped_column(sa.String(60))
    added_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


class PasskeyChallenge(Model):
    """What a browser was asked to sign, until it answers: once, and within minutes. ``account_id`` is ``None`` while
    nobody is signed in."""

    __tablename__ = "passkey_challenge"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    challenge: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)


class RecoveryCode(Model):
    """A code for the day on which the telephone is lost. Only its keyed hash is stored; ``key_id`` names the key."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    key_id: Mapped[UUID] = mapped_column(sa.ForeignKey("panel_key.id"))
    code_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    made_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class AccountNotice(Model):
    """Something about signing in that the owner of an account is told: what (a key of a fixed list), when, and on which
    kind of device. ``session_id``: in which session it was done; that one does not make it seen."""

    __tablename__ = "account_notice"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    session_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
    what: Mapped[str] = mapped_column(sa.String(30))
    device: Mapped[str] = mapped_column(sa.String(80), default="")
    at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None]
