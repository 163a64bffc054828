"""Cases, meetings and packs made through the services, on one fixed day: Monday 23 November 2026."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, g

from auth.accounts.service import account_by_email
from auth.current import actor_of
from auth.models import Agency
from auth.roles import Actor
from casework.actions.service import add_action
from casework.cases.models import Case
from casework.cases.service import add_assessment, open_case, record_event
from casework.people.service import add_person
from extensions import db, unit_of_work
from panels.agendas.service import add_to_agenda
from panels.meetings.models import Meeting
from panels.meetings.service import plan_meeting
from tests.conftest import PANEL

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ORDINARY = datetime(2026, 12, 9, 10, 0, tzinfo=UTC)
CANARY = "canary-narrative-7731"
HIDDEN_LINE = "Nine Canary Wharfside"
RAM = "asb_ram"


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=True):
        yield


def acting(key: str) -> Actor:
    account = account_by_email(f"{key}@example.org")
    assert account is not None
    return actor_of(account)


def agency(short_name: str) -> Agency:
    return db.session.scalars(sa.select(Agency).where(Agency.short_name == short_name)).one()


def make_case(
    by: Actor, surname: str = "Thistledown", *, state: str = "accepted", hidden: bool = False, **more: Any
) -> Case:
    """An accepted case about one person, with a canary in its story and none in the identity."""
    address = {"line1": HIDDEN_LINE if hidden else "3 Quillon Court", "town": "Quillon Quay", "postcode": "E1 4AB"}
    person = add_person(
        actor=by,
        panel=PANEL,
        identity={"title": "Mr", "forenames": "Pemberwick", "surname": surname},
        born_on=date(1948, 3, 14),
        address=address,
        hidden=hidden,
    )
    facts: dict[str, Any] = {
        "band": "high",
        "urgent": False,
        "children_involved": False,
        "lead_agency_id": by.agency_id,
        "lead_officer_id": by.account_id,
    }
    case = open_case(actor=by, panel=PANEL, parties=[(person, ["victim"])], state=state, **(facts | more))
    told = f"What happens\nStory of {surname}. {CANARY}\n\nWhat was tried\nA letter to the neighbours."
    record_event(actor=by, case=case, kind="referral", title="Referral", text=told)
    return case


def add_risk(by: Actor, case: Case) -> None:
    add_assessment(actor=by, case=case, person=case.parties[0].person, tool=RAM, answers={}, occasion="referral")


def add_work(by: Actor, case: Case, text: str = "Fit a door camera") -> Any:
    owner = agency("Lanternfish")
    return add_action(
        actor=by, case=case, text=text, agency_id=owner.id, officer_name="Officer Brook", due_on=date(2026, 11, 20)
    )


def make_meeting(
    by: Actor, *, starts_at: datetime = ORDINARY, urgent: bool = False, minutes_long: int = 150
) -> Meeting:
    return plan_meeting(
        actor=by, panel=PANEL, starts_at=starts_at, minutes_long=minutes_long, place="Room 4", urgent=urgent
    )


class Prepared:
    """Ids of what a page test starts from."""

    def __init__(self, meeting: Meeting, cases: list[Case]) -> None:
        self.meeting_id: UUID = meeting.id
        self.path = f"/meetings/{meeting.id}"
        self.references = [case.reference for case in cases]
        self.case_ids: list[UUID] = [case.id for case in cases]


def prepare(app: Flask, count: int = 2, **more: Any) -> Prepared:
    """A meeting with ``count`` cases on its agenda, stored."""
    with app.test_request_context():
        g.request_id = "preparation"
        with unit_of_work():
            cora = acting("cora")
            meeting = make_meeting(cora)
            cases = [make_case(cora, f"Thistledown{number}", **more) for number in range(1, count + 1)]
            for case in cases:
                add_to_agenda(actor=cora, meeting=meeting, case_id=case.id)
            return Prepared(meeting, cases)
