"""A person as one panel knows them. Two panels never share a row."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedDate, SealedJSON, SealedRow, SealedText
from casework.people.safe_contact import NO_CONTACT
from extensions import Model, now


class Person(SealedRow, Model):
    """Identity, needs and safe contact, sealed with the person's own key.

    ``identity``: title, forenames, surname, aliases (list), preferred_name. ``area``: outward postcode or town, shown
    when the address is hidden. ``contact``: phone, second_phone, email. ``safe_contact``: the ways of
    :mod:`casework.people.safe_contact` (each "safe" / "not_safe" / "not_known"), best_time, who_must_not_know, say,
    and no_contact. ``contact_stopped_at``: the person asked for no contact at all, and nobody has talked about it with
    them since; it is plain, so that it can be set without their key. ``needs``: language, interpreter,
    communication_needs, adjustments, vulnerabilities … as answered.
    """

    __tablename__ = "person"

    panel: Mapped[str] = mapped_column(sa.String(40), index=True)
    reference: Mapped[str] = mapped_column(sa.String(20), unique=True)
    display_name_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    display_name = SealedText("display_name_sealed")
    identity_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    identity = SealedJSON("identity_sealed")
    born_on_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    born_on = SealedDate("born_on_sealed")
    estimated_age_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    estimated_age = SealedText("estimated_age_sealed")
    area_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    area = SealedText("area_sealed")
    contact_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    contact = SealedJSON("contact_sealed")
    safe_contact_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    safe_contact_told = SealedJSON("safe_contact_sealed")
    contact_stopped_at: Mapped[datetime | None]
    needs_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    needs = SealedJSON("needs_sealed")
    safe_checked_at: Mapped[datetime | None]
    safe_checked_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    addresses: Mapped[list["Address"]] = relationship(back_populates="person", order_by="Address.created_at")
    markers: Mapped[list["SafetyMarker"]] = relationship(back_populates="person", order_by="SafetyMarker.created_at")

    @property
    def safe_contact(self) -> dict[str, Any] | None:
        """How they may be reached: what they told, and above it that they asked for no contact. Every reader gets both,
        so that none can forget the second."""
        told: dict[str, Any] | None = self.safe_contact_told
        return {**(told or {}), NO_CONTACT: "yes"} if self.contact_stopped_at else told

    @safe_contact.setter
    def safe_contact(self, told: dict[str, Any] | None) -> None:
        self.safe_contact_told = told


class Address(SealedRow, Model):
    """Where somebody lives. It has a key of its own, so that a hidden one stays shut when the person is open."""

    __tablename__ = "address"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    hidden: Mapped[bool] = mapped_column(default=False)
    lines_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    lines = SealedJSON("lines_sealed")
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="addresses")


class SafetyMarker(SealedRow, Model):
    """A warning to visiting staff. It rests on one recorded incident and is reviewed, or it cannot be saved."""

    __tablename__ = "safety_marker"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    incident_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    incident = SealedText("incident_sealed")
    source_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    source = SealedText("source_sealed")
    happened_on: Mapped[date]
    review_on: Mapped[date]
    decided_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="markers")


class SearchToken(Model):
    """A row of the index (:mod:`auth.encryption.slots`): one of the records that hold a word, in one panel.

    No token occurs twice; ``place`` tells the panel's search key which word it is. ``generation``: the index to which
    the row belongs, see :class:`SearchIndex`. On SQLite the token is the row's own number, so the table is stored in
    the order of tokens and nothing tells which rows were written together.
    """

    __tablename__ = "search_token"

    token: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    place: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    panel: Mapped[str] = mapped_column(sa.String(40))
    generation: Mapped[int] = mapped_column(sa.SmallInteger)
    owner_type: Mapped[str] = mapped_column(sa.String(20))
    owner_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)


class SearchIndex(Model):
    """The index of one panel: the generation that is read and its search key, and the one being built beside it.

    ``done_type`` and ``done_id``: the last record that was taken into the new one; while none is built the first says
    that rows of the one before are left. Whoever writes to the index locks this row first, so that two writers of one
    word take two numbers.
    """

    __tablename__ = "search_index"

    panel: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    generation: Mapped[int] = mapped_column(sa.SmallInteger, default=1)
    key_id: Mapped[UUID] = mapped_column(sa.ForeignKey("panel_key.id"))
    next_key_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("panel_key.id"))
    done_type: Mapped[str | None] = mapped_column(sa.String(20))
    done_id: Mapped[UUID | None] = mapped_column(sa.Uuid)
