"""What providers of support have to wait with, because the ground for the support is asked for anew. Opens nothing."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from casework.actions.models import Action
from casework.actions.rules import STANDING
from casework.cases.models import Case
from casework.notifications.service import tell, tell_agency
from casework.panel_type.registry import panel_types
from extensions import db, unit_of_work


def not_held() -> sa.ColumnElement[bool]:
    """The condition under which an action does not wait, so that it can be late."""
    waiting = sa.select(Case.id).where(Case.support_waits)
    return sa.or_(sa.not_(Action.by_provider), Action.case_id.not_in(waiting))


def tell_of_held_tasks() -> str:
    """Tell owners, once each, that what they do as a provider of support waits, and that it goes on. The mail says only
    that something has changed."""
    with unit_of_work():
        running = [panel.key for panel in panel_types.all()]
        wanted = sa.select(Action).where(Action.by_provider, Action.status.in_(STANDING), Action.panel.in_(running))
        found = list(db.session.scalars(wanted.options(joinedload(Action.case))))
        changed = [action for action in found if action.is_held() != action.told_of_hold]
        for action in changed:
            action.told_of_hold = action.is_held()
            _tell_owner(action)
        held = sum(action.told_of_hold for action in changed)
    return f"Support: {held} tasks wait, {len(changed) - held} go on."


def _tell_owner(action: Action) -> None:
    path = f"/actions/{action.id}"
    if action.officer_id:
        tell(account_id=action.officer_id, template="action_changed", path=path)
    else:
        tell_agency(agency_id=action.agency_id, panel=action.panel, template="action_changed", path=path)
