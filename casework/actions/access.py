"""The doors to actions. An action has a key of its own: its owner opens it and not the case.

A declared conflict on the case closes its actions too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from auth.doors import Target, pass_door, pass_list_door, shut_panels
from auth.panel_facts import hidden_panels, is_hidden
from auth.policy import Decision, may
from auth.policy_relationships import ACTION_OWNER, EXCLUDED
from auth.roles import Actor, Role
from casework.actions.models import Action
from casework.actions.rules import STANDING
from casework.cases.access import NO_CASE, RecordDestroyed, is_excluded
from casework.cases.access import relationships as case_relationships
from casework.cases.models import Case
from extensions import db

RUN_PANEL = (Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR, Role.CASE_OFFICER)
TIERS = "F1-F3"


@dataclass(frozen=True)
class OpenAction:
    """An opened action, why it could be opened, and how the person is related to it."""

    action: Action
    because: Decision
    relationships: frozenset[str]


def action_for(
    actor: Actor, action_id: UUID, permission: str = "action.own", *, event: str = "action.open"
) -> OpenAction:
    """Open one action.

    ``action.own`` opens it for the owning agency, or for who runs the panel.
    :raises NotAllowed: unknown, or not for this person; or gone with its case, for the owning agency.
    :raises RecordDestroyed: its case was destroyed, and the person runs the panel.
    """
    wanted_one = sa.select(Action).options(joinedload(Action.case)).where(Action.id == action_id)
    action = db.session.scalars(wanted_one).one_or_none()
    if action is None:
        is_excluded(actor, NO_CASE)  # asked about the case of any other action: the work must not tell
        pass_door(actor, permission, None, event=event, object_type="action")
        raise AssertionError("A door without a target never opens.")
    related = relationships(actor, [action])[action.id]
    case = action.case
    if case.destroyed_at is not None and not may(actor, "action.list", action.panel, related):
        related -= {ACTION_OWNER}  # whoever only works on it knows no case of this reference, and is told of none
    wanted = _permission(actor, action, permission, related)
    because = pass_door(actor, wanted, _target(action, related), event=event, tiers=TIERS)
    if case.destroyed_at is not None:
        raise RecordDestroyed(case.reference, case.panel, case.destroyed_at)
    return OpenAction(action, because, related)


def actions_on_page(actor: Actor, query: sa.Select[Action], *, event: str = "action.list") -> list[Action]:
    """The actions of ``query`` that are this person's agency's or of a panel this person runs, opened: one entry.
    Those that are gone with their case are left out."""
    found = [one for one in db.session.scalars(query.options(*_loading())) if one.case.destroyed_at is None]
    related = relationships(actor, found)
    mine = [action for action in found if ACTION_OWNER in related[action.id]]
    others = [action for action in found if ACTION_OWNER not in related[action.id]]
    shown = _pass(actor, "action.own", mine, related, event) | _pass(actor, "action.list", others, related, event)
    return [action for action in found if action.id in shown]


def actions_of_case(
    actor: Actor, case: Case, permission: str = "case.read", *, also: frozenset[str] = frozenset()
) -> list[Action]:
    """The actions of a case that the person has open already, soonest due first. ``also``: as for the case's door."""
    query = _with_updates().where(Action.case_id == case.id).order_by(Action.due_on, Action.created_at)
    found = list(db.session.scalars(query))
    related = case_relationships(actor, [case])[case.id] | also
    shown = _pass(actor, permission, found, {action.id: related for action in found}, "action.list")
    return [action for action in found if action.id in shown]


def open_actions(actor: Actor, case: Case) -> list[Action]:
    """Those of :func:`actions_of_case` that still stand."""
    return [action for action in actions_of_case(actor, case) if action.status in STANDING]


def my_actions(actor: Actor) -> sa.Select[Action]:
    """A query for the actions of the person's agency and of the panels the person runs; order and limits are yours."""
    theirs = sa.and_(Action.agency_id == actor.agency_id, owned_by(actor))
    mine = sa.or_(theirs, Action.panel.in_(actor.panels(*RUN_PANEL)))
    return sa.select(Action).where(mine, Action.panel.not_in(shut_panels(actor)))


def owned_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition under which an action of an agency is this person's to see: everybody's there, but that of a panel
    which hides that it has a case only the named officer's."""
    return sa.or_(Action.panel.not_in(hidden_panels()), Action.officer_id == actor.account_id)


def case_named(actor: Actor, panel: str) -> bool:
    """Whether this person may read beside an action which case it is from. The reference names the panel."""
    return not is_hidden(panel) or bool(actor.roles(panel))


def relationships(actor: Actor, actions: Sequence[Action]) -> dict[UUID, frozenset[str]]:
    """How this person is related to each action: excluded from its case, or of the owning agency."""
    cases = {case.id: case for case in (action.case for action in actions)}
    of_case = case_relationships(actor, list(cases.values()))
    found = {}
    for action in actions:
        known = not is_hidden(action.panel) or action.officer_id == actor.account_id
        related = {ACTION_OWNER} if known and action.agency_id == actor.agency_id else set()
        if EXCLUDED in of_case[action.case_id]:
            related.add(EXCLUDED)
        found[action.id] = frozenset(related)
    return found


def _permission(actor: Actor, action: Action, permission: str, related: frozenset[str]) -> str:
    if permission == "action.own" and ACTION_OWNER not in related:
        return "action.list"
    return permission


def _pass(
    actor: Actor, permission: str, actions: Sequence[Action], related: dict[UUID, frozenset[str]], event: str
) -> set[UUID]:
    targets = [_target(action, related[action.id]) for action in actions]
    passed = pass_list_door(actor, permission, targets, event=event, tiers=TIERS, object_type="action")
    return {target.object_id for target in passed}


def _target(action: Action, related: frozenset[str]) -> Target:
    return Target("action", action.id, action.panel, (action.data_key_id,), related)


def _with_updates() -> sa.Select[Action]:
    return sa.select(Action).options(*_loading())


def _loading() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    return (joinedload(Action.case), joinedload(Action.agency), selectinload(Action.updates))
