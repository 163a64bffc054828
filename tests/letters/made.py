"""Cases whose people may be written to, for the tests of letters."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask

from auth.roles import Actor
from casework.cases.access import OpenCase, case_for
from casework.cases.models import Case
from casework.cases.service import add_party
from casework.letters.access import letter_of_case
from casework.letters.models import Letter
from casework.letters.rules import Way
from casework.letters.service import approve, draft_by_hand, edit, send
from casework.people.models import Person
from casework.people.safe_contact import CHANNELS, safe_contact_of
from casework.people.service import add_person
from extensions import db
from tests.cases.made import acting, case_of, person_of
from tests.conftest import PANEL

SAFE = dict.fromkeys(CHANNELS, "safe")
WORDS = "We met and made a plan.\n\nRing us if it gets worse."


@dataclass(frozen=True)
class Stored:
    """What a page test needs of a case with a letter."""

    case: str
    letter: UUID
    person: str

    @property
    def path(self) -> str:
        return f"/cases/{self.case}/letters/{self.letter}"


def somebody(actor: Actor, forenames: str, surname: str, *, line1: str = "", postcode: str = "", hidden: bool = False,
             born_on: date | None = date(1970, 1, 1), **contact: str) -> Person:  # fmt: skip
    return add_person(
        actor=actor,
        panel=PANEL,
        identity={"forenames": forenames, "surname": surname},
        born_on=born_on,
        address={"line1": line1, "town": "Quillon", "postcode": postcode} if line1 else None,
        hidden=hidden,
        safe_contact=contact,
    )


def safe_case(actor: Actor, *, hidden: bool = False, **contact: str) -> Case:
    """A case of one victim; every way is safe unless ``contact`` says otherwise."""
    person = person_of(actor, hidden=hidden)
    person.safe_contact = safe_contact_of({**SAFE, **contact})
    case = case_of(actor, (person, ["victim"]))
    db.session.flush()
    return case


def with_responsible(actor: Actor, case: Case) -> Person:
    """Put the person said to be responsible into the case."""
    person = somebody(actor, "Barnaby", "Grimshaw", line1="12 Curlew Street", postcode="E2 6ZX", **SAFE)
    add_party(actor=actor, case=case, person=person, roles=["alleged_perpetrator"])
    return person


def opened(actor: Actor, case: Case) -> OpenCase:
    return case_for(actor, case.reference, "letter.write")


def draft(actor: Actor, case: Case, template: str = "outcome_victim", body: str = WORDS) -> Letter:
    """A draft by hand with words of its own, written by the coordinator so that a chair may approve it."""
    letter = draft_by_hand(actor=actor, case=case, template=template)[0]
    return edit(actor=actor, case=case, letter=letter, version=letter.version, title="About us", body=body)


def approved(cora: Actor, alder: Actor, case: Case, template: str = "outcome_victim", body: str = WORDS) -> Letter:
    letter = draft(cora, case, template, body)
    return approve(actor=alder, opened=opened(alder, case), letter=letter, version=letter.version, confirmed=True)


def letter_on_record(app: Flask, *, body: str = WORDS, approve_it: bool = False, **contact: str) -> Stored:
    """A committed letter to a victim."""
    with acting(app, "cora") as cora:
        case = safe_case(cora, **contact)
        letter = draft(cora, case, body=body)
        stored = Stored(case.reference, letter.id, case.parties[0].person.reference)
    if approve_it:
        with acting(app, "alder") as alder:
            found = case_for(alder, stored.case, "letter.write")
            letter = letter_of_case(alder, found, stored.letter)
            approve(actor=alder, opened=found, letter=letter, version=letter.version, confirmed=True)
    return stored


def send_by(actor: Any, case: Case, letter: Letter, way: Way = Way.POST, **more: Any) -> Letter:
    return send(actor=actor, opened=opened(actor, case), letter=letter, way=way, **more)
