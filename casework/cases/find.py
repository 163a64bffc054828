"""From a reference to an id, for those who may know that a record exists but not what is in it."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from auth.panel_facts import hidden_panels
from casework.cases.models import Case, CaseParty
from extensions import db


def case_id_of(reference: str) -> tuple[str, UUID] | None:
    """``("case", id)`` for a case's reference, whatever its case and spaces; ``None`` when there is none."""
    wanted = sa.select(Case.id).where(Case.reference == reference.strip().upper())
    found = db.session.scalar(wanted)
    return ("case", found) if found else None


def references_of(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The references of these cases."""
    return dict(db.session.execute(sa.select(Case.id, Case.reference).where(Case.id.in_(case_ids))).all())


def audited_case_of(reference: str) -> tuple[str, UUID] | None:
    """The same for the auditor, who cannot ask about a case whose existence is hidden."""
    wanted = sa.select(Case.id).where(Case.reference == reference.strip().upper(), Case.panel.not_in(hidden_panels()))
    found = db.session.scalar(wanted)
    return ("case", found) if found else None


def cases_of_person(person_id: UUID) -> list[tuple[str, UUID]]:
    """The cases a person stands in, or stood."""
    wanted = sa.select(CaseParty.case_id).where(CaseParty.person_id == person_id).distinct()
    return [("case", case_id) for case_id in db.session.scalars(wanted)]
