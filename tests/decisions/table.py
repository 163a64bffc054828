"""A meeting with cases on its running order, made through the services: the start of every test of the live meeting."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, g

from auth.accounts.service import account_by_email
from auth.current import actor_of
from auth.roles import Actor
from casework.cases.models import Case
from casework.cases.service import open_case
from casework.people.service import add_person
from extensions import db, now, unit_of_work
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from panels.meetings.service import plan_meeting
from tests.conftest import PANEL

PEOPLE = (
    ("Pemberwick", "Thistledown", "3 Quillon Court"),
    ("Barnaby", "Crickmere", "14 Lantern Row"),
    ("Ottoline", "Farrowdale", "9 Heron Street"),
    ("Odalys", "Brackenfold", "5 Quillon Court"),
)
HERE = ("cora", "alder", "birch", "larch", "rowan", "hazel", "elm", "maple")


def who(key: str) -> Actor:
    """The acting person with today's roles."""
    account = account_by_email(f"{key}@example.org")
    assert account is not None
    return actor_of(account)


def a_case(number: int, *, state: str = "listed", band: str = "medium") -> Case:
    """A case about one of the people above, on which members may already look."""
    forenames, surname, street = PEOPLE[number % len(PEOPLE)]
    person = add_person(
        actor=who("cora"),
        panel=PANEL,
        identity={"forenames": forenames, "surname": surname, "aliases": []},
        born_on=date(1948, 3, 14),
        address={"line1": street, "town": "Quillon", "postcode": "E1 0ZZ"},
    )
    case = open_case(
        actor=who("cora"),
        panel=PANEL,
        parties=[(person, ["victim"])],
        band=band,
        urgent=False,
        children_involved=False,
        lead_agency_id=None,
        lead_officer_id=None,
        state=state,
    )
    case.members_from = now()
    return case


def a_meeting(cases: int = 3, *, opened: bool = True, state: str = "listed") -> Meeting:
    """A meeting that is open (everybody of HERE present, confidentiality accepted) with this many cases."""
    meeting = plan_meeting(
        actor=who("cora"),
        panel=PANEL,
        starts_at=now() + timedelta(minutes=1),
        minutes_long=60,
        place="Town Hall",
    )
    for number in range(cases):
        case = a_case(number, state=state)
        db.session.add(
            AgendaItem(meeting_id=meeting.id, case_id=case.id, position=number + 1, minutes=10, kind="new", case=case)
        )
    if opened:
        meeting.state, meeting.opened_at, meeting.confidentiality_read_at = "open", now(), now()
        for line in meeting.attendances:
            line.status = "present" if line.account.email.split("@")[0] in HERE else "apologies"
            line.accepted_confidentiality_at = now() if line.status == "present" else None
    db.session.flush()
    return meeting


def next_panel(days: int = 28) -> Meeting:
    """Another meeting of the panel, planned."""
    return plan_meeting(
        actor=who("cora"),
        panel=PANEL,
        starts_at=now() + timedelta(days=days),
        minutes_long=120,
        place="Town Hall",
    )


def stored_meeting(app: Flask, cases: int = 3, **options: Any) -> UUID:
    """The same, committed, for tests that go through pages."""
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            meeting_id = a_meeting(cases, **options).id
    return meeting_id


def agency_id(key: str) -> UUID:
    """The agency of a demo person."""
    return who(key).agency_id


def moment(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """An aware moment."""
    return datetime(year, month, day, hour, tzinfo=UTC)
