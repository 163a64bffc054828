"""What time brings about for cases: reviews fall due."""

import sqlalchemy as sa

from casework.cases.models import Case
from casework.cases.moves import fall_due
from casework.notifications.service import tell_role
from casework.panel_type.registry import panel_types
from extensions import db, unit_of_work
from wording.dates import today


def let_reviews_fall_due() -> str:
    """Put every case whose review day has come back among those for the next agenda; tell its coordinators."""
    with unit_of_work():
        running = [panel.key for panel in panel_types.all()]
        due = sa.select(Case).where(Case.next_review_on <= today(), Case.closed_at.is_(None), Case.panel.in_(running))
        moved = [case for case in db.session.scalars(due) if fall_due(case)]
        for panel in {case.panel for case in moved}:
            tell_role(panel=panel, roles=("coordinator",), template="review_due", path="/cases")
        count = len(moved)
    return f"Reviews: {count} fell due."
