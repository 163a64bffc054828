"""Who was let into one case, for whoever audits it. Plain columns: it says who and as what, and nothing of the case."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.inquiry.given import MOST, LetIn
from auth.panel_facts import hidden_panels
from casework.cases.grant_models import CaseGrant
from casework.cases.grants import KIND_WORDS
from casework.cases.models import Case
from extensions import db


def let_in(case_ids: Collection[UUID] | None) -> list[LetIn]:
    """Everybody who was let into a case by name, as a guest or by emergency access, the newest first, ended and never
    confirmed ones too; ``case_ids``: into these alone. What a panel that hides its cases has would tell that it has
    any, so it is left out."""
    wanted = sa.select(CaseGrant, Case.reference, Case.panel).join(Case, Case.id == CaseGrant.case_id)
    wanted = wanted.where(Case.panel.not_in(hidden_panels()))
    if case_ids is not None:
        wanted = wanted.where(CaseGrant.case_id.in_(case_ids))
    people = (joinedload(one) for one in (CaseGrant.account, CaseGrant.granted_by, CaseGrant.confirmed_by))
    newest = wanted.options(*people).order_by(CaseGrant.granted_at.desc(), CaseGrant.id).limit(MOST)
    return [_row(grant, reference, panel) for grant, reference, panel in db.session.execute(newest)]


def panels_of(case_ids: Collection[UUID]) -> set[str]:
    """The panels of these cases."""
    return set(db.session.scalars(sa.select(Case.panel).where(Case.id.in_(case_ids)).distinct()))


def _row(grant: CaseGrant, reference: str, panel: str) -> LetIn:
    return LetIn(
        account=grant.account,
        reference=reference,
        panel=panel,
        kind=KIND_WORDS[grant.kind],
        by=grant.granted_by,
        at=grant.granted_at,
        confirmed_by=grant.confirmed_by,
        confirmed_at=grant.confirmed_at,
        from_at=grant.from_at,
        until_at=grant.until_at,
        ended_at=grant.ended_at,
    )
