"""What can be destroyed: a case, or a referral that ended without one. Until when each is kept, by its panel's rule."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from casework.cases.models import Case
from casework.cases.rules import retention_due, retention_rule
from casework.panel_type.registry import panel_types
from casework.referrals.models import Referral
from extensions import db
from wording.dates import as_date, today

Record = Case | Referral
MOST = 200
"""As many records are shown at once, the oldest first."""


def record_called(reference: str) -> Record | None:
    """The case or the sent referral with this reference. A referral that led to a case goes with it, never alone."""
    # Both are always asked for: the work must not tell which of them there is.
    case = db.session.scalars(sa.select(Case).where(Case.reference == reference)).one_or_none()
    named = sa.select(Referral).where(Referral.reference == reference).options(joinedload(Referral.case))
    referral = db.session.scalars(named).one_or_none()
    return case or (referral.case or referral if referral else None)


def still_there(objects: Collection[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Those of these objects (kind and id) that are cases or referrals and were not destroyed."""
    found = set[tuple[str, UUID]]()
    for kind, model in (("case", Case), ("referral", Referral)):
        ids = {object_id for this, object_id in objects if this == kind}
        wanted = sa.select(model.id).where(model.id.in_(ids), model.destroyed_at.is_(None))
        found |= {(kind, object_id) for object_id in db.session.scalars(wanted)} if ids else set()
    return found


def kept_until(record: Record) -> date | None:
    """The day from which it may be destroyed; none while it is live, or goes with a case.

    Whether a child is in a referral cannot be told without its keys: where the rule asks, it is kept as if one had been
    born on the day of its end.
    """
    if isinstance(record, Case):
        return record.retention_due_on if record.closed_at else None
    panel = panel_types.get(record.panel)
    if record.case_id is not None or record.ended_at is None:
        return None
    rule = retention_rule(panel.retention, record.state)
    return retention_due(rule, as_date(record.ended_at), (), unborn_or_unknown_child=rule.child_until_age is not None)


def is_over(record: Record) -> bool:
    """Whether its keeping time is over."""
    until = kept_until(record)
    return until is not None and until <= today()


def ended_referrals(panels: list[str]) -> sa.Select[Referral]:
    """Referrals of these panels that ended without a case and are kept still, the oldest first."""
    alone = Referral.case_id.is_(None), Referral.destroyed_at.is_(None), Referral.ended_at.is_not(None)
    return sa.select(Referral).where(Referral.panel.in_(panels), *alone).order_by(Referral.ended_at, Referral.id)
