"""From a reference to an id, for those who may know that a record exists but not what is in it."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from auth.panel_facts import hidden_panels
from casework.cases.models import Case, CaseParty
from casework.people.find import person_id_of
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


def person_and_cases_of(reference: str) -> list[tuple[str, UUID]] | None:
    """A person's id and the ids of the cases the person stands in, for a person's reference: a look at the case is a
    look at the person. ``None`` when there is no such person."""
    found = person_id_of(reference)
    if found is None:
        return None
    cases = db.session.scalars(sa.select(CaseParty.case_id).where(CaseParty.person_id == found[1]))
    return [found, *(("case", case_id) for case_id in cases)]
