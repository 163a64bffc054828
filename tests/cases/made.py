"""Cases made by the services themselves, for the tests of what can be done with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, g

from auth.accounts.service import account_by_email
from auth.current import actor_of, standing_of
from auth.roles import Actor
from casework.cases.models import Case
from casework.cases.service import open_case
from casework.people.models import Person
from casework.people.service import add_marker, add_person
from extensions import db, now, unit_of_work
from tests.conftest import PANEL
from wall.standing import SERVICE, Standing, standing_as

STREET = "9 Canary Wharfside"
VICTIM = {"forenames": "Pemberwick", "surname": "Thistledown"}


@dataclass(frozen=True)
class Made:
    """What a page test needs to know of a case that was made."""

    id: UUID
    reference: str
    person: str
    person_id: UUID


def actor_named(key: str) -> Actor:
    account = account_by_email(f"{key}@example.org")
    assert account is not None
    return actor_of(account)


@contextmanager
def acting(app: Flask, key: str, *, for_all: bool = False) -> Iterator[Actor]:
    """A committed unit of work of one person, as a request would be: behind the second wall, where it stands.
    ``for_all``: what the work of many people brought about, whose rows are not all this person's."""
    with app.test_request_context():
        g.request_id = "made"
        with unit_of_work():
            actor = actor_named(key)
            with standing_as(Standing(SERVICE) if for_all else standing_of(actor)):
                yield actor
                db.session.flush()


def person_of(
    actor: Actor, *, hidden: bool = True, born_on: date | None = date(1948, 3, 14), **identity: str
) -> Person:
    return add_person(
        actor=actor,
        panel=PANEL,
        identity=identity or VICTIM,
        born_on=born_on,
        address={"line1": STREET, "line2": "", "town": "Quillon", "postcode": "E1 4AB", "uprn": ""},
        hidden=hidden,
        contact={"phone": "020 7946 0456", "email": "pember@example.org"},
        safe_contact={"call": "safe", "text": "not_safe", "best_time": "10am to noon"},
        needs={"interpreter": "no"},
    )


def case_of(
    actor: Actor,
    *people: tuple[Person, list[str]],
    state: str = "active",
    band: str | None = "medium",
    children: bool = False,
) -> Case:
    return open_case(
        actor=actor,
        panel=PANEL,
        parties=list(people) or [(person_of(actor), ["victim"])],
        band=band,
        urgent=False,
        children_involved=children,
        lead_agency_id=actor.agency_id,
        lead_officer_id=actor.account_id,
        state=state,
    )


def case_on_record(
    app: Flask, *, state: str = "active", listed: bool = False, marker: bool = False, by: str = "cora"
) -> Made:
    """A committed case with one hidden address. ``listed``: its pack is out, so members may read it."""
    with acting(app, by) as cora:
        person = person_of(cora)
        if marker:
            add_marker(
                actor=cora,
                person=person,
                kind="dog",
                incident="Bitten at the door on a visit",
                source="Lanternfish Homes",
                happened_on=date(2026, 9, 3),
                review_on=date(2027, 3, 3),
            )
        case = case_of(cora, (person, ["victim"]), state=state)
        case.members_from = now() if listed else None
        db.session.flush()
        return Made(case.id, case.reference, person.reference, person.id)


def full_answers(value: int = 0) -> dict[str, str | list[str]]:
    """An answer to every question of the panel's tool: the option at ``value`` (or the last there is)."""
    from casework.panel_type.registry import panel_types

    tool = panel_types.get(PANEL).risk_tools[0]
    answers: dict[str, str | list[str]] = {}
    for question in tool.questions:
        option = question.options[min(value, len(question.options) - 1)].value
        answers[question.id] = [option] if question.multiple else option
    return answers


def entries(app: Flask, event: str, outcome: str = "allowed") -> list[tuple[str, UUID | None]]:
    """Who is on the access log for an event, as (tiers, account id)."""
    from auth.access_log.models import AccessEntry

    with app.app_context():
        rows = db.session.execute(
            sa.select(AccessEntry.tiers, AccessEntry.actor_id)
            .where(AccessEntry.event == event, AccessEntry.outcome == outcome)
            .order_by(AccessEntry.number)
        )
        return [(tiers, actor_id) for tiers, actor_id in rows]
