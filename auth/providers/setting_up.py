"""An agency's provider as it is in force and as it was typed; its secret sealed and opened for the one use."""

from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from auth.doors import unlock_for_service
from auth.models import Account, Agency
from auth.providers import discovery, rules
from auth.providers.discovery import NotAsSetUp, Place
from auth.providers.models import Provider
from auth.providers.outside import ProviderUnreachable
from auth.refusals import Refused
from extensions import db, present_settings

PURPOSE = "client secret"
CANNOT_ASK = "There is no answer from this issuer. Check its address, and that this server may reach it"
"""One sentence for whatever the reason is: an administrator must not find out by it what stands in this network."""


@dataclass(frozen=True)
class Facts:
    """A provider as plain values, for work that must not hold the database meanwhile."""

    agency_id: UUID
    agency_name: str
    place: Place
    client_id: str
    counts_as_two: bool
    acr_values: str
    client_secret: str = field(default="", repr=False)

    @property
    def issuer(self) -> str:
        """The provider's name, which is the address where it is looked for."""
        return self.place.issuer


@dataclass(frozen=True)
class Wanted:
    """What the administrator typed. ``client_secret`` is empty where the present one is to stay."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    other_hosts: str = ""
    counts_as_two: bool = False
    acr_values: str = ""

    def place(self) -> Place:
        """Where this provider is looked for."""
        return Place(self.issuer, " ".join(self.other_hosts.split()), loopback_taken())


def loopback_taken() -> bool:
    """Whether a provider may stand on this very machine, without TLS: in the demonstration and in tests."""
    return present_settings().demo


def of_agency(agency_id: UUID) -> Provider | None:
    """The agency's provider that is in force, its secret still sealed."""
    wanted = sa.select(Provider).where(Provider.agency_id == agency_id, Provider.in_force)
    return db.session.scalars(wanted).one_or_none()


def offered() -> list[Provider]:
    """All providers that are in force, by the name of their agency."""
    wanted = sa.select(Provider).join(Agency, Agency.id == Provider.agency_id).where(Provider.in_force)
    wanted = wanted.order_by(Agency.name)
    return list(db.session.scalars(wanted))


def facts_of(provider: Provider, *, secret: bool = False) -> Facts:
    """The provider as plain values; with its secret open where it is needed now."""
    if secret:
        unlock_for_service([provider.data_key_id], purpose=PURPOSE)
    return Facts(
        agency_id=provider.agency_id,
        agency_name=provider.agency.name,
        place=Place(provider.issuer, provider.other_hosts, loopback_taken()),
        client_id=provider.client_id,
        counts_as_two=provider.counts_as_two,
        acr_values=provider.acr_values,
        client_secret=(provider.client_secret or "") if secret else "",
    )


def try_out(wanted: Wanted) -> None:
    """Ask the provider for its document, so that nobody meets a wrong setting first. Holds no database lock.

    :raises Refused: the address is not taken, nothing answers there, or what answers does not fit.
    """
    fault = rules.issuer_fault(wanted.issuer, loopback=loopback_taken())
    if fault:
        raise Refused(fault, "issuer")
    discovery.forget(wanted.place())
    try:
        discovery.metadata_of(wanted.place())
    except ProviderUnreachable:
        raise Refused(CANNOT_ASK, "issuer") from None
    except NotAsSetUp as unfit:
        raise Refused(str(unfit), "issuer") from None


def provider_for(account: Account) -> Provider | None:
    """The provider through which this person may sign in, if the agency has one."""
    return of_agency(account.agency_id)
