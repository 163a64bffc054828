"""The tree over the access log as it is kept: leaves with their salts, tiles of hashes, signed checkpoints.

Nothing here points at ``access_entry`` by a foreign key: a leaf outlives what it was made of.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from extensions import Model, now

HASH, SALT = 32, 16
"""Bytes of a hash and of a salt."""


class AccessLeaf(Model):
    """Which entry stands at which position of the tree, and the salts of its three parts.

    ``erased`` holds the commitment (hexadecimal) of every part that was erased by law; its salt is gone.
    """

    __tablename__ = "access_leaf"

    position: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    entry_number: Mapped[int] = mapped_column(sa.BigInteger, unique=True)
    who_salt: Mapped[bytes | None] = mapped_column(sa.LargeBinary(SALT))
    what_salt: Mapped[bytes | None] = mapped_column(sa.LargeBinary(SALT))
    rest_salt: Mapped[bytes | None] = mapped_column(sa.LargeBinary(SALT))
    erased: Mapped[dict[str, Any] | None]


class AccessTile(Model):
    """Up to 256 neighbouring hashes of one level (0, 8, 16…) and every full hash above them, level after level."""

    __tablename__ = "access_tile"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    filled: Mapped[int]
    hashes: Mapped[bytes] = mapped_column(sa.LargeBinary)


class AccessCheckpoint(Model):
    """A signed note of how long the log was and what its root was. ``seen`` holds the lines of witnesses."""

    __tablename__ = "access_checkpoint"

    number: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger, index=True)
    root: Mapped[bytes] = mapped_column(sa.LargeBinary(HASH))
    at: Mapped[datetime] = mapped_column(default=now)
    occasion: Mapped[str] = mapped_column(sa.String(10))
    note: Mapped[str] = mapped_column(sa.Text)
    seen: Mapped[str] = mapped_column(sa.Text, default="")


class AccessSealing(Model):
    """How far sealing has come: one row. Every entry up to ``settled`` has its leaf, and no other can appear there.

    ``candidate`` is the next number that will be settled, once every transaction of ``waiting_for`` has ended;
    ``wanted`` says that something was sealed after which a checkpoint is made at once. ``note`` is the signed state
    after the last pass: it holds what came after the last checkpoint.
    """

    __tablename__ = "access_sealing"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    settled: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    candidate: Mapped[int | None] = mapped_column(sa.BigInteger)
    waiting_for: Mapped[list[Any] | None]
    wanted: Mapped[str | None] = mapped_column(sa.String(10))
    note: Mapped[str] = mapped_column(sa.Text, default="")


class AccessExpiry(Model):
    """How far the erasing of entries whose time is over has come: one row. Every such entry up to ``walked`` was looked
    at in the round that began on ``begun_on``; ``done``: it has come to the end, and looks at what falls due since."""

    __tablename__ = "access_expiry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    walked: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    begun_on: Mapped[date]
    done: Mapped[bool] = mapped_column(default=False)


class AccessCheck(Model):
    """One check of the whole log, asked for by an auditor. ``kind`` and ``position`` say what was found first (before
    ``until``, when it is known no better); for an entry that was never sealed ``position`` is its number."""

    __tablename__ = "access_check"

    number: Mapped[int] = mapped_column(primary_key=True)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    done: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    total: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    began_at: Mapped[datetime | None]
    moved_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    kind: Mapped[str | None] = mapped_column(sa.String(20))
    position: Mapped[int | None] = mapped_column(sa.BigInteger)
    until: Mapped[int | None] = mapped_column(sa.BigInteger)
    note: Mapped[str] = mapped_column(sa.Text, default="")
