"""Adding a person to a panel's records, warnings to visiting staff, and how the person may safely be reached.

Whoever changes a person has opened them first through the door of a case or a referral.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from auth.encryption.keyring import new_data_key
from auth.models import Account
from auth.roles import Actor
from casework.errors import Refused, Stale
from casework.panel_settings.narrative import must_be_warning
from casework.panel_type.questions import Choice
from casework.panel_type.registry import panel_types
from casework.panel_type.working_time import add_months
from casework.people.indexing import PERSON, index_person
from casework.people.match_queries import ask_others
from casework.people.models import Address, Person, SafetyMarker
from casework.people.safe_contact import (
    CHANNELS,
    NOT_SAFE,
    SAFE,
    SAFETY_NOT_KNOWN,
    must_not_contact,
    safe_contact_of,
    safe_contact_words,
)
from casework.references import PERSON_LETTER, next_reference
from extensions import db, now
from wording.dates import today

NAME_NOT_KNOWN = "Name not known"
STALE_DAYS = 30
"""After this many days a safe contact check is asked for again: what was safe once may not be now."""

__all__ = ["CHANNELS", "NOT_SAFE", "PERSON", "SAFE", "SAFETY_NOT_KNOWN", "safe_contact_of", "safe_contact_words"]

MARKER_KINDS: tuple[Choice, ...] = (
    Choice("pairs", "Visit in pairs"),
    Choice("no_visit", "Do not visit alone or at home"),
    Choice("violence", "Violence or threats to staff"),
    Choice("weapon", "Weapon in the home"),
    Choice("dog", "Dangerous dog"),
    Choice("hazard", "Hazard in the home (needles, fire, structure)"),
    Choice("other", "Something else"),
)


def add_person(
    *,
    actor: Actor,
    panel: str,
    identity: Mapping[str, Any],
    born_on: date | None = None,
    estimated_age: str | None = None,
    address: Mapping[str, Any] | None = None,
    hidden: bool = False,
    contact: Mapping[str, Any] | None = None,
    safe_contact: Mapping[str, Any] | None = None,
    needs: Mapping[str, Any] | None = None,
) -> Person:
    """Add a person to one panel's records, with keys of their own, a reference, and their search terms.

    The address has a key of its own, so that a hidden one stays shut when the person is opened.
    """
    person = Person(
        data_key_id=new_data_key(panel=panel, kind=PERSON),
        panel=panel,
        reference=_reference(panel),
        display_name=display_name(identity),
        identity=dict(identity),
        born_on=born_on,
        estimated_age=estimated_age,
        area=area_of(address),
        contact=dict(contact or {}),
        safe_contact=safe_contact_of(safe_contact or {}),
        needs=dict(needs or {}),
    )
    db.session.add(person)
    if address:
        add_address(actor=actor, person=person, address=address, hidden=hidden)
    ask_others(panel, person.id, index_person(person))
    return person


def _reference(panel: str) -> str:
    kind = panel_types.get(panel)
    return next_reference(f"{PERSON_LETTER}{kind.reference_letter}", scattered=kind.visibility.existence_hidden)


def add_address(*, actor: Actor, person: Person, address: Mapping[str, Any], hidden: bool) -> Address:
    """Give an opened person an address; the one before ends. The search terms are the caller's to renew."""
    for earlier in person.addresses:
        earlier.ended_at = earlier.ended_at or now()
    row = Address(
        data_key_id=new_data_key(panel=person.panel, kind="address"),
        hidden=hidden,
        lines={key: value for key, value in address.items() if key != "hidden" and value},
    )
    person.addresses.append(row)
    db.session.add(row)
    return row


def add_marker(
    *,
    actor: Actor,
    person: Person,
    kind: str,
    incident: str,
    source: str,
    happened_on: date | None,
    review_on: date | None,
) -> SafetyMarker:
    """Warn visiting staff about an opened person.

    A warning rests on one recorded incident and is reviewed (Information Commissioner, advice on violent warning
    markers), or it is not saved.

    :raises Refused: without kind, incident, source, the day it happened or a review date within a year; or in other
        words than the panel offers where it takes none.
    """
    must_be_warning(person.panel, incident=incident, source=source)
    _refuse_weak_marker(kind, incident, source, happened_on, review_on)
    assert happened_on is not None
    assert review_on is not None
    marker = SafetyMarker(
        data_key_id=person.data_key_id,
        kind=kind,
        incident=incident.strip(),
        source=source.strip(),
        happened_on=happened_on,
        review_on=review_on,
        decided_by_id=actor.account_id,
    )
    person.markers.append(marker)
    db.session.add(marker)
    return marker


def end_marker(*, actor: Actor, marker: SafetyMarker) -> None:
    """Take a warning away; it stays on record as ended."""
    marker.ended_at = marker.ended_at or now()


def check_safe_contact(*, actor: Actor, person: Person) -> None:
    """Record that this person's safe contact was asked about again today and stands."""
    person.safe_checked_at, person.safe_checked_by_id = now(), actor.account_id


def stop_contact(person: Person) -> None:
    """The person asked for no contact: from now on no way is safe. It needs no key, and a form about safe contact that
    was opened before is refused as stale."""
    person.contact_stopped_at = now()
    person.version += 1


def change_safe_contact(
    *,
    actor: Actor,
    person: Person,
    safe_contact: Mapping[str, Any],
    version: int,
    contact: Mapping[str, Any] | None = None,
) -> None:
    """Change how an opened person may be reached; counts as a check. Whoever says here that they may be contacted lifts
    what they asked for themselves.

    :raises Stale: somebody changed it since ``version`` was shown.
    """
    wanted = safe_contact_of(safe_contact)
    if version != person.version:
        theirs, mine = safe_contact_words(person.safe_contact or {}), safe_contact_words(wanted)
        checker = db.session.get(Account, person.safe_checked_by_id) if person.safe_checked_by_id else None
        raise Stale(theirs=theirs, mine=mine, by=checker.name if checker else "", version=person.version)
    person.safe_contact = wanted
    if not must_not_contact(wanted):
        person.contact_stopped_at = None
    if contact is not None:
        person.contact = dict(contact)
    person.version += 1
    check_safe_contact(actor=actor, person=person)


def display_name(identity: Mapping[str, Any]) -> str:
    """The name to show: forenames and surname, else another name, else words for an unknown name."""
    parts = [str(identity.get(part) or "") for part in ("forenames", "surname")]
    if any(parts):
        return " ".join(filter(None, parts))
    others = [identity.get("preferred_name"), *(identity.get("aliases") or ())]
    return next((f"Known as {name}" for name in others if name), NAME_NOT_KNOWN)


def area_of(address: Mapping[str, Any] | None) -> str | None:
    """What may be shown of any address: the first half of its postcode, else the town."""
    if not address:
        return None
    postcode = str(address.get("postcode") or "")
    return postcode.split(" ", 1)[0] or str(address.get("town") or "") or None


def is_stale(person: Person) -> bool:
    """Whether safe contact was never checked, or longer ago than ``STALE_DAYS``."""
    return person.safe_checked_at is None or (now() - person.safe_checked_at).days >= STALE_DAYS


def _refuse_weak_marker(
    kind: str, incident: str, source: str, happened_on: date | None, review_on: date | None
) -> None:
    if kind not in {choice.value for choice in MARKER_KINDS}:
        raise Refused("Select what staff should know", "kind")
    if not incident.strip():
        raise Refused("Enter the incident that this warning rests on", "incident")
    if not source.strip():
        raise Refused("Enter who reported the incident", "source")
    if happened_on is None or happened_on > today():
        raise Refused("Enter the day the incident happened, today or earlier", "happened_on")
    if review_on is None or not today() < review_on <= add_months(today(), 12):
        raise Refused("Enter a review date after today and within 12 months", "review_on")
