"""What time brings about for cases: reviews fall due."""

import sqlalchemy as sa

from casework.cases.case_clocks import CASE
from casework.cases.models import Case
from casework.cases.moves import fall_due, move_by_clock
from casework.clocks.service import clocks_due
from casework.notifications.service import tell_role
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from extensions import db, now, unit_of_work
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


def move_when_time_is_up() -> str:
    """Make the moves that a lifecycle keeps for a clock that has run out; tell the panel's coordinators."""
    with unit_of_work():
        count = 0
        for panel in panel_types.all():
            moved = _moved_by_clocks(panel)
            count += moved
            if moved:
                tell_role(panel=panel.key, roles=("coordinator",), template="time_came", path="/cases")
    return f"Time limits: {count} cases moved on."


def _moved_by_clocks(panel: PanelType) -> int:
    # Before the moves, so that what must wait waits even where the case stands at a state that the clock does not move.
    for rule in (rule.key for rule in panel.clocks if rule.holds_support):
        for case_id in clocks_due(panel.key, rule, CASE, at=now()):
            db.session.get_one(Case, case_id).support_waits = True
    rules = dict.fromkeys(move.on_clock for move in panel.lifecycle.transitions if move.on_clock)
    due = [(rule, case_id) for rule in rules for case_id in clocks_due(panel.key, rule, CASE, at=now())]
    return sum(move_by_clock(db.session.get_one(Case, case_id), rule) for rule, case_id in due)
