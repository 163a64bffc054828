"""What the answers of a referral mean for people and cases. Pure.

A panel's form is its own. These section and question ids are the agreement by which the answers become people, safe
contact and warnings; everything under another id is shown as it was asked and means nothing more to the service.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.panel_type.case_forms import Speakers
from casework.panel_type.questions import NOT_KNOWN, YES, Answers, Form, Item, Section, Value

REFERRER, PEOPLE, HOUSEHOLD, ASSESSMENT = "referrer", "people", "household", "assessment"
CHILD, ADULT_AT_HOME = "child", "household_member"
CHILD_RELATIONS = frozenset({"child", "stepchild"})
ADULT_AT = 18

IDENTITY = ("title", "forenames", "surname", "preferred_name")
CONTACT = ("phone", "second_phone", "email")
SAFE_CONTACT = {"safe_to_call": "call", "safe_to_leave_message": "message", "safe_to_write": "letter"}
SAFE_CONTACT |= {"safe_to_text": "text", "safe_to_email": "email", "safe_to_hand_over": "hand"}
SAFE_CONTACT |= {"safe_to_collect": "collect", "safe_to_read_out": "read_out"}
SAFE_WORDS = {"best_time": "best_time", "must_not_know": "who_must_not_know", "what_to_say": "say"}
READ_ELSEWHERE = frozenset(
    {
        "full_name",
        *IDENTITY,
        *CONTACT,
        *SAFE_CONTACT,
        *SAFE_WORDS,
        "roles",
        "aliases",
        "date_of_birth",
        "estimated_age",
        "address",
    }
    | {"staff_risk", "staff_risk_details"}
)

SPEAKERS = Speakers("scope_updates", "scope_contents", "")
"""Questions about somebody who speaks for the person: are they told how it goes, do they read what is written?"""


@dataclass(frozen=True)
class Told:
    """A person as a referral tells of them. ``section`` and ``place`` say which entry of the form it was."""

    section: str
    place: int
    roles: tuple[str, ...]
    identity: Mapping[str, Any]
    born_on: date | None = None
    estimated_age: str | None = None
    address: Mapping[str, Any] | None = None
    hidden: bool = False
    contact: Mapping[str, Any] = field(default_factory=dict)
    safe_contact: Mapping[str, Any] = field(default_factory=dict)
    needs: Mapping[str, Any] = field(default_factory=dict)
    staff_risk: str = ""

    def is_child(self, on: date) -> bool:
        """Whether this is somebody under 18 as far as the referral says."""
        if self.born_on is not None:
            return _age(self.born_on, on) < ADULT_AT
        return CHILD in self.roles or (self.estimated_age is not None and int(self.estimated_age) < ADULT_AT)

    def age_words(self, on: date) -> str:
        """The age on a day, "about 40" when it is a guess, or nothing."""
        if self.born_on is not None:
            return str(_age(self.born_on, on))
        return f"about {self.estimated_age}" if self.estimated_age else ""


@dataclass(frozen=True)
class OwnView:
    """Whether the risk questions were answered with the person, why not, and the referrer's own judgement."""

    assessed: str = ""
    why_not: str = ""
    band: str | None = None
    reason: str = ""


def referrer_section(form: Form) -> Section | None:
    """The section about whoever refers, which the account fills in."""
    return next((section for section in form.sections if section.id == REFERRER), None)


def people_in(form: Form, answers: Answers, on: date) -> list[Told]:
    """Everyone the referral tells of, the people first, then those who live with them."""
    found = [_person(form.section(PEOPLE), place, item) for place, item in _items(form, answers, PEOPLE)]
    return found + [_at_home(place, item, on) for place, item in _items(form, answers, HOUSEHOLD)]


def first_affected(people: Sequence[Told], subject_roles: frozenset[str]) -> Told | None:
    """Whom the queue names a referral by: the first whose role a risk tool is about, else the first named."""
    affected = [told for told in people if subject_roles.intersection(told.roles)]
    return next(iter([*affected, *people]), None)


def children_in(people: Sequence[Told], on: date) -> bool:
    """Whether a child is involved."""
    return any(told.is_child(on) for told in people)


def own_view(answers: Answers) -> OwnView:
    """What the referrer says of the risk beside the score."""
    item: Item = next(iter(answers.get(ASSESSMENT) or []), {})
    band = item.get("own_view")
    return OwnView(
        assessed=str(item.get("assessed") or ""),
        why_not=str(item.get("not_assessed_reason") or ""),
        band=band if isinstance(band, str) and band != NOT_KNOWN else None,
        reason=str(item.get("own_view_reason") or ""),
    )


def asks_why_not(form: Form) -> bool:
    """Whether the form asks if the risk was assessed, so that a referral may be sent without a score."""
    return any(section.id == ASSESSMENT for section in form.sections)


def _items(form: Form, answers: Answers, section_id: str) -> Iterator[tuple[int, Item]]:
    if any(section.id == section_id for section in form.sections):
        yield from enumerate(answers.get(section_id) or [])


def _person(section: Section, place: int, item: Item) -> Told:
    address = item.get("address")
    lines = address if isinstance(address, dict) else None
    age = _known(item.get("estimated_age"))
    kept_apart = {question.id for question in section.questions if question.monitoring or question.restricted}
    return Told(
        section=section.id,
        place=place,
        roles=tuple(_list(item.get("roles"))),
        identity=_identity(item),
        born_on=_date(item.get("date_of_birth")),
        estimated_age=age or None,
        address=lines,
        hidden=bool(lines and lines.get("hidden")),
        contact={key: _known(item.get(key)) for key in CONTACT if _known(item.get(key))},
        safe_contact=_safe_contact(item),
        needs={key: value for key, value in item.items() if key not in READ_ELSEWHERE and key not in kept_apart},
        staff_risk=_known(item.get("staff_risk_details")) if item.get("staff_risk") == YES else "",
    )


def _at_home(place: int, item: Item, on: date) -> Told:
    first, _, last = _known(item.get("name")).rpartition(" ")
    born_on = _date(item.get("date_of_birth"))
    is_child = item.get("relationship") in CHILD_RELATIONS if born_on is None else _age(born_on, on) < ADULT_AT
    kept = ("lives_with", "relationship", "school", "social_worker")
    return Told(
        section=HOUSEHOLD,
        place=place,
        roles=(CHILD if is_child else ADULT_AT_HOME,),
        identity={"forenames": first, "surname": last},
        born_on=born_on,
        needs={key: item[key] for key in kept if item.get(key)},
    )


def _identity(item: Item) -> dict[str, Any]:
    known = {key: _known(item.get(key)) for key in IDENTITY}
    aliases = [name.strip() for name in re.split(r"[,;\n]", _known(item.get("aliases"))) if name.strip()]
    return {key: value for key, value in known.items() if value} | {"aliases": aliases}


def _safe_contact(item: Item) -> dict[str, Any]:
    said = {"yes": "safe", "no": "not_safe"}
    channels = {channel: said.get(str(item.get(asked)), "not_known") for asked, channel in SAFE_CONTACT.items()}
    words = {key: _known(item.get(asked)) for asked, key in SAFE_WORDS.items() if _known(item.get(asked))}
    return channels | words


def _known(value: Value) -> str:
    """The answer as text; nothing for one that is missing or not known."""
    return "" if value is None or value == NOT_KNOWN or isinstance(value, list | dict) else str(value)


def _list(value: Value) -> list[str]:
    return [part for part in value if part != NOT_KNOWN] if isinstance(value, list) else []


def _date(value: Value) -> date | None:
    try:
        return date.fromisoformat(_known(value))
    except ValueError:
        return None  # not known, or kept apart under the restricted key


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
