"""Fictional cases for the measurements, made through the services that the pages call. One seed, one content."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import current_app, g

from auth.accounts.service import account_by_email
from auth.current import actor_of
from auth.encryption.keyring import EXTENSION
from auth.roles import Actor
from casework.actions.service import add_action
from casework.cases.models import Case
from casework.cases.service import add_assessment, add_note, open_case, record_event
from casework.panel_type.registry import panel_types
from casework.people.models import Person
from casework.people.service import add_marker, add_person
from demo.answers import risk
from demo.commands import DEMO_PANELS
from demo.people import demo_people, load_agencies, load_people
from extensions import now, unit_of_work
from panels.agendas.service import add_to_agenda
from panels.meetings.service import plan_meeting
from wall.binding import make_tables
from wording.dates import LONDON, today

PANEL = DEMO_PANELS[0]
SEED = 20261122
COORDINATOR, REFERRER = "cora", "rowan"
PEOPLE = (COORDINATOR, REFERRER, "alder", "larch", "hazel", "elm")
"""Who of the demonstration is needed here; making a password's hash takes a fifth of a second each."""
AT_ONCE = 25
"""Cases in one unit of work while the data are made."""

FORENAMES = "Idris Odalys Tobiah Marisol Percival Ottoline Barnaby Saffron Jolyon Anneliese Rufus Gideon".split()
SURNAMES = "Penhallow Ashgrove Lanternwick Underhay Crickmere Oakenshaw Farrowdale Thornbury Brackenfold".split()
STREETS = "Quillon Court|Tern House|Heron Walk|Curlew Street|Sandpiper Row".split("|")
WORDS = (
    "shouted banged threatened waited followed blocked knocked called night stairs landing door window child neighbour "
    "officer visit letter agreed refused moved returned police housing health school doctor weekend evening again"
).split()
SCORES = (
    "daily yes both known violence me no several extremely both avoids missing isolated neighbours",
    "weekly yes often known now me possibly one lot mental somewhat not_needed few household",
    "monthly yes serious known now me no one extremely mental avoids helping few household",
)


@dataclass(frozen=True)
class Made:
    """What one case came out as."""

    case_id: UUID
    reference: str


@contextmanager
def acting(who: str) -> Iterator[Actor]:
    """One demo person in a unit of work of its own. An application context must be open."""
    with current_app.app_context(), unit_of_work():
        g.request_id = "benchmark"
        account = account_by_email(f"{who}@example.org")
        if account is None:
            raise LookupError(f"The demonstration has no {who}.")
        yield actor_of(account)


def make_partnership() -> None:
    """Schema, panel keys, agencies and accounts in an empty database."""
    make_tables()
    panels = {panel.key for panel in panel_types.every()}
    with unit_of_work():
        current_app.extensions[EXTENSION].prepare(sorted(panels))
    wanted = tuple(person for person in demo_people(*DEMO_PANELS) if person.key in PEOPLE)
    with unit_of_work():
        load_people(load_agencies(), wanted, panels)


def make_cases(count: int, *, start: int = 0) -> list[Made]:
    """So many accepted cases, each with two people, a history, notes, an assessment and actions.

    ``start``: number of the first, so that a second call goes on where the first ended, with the same content as one
    call would have made.
    """
    made = []
    for first in range(start, start + count, AT_ONCE):
        with acting(COORDINATOR) as actor:
            for number in range(first, min(first + AT_ONCE, start + count)):
                case = _case(actor, number)
                made.append(Made(case.id, case.reference))
    return made


def make_meeting(cases: list[Made]) -> UUID:
    """A meeting a month away with these cases on its running order; returns its id."""
    with acting(COORDINATOR) as actor:
        meeting = plan_meeting(
            actor=actor,
            panel=PANEL,
            starts_at=datetime.combine(today() + timedelta(days=35), time(10), LONDON),
            minutes_long=300,
            place="Town Hall",
        )
        for case in cases:
            add_to_agenda(actor=actor, meeting=meeting, case_id=case.case_id, chair_agreed=True)
        return meeting.id


def _case(actor: Actor, number: int) -> Case:
    chance = random.Random(SEED + number)
    affected = _person(actor, chance, number)
    other = _person(actor, chance, number + 5)
    case = open_case(
        actor=actor,
        panel=PANEL,
        parties=[(affected, ["victim"]), (other, ["alleged_perpetrator"])],
        band=None,
        urgent=number % 11 == 0,
        children_involved=number % 5 == 0,
        lead_agency_id=actor.agency_id,
        lead_officer_id=actor.account_id,
        state="accepted",
    )
    case.next_review_on = today() + timedelta(days=chance.randrange(7, 90))
    record_event(
        actor=actor, case=case, kind="referral", title="Referral from Lanternfish Homes", text=_text(chance, 90)
    )
    scored = panel_types.get(PANEL).risk_tools[0].id
    add_assessment(
        actor=actor, case=case, person=affected, tool=scored, answers=risk(chance.choice(SCORES)), occasion="referral"
    )
    for nature in ("fact", "allegation", "opinion"):
        add_note(actor=actor, case=case, nature=nature, text=_text(chance, 45))
    for days in (12, 26):
        add_action(
            actor=actor,
            case=case,
            text=_text(chance, 8).capitalize(),
            agency_id=actor.agency_id,
            officer_id=actor.account_id,
            due_on=today() + timedelta(days=days),
        )
    return case


def _person(actor: Actor, chance: random.Random, number: int) -> Person:
    home = {
        "line1": f"{chance.randrange(1, 99)} {chance.choice(STREETS)}",
        "town": "Quillon Quay",
        "postcode": "E1 0ZZ",
    }
    person = add_person(
        actor=actor,
        panel=PANEL,
        identity={
            "title": chance.choice(("Mr", "Ms", "Dr")),
            "forenames": FORENAMES[number % len(FORENAMES)],
            "surname": f"{chance.choice(SURNAMES)}-{number}",
        },
        born_on=date(1940, 1, 1) + timedelta(days=chance.randrange(24000)),
        address=home,
        hidden=number % 8 == 0,
        contact={"phone": "020 7946 0171"},
        safe_contact={"call": "safe", "letter": "not_safe", "best_time": "Weekdays between 10 and 2"},
        needs={"language": "english", "vulnerabilities": ["isolated"]},
    )
    if number % 4 == 0:
        add_marker(
            actor=actor,
            person=person,
            kind="pairs",
            incident=_text(chance, 12),
            source="Police",
            happened_on=now().date(),
            review_on=today() + timedelta(days=180),
        )
    return person


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)) + "."
