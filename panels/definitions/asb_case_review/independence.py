"""Who may chair a review: nobody of a service whose response is reviewed. Pure.

Source: statutory guidance on independent chairs; local procedures have a manager of a service that is not involved. Two
services are the same when their kind and name are; a name that is part of the other, or none, counts as the same,
because a doubt is no independence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from casework.panel_type.agency_types import HEALTH, agency_type_label
from casework.panel_type.facts import CaseFacts, Filled
from casework.panel_type.questions import YES, Item

ARRANGEMENTS, BODIES, RETURN = "review_arrangements", "bodies", "agency_return"
KINDS_TOLD = {
    "police": ("police", "transport_police"),
    "council": (
        "council_community_safety",
        "council_housing",
        "environmental_health",
        "licensing",
        "parks",
        "adult_social_care",
        "children_social_care",
    ),
    "social_landlord": ("council_housing", "housing_association"),
    "health": HEALTH,
}
"""What an applicant calls a body, and the kinds of service it may be."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service of an agency: its kind (an agency type) and its name."""

    kind: str
    name: str

    def same_as(self, other: "Service") -> bool:
        """Whether the two may be one service."""
        if self.kind != other.kind:
            return False
        mine, theirs = _words(self.name), _words(other.name)
        return not mine or not theirs or mine <= theirs or theirs <= mine

    @property
    def words(self) -> str:
        """The service in words."""
        return self.name or agency_type_label(self.kind)


def reviewed(facts: CaseFacts) -> tuple[Service, ...]:
    """The services whose response is reviewed, by the newest list of the relevant bodies."""
    latest = facts.latest(BODIES)
    listed: Iterable[Item] = latest.answers.get(BODIES, []) if latest else ()
    return tuple(_service(item, "kind", "name") for item in listed if item.get("complained") == YES)


def why_not_independent(chair: Service, services: Iterable[Service], *, involved: bool) -> str:
    """Why this chair cannot lead the review, for whoever names them; "" when they can."""
    if involved:
        return "Name a chair who has not dealt with this case, and whose team has not"
    same = next((service for service in services if service.same_as(chair)), None)
    if same is not None:
        return f"Name a chair of another service: the response of {same.words} is what is reviewed"
    return ""


def may_chair(facts: CaseFacts, agency_type: str, agency_id: UUID) -> str:
    """Why somebody of an agency may not chair the review; "" when they may.

    The chair named in the arrangements was compared by name of the service; anybody else is compared by its kind. An
    agency that has sent a return is one of those that dealt with the case.
    """
    if any(filled.agency_id == agency_id and filled.agency_type == agency_type for filled in _returns(facts)):
        return "Their agency has dealt with this case. The chair must come from another service"
    if agency_type in {service.kind for service in reviewed(facts)} and agency_type != _named_kind(facts):
        return "The response of a service of this kind is what is reviewed. Name an independent chair"
    return ""


def _returns(facts: CaseFacts) -> Iterable[Filled]:
    return (one for one in facts.all(RETURN) if one.first("kind") == one.agency_type)


def _named_kind(facts: CaseFacts) -> str:
    latest = facts.latest(ARRANGEMENTS)
    return str(latest.first("chair_kind") or "") if latest else ""


def _service(item: Item, kind: str, name: str) -> Service:
    return Service(str(item.get(kind) or ""), str(item.get(name) or ""))


def _words(name: str) -> frozenset[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    return frozenset(plain.split()) - {"the", "of", "and"}
