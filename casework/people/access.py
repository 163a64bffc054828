"""The keys of people, and the door to a hidden address.

People are opened with the case or referral they belong to (:mod:`casework.cases.access`); a hidden address is not: it
has a door of its own, which wants a reason.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from auth.doors import Target, pass_door, pass_door_with_reason, pass_index_door
from auth.roles import Actor
from casework.people.closeness import Facts
from casework.people.models import Address, Person
from extensions import db


def keys_of(people: Iterable[Person]) -> list[UUID]:
    """The data keys that open these people, without the keys of hidden addresses."""
    found = []
    for person in people:
        found.append(person.data_key_id)
        found += [address.data_key_id for address in person.addresses if not address.hidden]
    return found


def reveal_address(
    actor: Actor, address: Address, *, panel: str, relationships: frozenset[str], reason: str
) -> Sequence[str]:
    """Open one hidden address for one stated reason and return its lines. The person must be open already.

    :raises NotAllowed: the person may not see this case's addresses.
    :raises ProofNeeded: the person has neither signed in nor proved who they are lately.
    """
    target = Target("address", address.id, panel, (address.data_key_id,), relationships)
    pass_door_with_reason(
        actor,
        "address.reveal",
        target,
        event="address.reveal",
        tiers="F4",
        reason=reason,
        reason_key=address.person.data_key_id,
    )
    return [line for line in (address.lines or {}).values() if isinstance(line, str) and line]


def open_for_comparison(
    actor: Actor, addresses: Iterable[Address], *, panel: str, relationships: frozenset[str]
) -> None:
    """Open hidden addresses so that the words of a letter can be compared with them. Nothing of them is shown: whoever
    calls this answers with a redirect or a refusal that names no address.

    :raises NotAllowed: the person writes no letters about this case.
    """
    for address in addresses:
        target = Target("address", address.id, panel, (address.data_key_id,), relationships)
        pass_door(actor, "letter.write", target, event="address.compare", tiers="F4")


def people_by_ids(ids: Iterable[UUID]) -> dict[UUID, Person]:
    """People by id, still sealed."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {person.id: person for person in db.session.scalars(sa.select(Person).where(Person.id.in_(wanted)))}


def open_for_index(panel: str, ids: Sequence[UUID]) -> list[Person]:
    """People of a panel with every address, hidden ones too, opened so that the service can index them anew."""
    wanted = sa.select(Person).where(Person.panel == panel, Person.id.in_(ids)).options(selectinload(Person.addresses))
    people = list(db.session.scalars(wanted))
    pass_index_door([Target("person", person.id, panel, _every_key(person)) for person in people])
    return people


def _every_key(person: Person) -> tuple[UUID, ...]:
    return (person.data_key_id, *(address.data_key_id for address in person.addresses))


def facts_of(person: Person) -> Facts:
    """What of an opened person is compared in a search; of a hidden address nothing."""
    homes = [address for address in person.addresses if address.ended_at is None and not address.hidden]
    return Facts(person.identity or {}, person.born_on, homes[0].lines if homes else None, person.contact)
