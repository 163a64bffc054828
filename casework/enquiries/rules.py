"""What an enquiry may carry, and who may read an answer. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from casework.people.models import Person
from wording.dates import uk_date


class Known(StrEnum):
    """What an agency answers."""

    KNOWN = "known"
    NOT_KNOWN = "not_known"
    CANNOT_SHARE = "cannot_share"


class Restriction(StrEnum):
    """How far an answer may go."""

    NONE = "none"
    PANEL = "panel"
    CHAIR = "chair"
    READ_OUT = "read_out"


KNOWN_WORDS = {
    Known.KNOWN: "Known to this agency",
    Known.NOT_KNOWN: "Not known to this agency",
    Known.CANNOT_SHARE: "The agency cannot share what it holds",
}
RESTRICTION_WORDS = {
    Restriction.NONE: "No restriction",
    Restriction.PANEL: "Panel members only",
    Restriction.CHAIR: "Chair, vice-chair and coordinator only",
    Restriction.READ_OUT: "To be read out, not minuted",
}
SHOWN_DAYS = 28
"""Days after its due day for which a question can be opened by the agency that was asked. Local policy."""
ADDRESS_LINES = ("line1", "line2", "town", "postcode")


def identity_withheld() -> list[dict[str, str]]:
    """What a question says of people who are presented without their names: the agency rings whoever asks."""
    return [{"name": "Name withheld: ring whoever asks before you answer", "also_known_as": "", "born": "Withheld"}]


def identity_of(people: Iterable[Person]) -> list[dict[str, str]]:
    """The people of a case by name, birth and address, and nothing else about them or why they are asked about.

    People must be open. A hidden address is left out. Source: data minimisation, UK GDPR article 5(1)(c).
    """
    return [_identity(person) for person in people]


def age_words(born_on: date | None, estimated: str | None) -> str:
    """Date of birth, or the estimated age, or that neither is known."""
    if born_on:
        return uk_date(born_on)
    return f"About {estimated}" if estimated else "Not known"


def is_late(due_on: date, today: date) -> bool:
    """Whether an unanswered question is late."""
    return today > due_on


def readable(restriction: str, *, leads_panel: bool) -> bool:
    """Whether somebody who may read the case may read an answer with this restriction.

    What is to be read out is for the ears of the meeting: members get it from the chair and not in writing.
    """
    return leads_panel or restriction in (Restriction.NONE, Restriction.PANEL)


def still_shown(due_on: date, today: date) -> bool:
    """Whether the agency may still open a question: who was asked about is not kept in view longer than is needed."""
    return today <= due_on + timedelta(days=SHOWN_DAYS)


def _identity(person: Person) -> dict[str, str]:
    facts = person.identity or {}
    names = [facts.get(part) for part in ("title", "forenames", "surname")]
    shown = {
        "name": " ".join(name for name in names if name) or person.display_name or "",
        "also_known_as": ", ".join(facts.get("aliases") or []),
        "born": age_words(person.born_on, person.estimated_age),
    }
    address = next((found for found in person.addresses if found.ended_at is None and not found.hidden), None)
    if address is not None:
        lines = address.lines or {}
        shown["address"] = ", ".join(str(lines[part]) for part in ADDRESS_LINES if lines.get(part))
    return shown
