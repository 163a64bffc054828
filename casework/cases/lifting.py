"""Lifting a conflict of interest: one person asks, a second one of another agency agrees. Whoever is shut out does
neither: the case is shut to them, and this with it.
"""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.policy import may
from auth.roles import Actor
from casework.cases.access import related_to
from casework.cases.events import record_event
from casework.cases.models import Case, Exclusion, LiftRequest, TeamExclusion
from casework.errors import Refused
from casework.notifications.service import tell_role
from casework.panel_settings.narrative import must_be_reason
from casework.panel_type.definition import CHAIR, COORDINATOR, VICE_CHAIR
from extensions import db, now

ASK, AGREE = "conflict.lift", "conflict.agree"
MESSAGE = "conflict_lift"


def ask_lift(*, actor: Actor, case: Case, of_id: UUID, reason: str) -> LiftRequest:
    """Ask that a conflict of interest in an opened case be lifted, a person's or an agency's. Nothing is lifted yet.

    :raises NotAllowed: none of this case has that id, or the actor may not.
    :raises Refused: without a reason; it was lifted, is asked for already, or is part of an agency's.
    """
    _must(actor, case, ASK)
    if not reason.strip():
        raise Refused("Enter why it should be lifted", "reason")
    must_be_reason(case.panel, reason=reason)
    conflict = conflict_in(case, of_id)
    if isinstance(conflict, Exclusion) and conflict.team_id is not None:
        raise Refused("This was declared for the whole agency, and is lifted for it", "reason")
    if conflict.lifted_at is not None:
        raise Refused("This was lifted already", "reason")
    if any(one.exclusion_id == of_id or one.team_id == of_id for one in requests_of(case.id)):
        raise Refused("Somebody has asked for this already. It waits for a person of another agency", "reason")
    asked = LiftRequest(
        data_key_id=case.data_key_id,
        case_id=case.id,
        exclusion_id=of_id if isinstance(conflict, Exclusion) else None,
        team_id=of_id if isinstance(conflict, TeamExclusion) else None,
        reason=reason.strip(),
        asked_by_id=actor.account_id,
        asked_by_agency_id=actor.agency_id,
    )
    db.session.add(asked)
    title = f"Asked to lift a conflict of interest: {_whose(conflict)}"
    record_event(actor=actor, case=case, kind="conflict", title=title, text=reason.strip())
    tell_role(panel=case.panel, roles=(CHAIR, VICE_CHAIR, COORDINATOR), template=MESSAGE)
    return asked


def settle_lift(*, actor: Actor, case: Case, request_id: UUID, agreed: bool) -> LiftRequest:
    """Agree that a conflict of interest is lifted, or decline it. Only a second person, of another agency.

    :raises NotAllowed: nothing of this case waits under that id, or the actor may not.
    :raises Refused: the actor asked for it, or is of the agency that did; or somebody settled it at the same time.
    """
    _must(actor, case, AGREE)
    asked = next((one for one in requests_of(case.id) if one.id == request_id), None)
    if asked is None:
        raise NotAllowed
    if not may_settle(actor, asked):
        raise Refused("A second person of another agency agrees to this")
    _settle(asked, agreed=agreed, settled_by_id=actor.account_id, settled_at=now())
    conflict = conflict_in(case, asked.exclusion_id or asked.team_id or request_id)
    if agreed:
        _lift(conflict, actor)
    done = "A conflict of interest was lifted" if agreed else "A conflict of interest stays"
    record_event(actor=actor, case=case, kind="conflict", title=f"{done}: {_whose(conflict)}")
    return asked


def _settle(asked: LiftRequest, **values: object) -> None:
    """Of two people who settle it at once the database lets one."""
    waits = sa.update(LiftRequest).where(LiftRequest.id == asked.id, LiftRequest.settled_at.is_(None))
    if db.session.execute(waits.values(**values).returning(LiftRequest.id)).first() is None:
        raise Refused("Somebody has settled this already")
    db.session.refresh(asked)


def may_settle(actor: Actor, asked: LiftRequest) -> bool:
    """Whether this person is the second one: not who asked, and of another agency."""
    return actor.account_id != asked.asked_by_id and actor.agency_id != asked.asked_by_agency_id


def requests_of(case_id: UUID) -> list[LiftRequest]:
    """What was asked for and waits for a second person, the oldest first."""
    wanted = sa.select(LiftRequest).where(LiftRequest.case_id == case_id, LiftRequest.settled_at.is_(None))
    return list(db.session.scalars(wanted.order_by(LiftRequest.asked_at)))


def _must(actor: Actor, case: Case, permission: str) -> None:
    if not may(actor, permission, case.panel, related_to(actor, case)):
        raise NotAllowed


def conflict_in(case: Case, of_id: UUID) -> Exclusion | TeamExclusion:
    """A conflict of interest of this case, by id. :raises NotAllowed: none has it."""
    found: Exclusion | TeamExclusion | None
    found = db.session.get(Exclusion, of_id) or db.session.get(TeamExclusion, of_id)
    if found is None or found.case_id != case.id:
        raise NotAllowed
    return found


def _whose(conflict: Exclusion | TeamExclusion) -> str:
    return conflict.account.name if isinstance(conflict, Exclusion) else f"everybody of {conflict.agency.name}"


def _lift(conflict: Exclusion | TeamExclusion, actor: Actor) -> None:
    rows: list[Exclusion | TeamExclusion] = [conflict]
    if isinstance(conflict, TeamExclusion):
        rows += db.session.scalars(sa.select(Exclusion).where(Exclusion.team_id == conflict.id))
    for row in rows:
        row.lifted_at, row.lifted_by_id = row.lifted_at or now(), row.lifted_by_id or actor.account_id
    db.session.flush()
