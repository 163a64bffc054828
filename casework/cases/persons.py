"""One person of a case, in rows that a page can show."""

from typing import Any

from auth.doors import NotAllowed
from casework.cases.models import Case, CaseParty
from casework.cases.rules import age_words, role_labels
from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Question
from casework.panel_type.shown import display
from casework.people.models import Person
from wording.dates import today, uk_date

Row = dict[str, Any]
HIDDEN_WORDS = "Kept hidden"


def party_of(case: Case, person_reference: str) -> CaseParty:
    """The part of the person with this reference in an opened case.

    :raises NotAllowed: nobody in this case has it.
    """
    for party in case.parties:
        if party.person.reference == person_reference and party.removed_at is None:
            return party
    raise NotAllowed


def identity_rows(party: CaseParty, panel: PanelType) -> list[Row]:
    """Who the person is and what they are in the case."""
    person = party.person
    identity = person.identity or {}
    age = age_words(person.born_on, person.estimated_age, today())
    born = f"{uk_date(person.born_on)} (age {age})" if person.born_on else ("Age " + age if age else None)
    return [
        {"key": "Name", "value": person.display_name},
        {"key": "Other names", "value": list(identity.get("aliases") or [])},
        {"key": "Likes to be called", "value": identity.get("preferred_name")},
        {"key": "Date of birth", "value": born},
        {"key": "Role in this case", "value": role_labels(panel.case_roles, party.roles or [])},
        {"key": "Reference", "value": person.reference},
    ]


def address_shown(person: Person) -> Row:
    """The address that may stand on the page: all of it, or only the area when it is kept hidden."""
    current = [address for address in person.addresses if address.ended_at is None]
    if any(address.hidden for address in current):
        return {"hidden": True, "area": person.area or "", "lines": []}
    lines = [line for address in current for line in _lines(address.lines or {})]
    return {"hidden": False, "area": person.area or "", "lines": lines}


def need_rows(person: Person, panel: PanelType) -> list[Row]:
    """What helps the person and what makes them vulnerable, in the words of the panel's questions."""
    questions = questions_of(panel)
    rows = []
    for key, value in (person.needs or {}).items():
        question = questions.get(key)
        if question is not None and not question.restricted:
            rows.append({"key": question.label, "value": display(question, value)})
    return rows


def questions_of(panel: PanelType) -> dict[str, Question]:
    """The questions of the panel's referral form by id."""
    return {question.id: question for section in panel.referral_form.sections for question in section.questions}


def _lines(stored: dict[str, Any]) -> list[str]:
    start = ["No fixed address"] if stored.get("no_fixed_address") else []
    return start + [str(stored[part]) for part in ("line1", "line2", "town", "postcode") if stored.get(part)]
