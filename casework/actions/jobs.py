"""What time brings about for actions: somebody hears of those that are late. Opens nothing: days and ids are enough."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.models import Account
from auth.panel_facts import is_hidden
from casework.actions.holding import not_held
from casework.actions.models import Action
from casework.actions.rules import STANDING, escalation
from casework.notifications.service import tell, tell_agency, tell_role
from casework.panel_type.registry import panel_types
from extensions import db, now, unit_of_work
from wording.dates import today

CHAIRS = ("chair", "vice_chair")


def tell_of_late_actions() -> str:
    """Remind the owner the day after an action was due, tell the manager after 7 days and the chair after 14."""
    with unit_of_work():
        running = [panel.key for panel in panel_types.all()]
        late = sa.select(Action).where(Action.status.in_(STANDING), Action.due_on < today(), Action.panel.in_(running))
        late = late.where(not_held())
        actions = list(db.session.scalars(late.options(joinedload(Action.officer))))
        reminded = sum(_remind(action) for action in actions)
        escalated = sum(_escalate(action) for action in actions)
    return f"Late actions: {reminded} owners reminded, {escalated} escalated."


def _remind(action: Action) -> bool:
    if action.chased_at is not None and action.chased_at.date() > action.due_on:
        return False
    action.chased_at = now()
    if action.officer_id:
        tell(account_id=action.officer_id, template="action_late", path=f"/actions/{action.id}")
    else:
        tell_agency(
            agency_id=action.agency_id, panel=action.panel, template="action_late", path=f"/actions/{action.id}"
        )
    return True


def _escalate(action: Action) -> bool:
    told = frozenset({action.escalated_to} if action.escalated_to else ())
    step = escalation((today() - action.due_on) // timedelta(days=1), told)
    if step is None:
        return False
    action.escalated_to = step
    path = f"/actions/{action.id}"
    if step == "manager" and is_hidden(action.panel):
        tell_role(panel=action.panel, roles=("coordinator",), template="action_escalated", path=path)
    elif step == "chair":
        tell_role(panel=action.panel, roles=CHAIRS, template="action_escalated", path=path)
    elif (manager := _manager(action)) is not None:
        tell(account_id=manager, template="action_escalated", path=path)
    else:
        tell_agency(agency_id=action.agency_id, panel=action.panel, template="action_escalated", path=path)
    return True


def _manager(action: Action) -> UUID | None:
    officer: Account | None = action.officer
    return officer.manager_id if officer else None
