"""People who cover for a colleague, stored or in hand."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask

from auth.accounts import granting
from auth.accounts.finding import account_by_email
from auth.models import Account, Appointment
from auth.roles import Actor, Held, Role
from extensions import db
from tests.cases.made import acting
from tests.conftest import PANEL
from wording.dates import today


def person(key: str) -> Account:
    found = account_by_email(f"{key}@example.org")
    assert found is not None
    return found


def role_of(key: str, panel: str = PANEL) -> Appointment:
    return next(one for one in person(key).appointments if one.panel == panel and one.ended_at is None)


def arrange(app: Flask, covered: str = "cora", who: str = "hal", *, days: int = 10, confirmed: bool = True) -> None:
    """Stored, as by two requests of two administrators."""
    with acting(app, "oak") as oak:
        given = granting.cover(
            actor=oak,
            covered=role_of(covered),
            account=person(who),
            from_on=today(),
            to_on=today() + timedelta(days=days),
        )
        appointment_id = given.id
    if confirmed:
        with acting(app, "sedge") as sedge:
            granting.confirm(actor=sedge, appointment=db.session.get_one(Appointment, appointment_id))


def covering(actor: Actor, colleague_id: UUID, role: Role, panel: str = PANEL) -> Actor:
    """The same person, who holds the colleague's role as cover besides."""
    return actor.holding((*actor.held, Held(role, panel, uuid4(), colleague_id)))
