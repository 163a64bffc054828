"""What is kept of an agency's identity provider, and which account of it opens which account here."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedRow, SealedText
from auth.models import Account, Agency
from extensions import Model, now


class Provider(SealedRow, Model):
    """The identity provider of one agency, and how this service is known to it: the one in force, or a change that one
    administrator asked for and another has still to confirm. An agency has one of each at most.

    ``other_hosts``: hosts besides the issuer's own on which its end points may stand, separated by spaces.
    ``counts_as_two``: whether a sign-in there may stand for two factors; then the token must say so, by one of
    ``acr_values`` (separated by spaces) or, where none are named, by ``mfa`` among its methods (RFC 8176).
    ``secret_until``: the day after which the client secret does not count at the provider, as an administrator typed.
    """

    __tablename__ = "provider"
    __table_args__ = (sa.UniqueConstraint("agency_id", "in_force", name="uq_provider_agency_id_in_force"),)

    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    in_force: Mapped[bool] = mapped_column(default=False)
    issuer: Mapped[str] = mapped_column(sa.String(300))
    client_id: Mapped[str] = mapped_column(sa.String(200))
    client_secret_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    client_secret = SealedText("client_secret_sealed")
    other_hosts: Mapped[str] = mapped_column(sa.String(500), default="")
    counts_as_two: Mapped[bool] = mapped_column(default=False)
    acr_values: Mapped[str] = mapped_column(sa.String(300), default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    secret_until: Mapped[date | None]
    secret_reminded_on: Mapped[date | None]

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])


class ProviderLink(Model):
    """Somebody at a provider, by issuer and subject and by nothing else, who opens one account here.

    OpenID Connect Core 2: only the two together are never given to another person. An e-mail address is.
    """

    __tablename__ = "provider_link"
    __table_args__ = (sa.UniqueConstraint("issuer", "subject", name="uq_provider_link_issuer_subject"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    issuer: Mapped[str] = mapped_column(sa.String(300))
    subject: Mapped[str] = mapped_column(sa.String(255))
    linked_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
