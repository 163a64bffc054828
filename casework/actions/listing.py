"""The action tracker: which actions, in what order."""

from datetime import timedelta

from sqlalchemy.orm import joinedload

from auth.roles import Actor
from casework.actions.access import actions_on_page, my_actions
from casework.actions.holding import not_held
from casework.actions.models import Action
from casework.actions.rules import STANDING
from wording.dates import today

FILTERS = {"standing": "Still to do", "late": "Late", "week": "Due in the next 7 days", "settled": "Finished"}
MOST = 200


def actions_wanted(actor: Actor, which: str) -> list[Action]:
    """The actions of one filter, soonest due first (finished ones: newest first), opened; at most 200."""
    query = my_actions(actor).options(joinedload(Action.officer)).limit(MOST)
    if which == "settled":
        query = query.where(Action.status.not_in(STANDING)).order_by(Action.finished_at.desc(), Action.id)
        return actions_on_page(actor, query)
    query = query.where(Action.status.in_(STANDING)).order_by(Action.due_on, Action.created_at)
    if which == "late":
        query = query.where(Action.due_on < today(), not_held())
    elif which == "week":
        query = query.where(Action.due_on >= today(), Action.due_on <= today() + timedelta(days=7))
    return actions_on_page(actor, query)
