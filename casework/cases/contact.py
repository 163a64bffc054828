"""The safe contact card of one person: what a page may say about reaching them, and nothing more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from auth.models import Account
from casework.cases.persons import questions_of
from casework.panel_type.questions import NOT_KNOWN, YES
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import display
from casework.people.models import Person
from casework.people.safe_contact import CHANNELS, NOT_SAFE, SAFE, SAFETY_NOT_KNOWN, must_not_contact
from casework.people.service import is_stale
from extensions import db
from wording.dates import as_date

PHONE_KEYS, EMAIL_KEYS = ("phone", "second_phone"), ("email",)
USES = {"call": PHONE_KEYS, "message": PHONE_KEYS, "text": PHONE_KEYS, "email": EMAIL_KEYS}


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach somebody. ``value`` (a number, an address) is there only when this way is safe."""

    name: str
    state: str
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """What the card says. ``no_contact``: it is not safe to contact the person in any way, and no value is shown."""

    channels: tuple[Channel, ...]
    times: str
    say: str
    must_not_know: str
    interpreter: str
    checked_on: date | None
    checked_by: str
    stale: bool
    no_contact: bool = False


def card_of(person: Person) -> ContactCard:
    """The card of an opened person. What nobody asked about counts as not safe, and its number stays behind words."""
    safe = person.safe_contact or {}
    contact = person.contact or {}
    checker = db.session.get(Account, person.safe_checked_by_id) if person.safe_checked_by_id else None
    return ContactCard(
        channels=tuple(_channel(key, name, safe, contact) for key, name in CHANNELS.items()),
        times=_words(safe.get("best_time")),
        say=_words(safe.get("say")),
        must_not_know=_words(safe.get("who_must_not_know")),
        interpreter=_interpreter(person),
        checked_on=as_date(person.safe_checked_at) if person.safe_checked_at else None,
        checked_by=checker.name if checker else "",
        stale=is_stale(person),
        no_contact=must_not_contact(safe),
    )


def _channel(key: str, name: str, safe: dict[str, Any], contact: dict[str, Any]) -> Channel:
    state = NOT_SAFE if must_not_contact(safe) else safe.get(key, SAFETY_NOT_KNOWN)
    used = USES.get(key, ())
    values = [str(contact[use]) for use in used if contact.get(use) and contact[use] != NOT_KNOWN]
    if state == SAFE:
        return Channel(name, SAFE, " or ".join(values), "" if values or not used else "Nothing on record")
    shown_elsewhere = not must_not_contact(safe) and any(
        safe.get(other) == SAFE for other, uses in USES.items() if uses == used
    )
    kept = "Do not use the number for this." if shown_elsewhere else "Kept back."
    return Channel(name, NOT_SAFE if state == NOT_SAFE else SAFETY_NOT_KNOWN, note=kept if values else "")


def _interpreter(person: Person) -> str:
    needs = person.needs or {}
    if needs.get("interpreter") != YES:
        return ""
    questions = questions_of(panel_types.get(person.panel))
    asked = "other_language" if needs.get("other_language") else "language"
    language = display(questions[asked], needs[asked]) if asked in questions and needs.get(asked) else ""
    return f"needed ({language})" if language else "needed"


def _words(value: Any) -> str:
    return "not known" if value == NOT_KNOWN else str(value or "")
