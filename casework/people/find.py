"""From a person's reference to the id, without opening the person."""

from uuid import UUID

import sqlalchemy as sa

from auth.panel_facts import hidden_panels
from casework.people.models import Person
from extensions import db


def person_id_of(reference: str) -> tuple[str, UUID] | None:
    """``("person", id)`` for a person's reference, for the auditor; ``None`` when none may be asked about."""
    wanted = sa.select(Person.id).where(Person.reference == reference.strip().upper())
    found = db.session.scalar(wanted.where(Person.panel.not_in(hidden_panels())))
    return ("person", found) if found else None
