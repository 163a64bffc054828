"""The doors of what is due and of certificates. They open no key: whoever ends a record need not read it again."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from auth.doors import Target, is_shut, pass_door, pass_list_door
from auth.policy import may
from auth.roles import Actor
from casework.cases.access import related_to
from casework.cases.models import Case
from casework.panel_type.registry import panel_types
from casework.referrals.access import REFERRAL
from casework.referrals.access import relationships as related_to_referral
from casework.referrals.models import Referral
from casework.retention.models import Destruction
from casework.retention.records import MOST, Record, ended_referrals, is_over, record_called
from extensions import db
from wording.dates import today

CASE = "case"
READ, ASK, APPROVE = "retention.read", "retention.ask", "retention.approve"


def record_of(actor: Actor, reference: str, permission: str, *, event: str) -> Record:
    """One record, shut.

    :raises NotAllowed: unknown, or not for this person: the same answer, the same work.
    :raises ProofNeeded: to approve, and the person has neither signed in nor proved who they are lately.
    """
    record = record_called(reference)
    target = _target(actor, record) if record else None
    if not isinstance(record, Case):
        related_to(actor, None)
    pass_door(actor, permission, target, event=event, object_type=_kind(record), fresh=permission == APPROVE)
    assert record is not None
    return record


def need_panel(actor: Actor) -> None:
    """The door of the list.

    :raises NotAllowed: this person runs no panel.
    """
    if not any(may(actor, READ, panel.key) for panel in panel_types.every()):
        pass_door(actor, READ, None, event="retention.list", object_type=CASE)


def due_records(actor: Actor) -> list[Record]:
    """Records of this person's panels whose keeping time is over, cases first, the oldest first."""
    panels = _panels(actor)
    due = sa.select(Case).where(Case.panel.in_(panels), Case.destroyed_at.is_(None), Case.retention_due_on <= today())
    cases = db.session.scalars(due.order_by(Case.retention_due_on, Case.id).limit(MOST)).all()
    ended = db.session.scalars(ended_referrals(panels).limit(MOST))
    return [*_shown(actor, cases), *_shown(actor, [one for one in ended if is_over(one)])]


def destroyed_records(actor: Actor) -> list[Record]:
    """The records of this person's panels that were destroyed, cases first, the newest first."""
    panels = _panels(actor)
    gone = sa.select(Case).where(Case.panel.in_(panels), Case.destroyed_at.is_not(None))
    cases = db.session.scalars(gone.order_by(Case.destroyed_at.desc(), Case.id).limit(MOST)).all()
    alone = Referral.panel.in_(panels), Referral.destroyed_at.is_not(None), Referral.case_id.is_(None)
    referrals = sa.select(Referral).where(*alone).order_by(Referral.destroyed_at.desc(), Referral.id)
    return [*_shown(actor, cases), *_shown(actor, db.session.scalars(referrals.limit(MOST)).all())]


def asked_for(records: Sequence[Record]) -> dict[UUID, Destruction]:
    """What was asked for of these records."""
    ids = [record.id for record in records]
    wanted = sa.select(Destruction).where(sa.or_(Destruction.case_id.in_(ids), Destruction.referral_id.in_(ids)))
    return {row.record.id: row for row in db.session.scalars(wanted)}


def _panels(actor: Actor) -> list[str]:
    return [one.key for one in panel_types.every() if may(actor, READ, one.key) and not is_shut(actor, one.key)]


def _kind(record: Record | None) -> str:
    return REFERRAL if isinstance(record, Referral) else CASE


def _target(actor: Actor, record: Record) -> Target:
    related = related_to(actor, record) if isinstance(record, Case) else related_to_referral(actor, record)
    return Target(_kind(record), record.id, record.panel, (), related)


def _shown(actor: Actor, records: Sequence[Case] | Sequence[Referral]) -> list[Record]:
    """Those of one kind that pass the door of the list."""
    if not records:
        return []
    targets = [_target(actor, record) for record in records]
    shown = pass_list_door(actor, READ, targets, event="retention.list", object_type=_kind(records[0]))
    ids = {target.object_id for target in shown}
    return [record for record in records if record.id in ids]
