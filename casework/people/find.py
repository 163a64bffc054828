"""From a person's reference to the id, without opening the person."""

from uuid import UUID

import sqlalchemy as sa

from casework.people.models import Person
from extensions import db


def person_id_of(reference: str) -> tuple[str, UUID] | None:
    """``("person", id)`` for a person's reference; ``None`` when there is none."""
    found = db.session.scalar(sa.select(Person.id).where(Person.reference == reference.strip().upper()))
    return ("person", found) if found else None
