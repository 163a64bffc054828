"""The doors of what is due and of certificates. They open no key: whoever ends a record need not read it again."""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import Target, is_shut, pass_door, pass_list_door
from auth.policy import may
from auth.roles import Actor
from casework.cases.access import related_to, relationships
from casework.cases.models import Case
from casework.panel_type.registry import panel_types
from casework.retention.models import Destruction
from extensions import db
from wording.dates import today

READ, ASK, APPROVE = "retention.read", "retention.ask", "retention.approve"


def case_of(actor: Actor, reference: str, permission: str, *, event: str) -> Case:
    """One case, shut.

    :raises NotAllowed: unknown, or not for this person: the same answer, the same work.
    """
    case = db.session.scalars(sa.select(Case).where(Case.reference == reference)).one_or_none()
    related = related_to(actor, case)
    target = Target("case", case.id, case.panel, (), related) if case else None
    pass_door(actor, permission, target, event=event, object_type="case")
    assert case is not None
    return case


def need_panel(actor: Actor) -> None:
    """The door of the list.

    :raises NotAllowed: this person runs no panel.
    """
    if not any(may(actor, READ, panel.key) for panel in panel_types.every()):
        pass_door(actor, READ, None, event="retention.list", object_type="case")


def due_cases(actor: Actor) -> list[Case]:
    """Closed cases of this person's panels whose keeping time is over, the oldest first; at most 200."""
    panels = _panels(actor)
    due = sa.select(Case).where(Case.panel.in_(panels), Case.destroyed_at.is_(None), Case.retention_due_on <= today())
    return _shown(actor, list(db.session.scalars(due.order_by(Case.retention_due_on, Case.id).limit(200))))


def destroyed_cases(actor: Actor) -> list[Case]:
    """The cases of this person's panels that were destroyed, the newest first; at most 200."""
    gone = sa.select(Case).where(Case.panel.in_(_panels(actor)), Case.destroyed_at.is_not(None))
    return _shown(actor, list(db.session.scalars(gone.order_by(Case.destroyed_at.desc(), Case.id).limit(200))))


def asked_for(cases: list[Case]) -> dict[UUID, Destruction]:
    """What was asked for of these cases."""
    wanted = sa.select(Destruction).where(Destruction.case_id.in_([case.id for case in cases]))
    return {row.case_id: row for row in db.session.scalars(wanted)}


def _panels(actor: Actor) -> list[str]:
    return [one.key for one in panel_types.every() if may(actor, READ, one.key) and not is_shut(actor, one.key)]


def _shown(actor: Actor, cases: list[Case]) -> list[Case]:
    related = relationships(actor, cases)
    targets = [Target("case", case.id, case.panel, (), related[case.id]) for case in cases]
    shown = pass_list_door(actor, READ, targets, event="retention.list", object_type="case")
    ids = {target.object_id for target in shown}
    return [case for case in cases if case.id in ids]
