"""From a reference to an id, for those who may know that a record exists but not what is in it."""

from uuid import UUID

import sqlalchemy as sa

from casework.cases.models import Case
from extensions import db


def case_id_of(reference: str) -> tuple[str, UUID] | None:
    """``("case", id)`` for a case's reference, whatever its case and spaces; ``None`` when there is none."""
    wanted = sa.select(Case.id).where(Case.reference == reference.strip().upper())
    found = db.session.scalar(wanted)
    return ("case", found) if found else None
