"""When two records are taken for the same person or place. Pure."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from casework.people.terms import ADDRESS, BORN, NAME, PROPERTY

PERSON, PLACE = "person", "place"
Owner = tuple[str, UUID]
Hit = tuple[str, UUID, str]
"""Owner type, owner id, kind of term that agrees."""


def kind_of_match(agree: Collection[str]) -> str | None:
    """What these agreeing kinds of terms show: the same person (name and date of birth), the same place (the whole
    address or the property number), or nothing that is strong enough to tell somebody unasked."""
    if {NAME, BORN} <= set(agree):
        return PERSON
    if {ADDRESS, PROPERTY} & set(agree):
        return PLACE
    return None


def matches_among(hits: Iterable[Hit]) -> Mapping[Owner, str]:
    """The owners that match, and how."""
    kinds: dict[Owner, set[str]] = {}
    for owner_type, owner_id, kind in hits:
        kinds.setdefault((owner_type, owner_id), set()).add(kind)
    found = {owner: kind_of_match(agree) for owner, agree in kinds.items()}
    return {owner: kind for owner, kind in found.items() if kind is not None}
