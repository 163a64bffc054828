"""The doors of emergency access: who may ask, for which case, and who reads and reviews what was used."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.doors import PARTNERSHIP_OBJECT, Target, need_new_proof, pass_door, pass_list_door, shut_panels
from auth.policy import may
from auth.policy_relationships import EXCLUDED, ON_DUTY, OTHER_AGENCY, USED_IT
from auth.roles import EMERGENCY_ROLES, Actor, Role
from casework.cases.access import related_to, relationships
from casework.cases.models import Case
from casework.emergency.models import EmergencyAccess
from casework.panel_type.registry import panel_types
from extensions import db

ASK, OWN, RECORD, REVIEW = "emergency.ask", "emergency.own", "emergency.record", "emergency.review"
FIGURES = "emergency.figures"
TYPE, CASE = "emergency", "case"
REVIEWERS = (Role.CHAIR, Role.VICE_CHAIR)


def may_ask(actor: Actor) -> bool:
    """Whether this person holds a role that may use emergency access in any panel."""
    return any(may(actor, ASK, panel, _duty(actor, panel)) for panel in actor.panels())


def may_review(actor: Actor) -> bool:
    """Whether this person sees the list of emergency accesses to review."""
    return actor.is_privacy_officer() or bool(actor.panels(*REVIEWERS))


def door_to_ask(actor: Actor, last: EmergencyAccess | None) -> None:
    """The page on which emergency access is asked for. The proof is asked of everybody who may ask at all, before any
    reference is looked at, so that it tells nothing of a case; one proof serves for one emergency access.

    :raises NotAllowed: the person holds no such role.
    :raises ProofNeeded: nobody has proved who it is since the last emergency access.
    """
    if not may_ask(actor):
        pass_door(actor, ASK, None, event=ASK, object_type=TYPE)
    need_new_proof(actor, last.begun_at if last else None, object_type=TYPE)


def refuse_blocked(actor: Actor) -> None:
    """Write that somebody asked whose last access is not reviewed in time. :raises NotAllowed: always."""
    pass_door(actor, ASK, None, event=ASK, object_type=TYPE)


def case_to_ask(actor: Actor, reference: str) -> tuple[Case, bool]:
    """The case with this reference, shut, and whether it is open to the person by another right anyway.

    :raises NotAllowed: no such case; a panel without emergency access, or not for this person; a declared conflict. One
        answer, and the same work for each.
    """
    case = db.session.scalars(sa.select(Case).where(Case.reference == reference)).one_or_none()
    related = related_to(actor, case)
    target = Target(CASE, case.id, case.panel, (), related | _duty(actor, case.panel)) if case else None
    pass_door(actor, ASK, target, event=ASK, object_type=CASE)
    assert case is not None  # the door has refused already
    return case, may(actor, "case.read", case.panel, related)


def door_to_own(actor: Actor, access: EmergencyAccess, *, event: str = OWN) -> None:
    """Open the person's own record. :raises NotAllowed: it is somebody else's."""
    pass_door(actor, OWN, _target(actor, access, CASE, access.case_id), event=event)


def own_access(actor: Actor, access_id: UUID, *, event: str = OWN) -> EmergencyAccess:
    """One's own emergency access, opened. :raises NotAllowed: unknown, or somebody else's."""
    return _open(actor, access_id, OWN, event)


def record_for(actor: Actor, access_id: UUID) -> EmergencyAccess:
    """One emergency access for whoever used it or sees how it was used. :raises NotAllowed: nobody of these."""
    access = _found(access_id)
    is_own = access is not None and access.account_id == actor.account_id
    return _open(actor, access_id, OWN if is_own else RECORD, OWN if is_own else RECORD)


def access_to_review(actor: Actor, access_id: UUID, *, event: str = REVIEW) -> EmergencyAccess:
    """One emergency access for somebody who settles it: of another agency, never one's own.

    :raises NotAllowed: unknown, or not for this person.
    """
    return _open(actor, access_id, REVIEW, event)


def may_settle(actor: Actor, access: EmergencyAccess) -> bool:
    """Whether this person may review this access, for the page's form."""
    return may(actor, REVIEW, access.panel, _related(actor, access, related_to(actor, access.case)))


def records_on_page(actor: Actor, query: sa.Select[EmergencyAccess]) -> list[EmergencyAccess]:
    """The accesses of ``query`` that this person may look into, as they stand, their words shut.

    A privacy officer looks into every panel, those that want a fresh proof among them: it is asked for whatever waits.

    :raises NotAllowed: the person reviews nothing anywhere. :raises ProofNeeded: as said.
    """
    if not may_review(actor):
        pass_door(actor, RECORD, None, event="emergency.list", object_type=TYPE)
    if actor.is_privacy_officer():
        need_new_proof(actor, None, object_type=TYPE)
    else:  # in the question itself: what other panels have must not cost a chair any work
        query = query.where(EmergencyAccess.panel.in_(actor.panels(*REVIEWERS)))
    found = list(db.session.scalars(query))
    related = relationships(actor, list({one.case_id: one.case for one in found}.values()))
    targets = [Target(TYPE, one.id, one.panel, (), related[one.case_id] & {EXCLUDED}) for one in found]
    shown = pass_list_door(actor, RECORD, targets, event="emergency.list", object_type=TYPE)
    return _those(found, shown)


def door_to_figures(actor: Actor) -> tuple[str, ...] | None:
    """The panels whose numbers this person reads; ``None``: those of every panel. A panel that wants a fresh proof is
    left out until it is given.

    Those of every panel count the panels that want a fresh proof too: it is asked for whatever is in them.

    :raises NotAllowed: the person reads no numbers. :raises ProofNeeded: they read every panel's, and gave none.
    """
    if may(actor, FIGURES, None):
        need_new_proof(actor, None, object_type=TYPE)
        pass_door(actor, FIGURES, Target(TYPE, PARTNERSHIP_OBJECT, None), event=FIGURES)
        return None
    chaired = [panel for panel in actor.panels() if may(actor, FIGURES, panel)]
    if not chaired:
        pass_door(actor, FIGURES, None, event=FIGURES, object_type=TYPE)
    shown = tuple(panel for panel in chaired if panel not in shut_panels(actor))
    for panel in shown:
        pass_door(actor, FIGURES, Target(TYPE, PARTNERSHIP_OBJECT, panel), event=FIGURES)
    return shown


def _those(found: Sequence[EmergencyAccess], shown: Sequence[Target]) -> list[EmergencyAccess]:
    ids = {target.object_id for target in shown}
    return [one for one in found if one.id in ids]


def _open(actor: Actor, access_id: UUID, permission: str, event: str) -> EmergencyAccess:
    access = _found(access_id)
    target = _target(actor, access, CASE, access.case_id) if access else None
    if access is None:
        related_to(actor, None)  # the same question to the database as for one that there is
    pass_door(actor, permission, target, event=event, object_type=CASE)
    assert access is not None  # the door has refused already
    return access


def _found(access_id: UUID) -> EmergencyAccess | None:
    """Asked in one question with its case, so that one that there is costs no more than one that there is not."""
    wanted = sa.select(EmergencyAccess).options(joinedload(EmergencyAccess.case)).where(EmergencyAccess.id == access_id)
    return db.session.scalars(wanted).one_or_none()


def _target(actor: Actor, access: EmergencyAccess, kind: str, object_id: UUID) -> Target:
    related = _related(actor, access, related_to(actor, access.case))
    return Target(kind, object_id, access.panel, (access.data_key_id,), related)


def _related(actor: Actor, access: EmergencyAccess, to_case: frozenset[str]) -> frozenset[str]:
    """A conflict of interest keeps reviewers out; whoever used it still answers for it."""
    if access.account_id == actor.account_id:
        return frozenset({USED_IT})
    other = {OTHER_AGENCY} if access.agency_id != actor.agency_id else set()
    return frozenset({*(to_case & {EXCLUDED}), *other})


def _duty(actor: Actor, panel: str) -> frozenset[str]:
    held = actor.roles(panel) & EMERGENCY_ROLES
    if held and held & set(panel_types.get(panel).visibility.emergency):
        return frozenset({ON_DUTY})
    return frozenset()
