"""Beginning, ending, reviewing an emergency access.

It may be used only where nothing else opens the case, never against a conflict of interest, and is reviewed by
somebody of another agency. A review that is late shuts the way to the next one.
"""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.encryption.keyring import new_data_key
from auth.models import Account
from auth.policy_relationships import EMERGENCY
from auth.roles import Actor
from casework.cases.events import record_unsealed
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from casework.clocks.service import days_after
from casework.emergency import access as doors
from casework.emergency import rules
from casework.emergency.alerts import alert
from casework.emergency.models import EmergencyAccess, ReviewStep
from casework.errors import Refused
from casework.notifications.service import tell
from extensions import db, now
from wall.standing import as_service

NO_SUCH = (
    "There is no case with this reference that you can open in an emergency. "
    "Check the reference, or ring the panel team"
)
BLOCKED = (
    "You cannot use emergency access now: an earlier one of yours has not been reviewed in time. "
    "Ring the privacy officer or the panel team"
)


def begin(*, actor: Actor, reference: str, kind: str, reason: str) -> tuple[Case, EmergencyAccess | None]:
    """Open one case for an hour, tell who must know, and put it into the queue of reviews.

    The second part is ``None`` where the person can open the case anyway: nothing is begun then.
    :raises NotAllowed: the person may use emergency access nowhere.
    :raises ProofNeeded: a new proof of who it is comes first.
    :raises Refused: the reason is not enough; an earlier review is late; or there is no such case, in words that are
        the same for each cause.
    """
    _one_at_a_time(actor)
    doors.door_to_ask(actor, last_of(actor))
    fault = rules.fault_of_reason(kind, reason)
    if fault:
        raise Refused(fault[1], fault[0])
    _refuse_blocked(actor)
    try:
        case, is_open = doors.case_to_ask(actor, reference.strip().upper())
    except NotAllowed:
        raise Refused(NO_SUCH, "reference") from None
    if is_open:
        return case, None
    access = _new(actor, case, kind, reason.strip())
    alert(access)
    return case, access


@as_service()
def _one_at_a_time(actor: Actor) -> None:
    """Let two requests of one person come one after the other, so that one proof does not serve both. (SQLite lets one
    writer in at a time.)"""
    db.session.execute(sa.select(Account.id).where(Account.id == actor.account_id).with_for_update())


@as_service()
def last_of(actor: Actor) -> EmergencyAccess | None:
    """This person's latest emergency access, also to a case from which they were shut out since."""
    found = sa.select(EmergencyAccess).where(EmergencyAccess.account_id == actor.account_id)
    return db.session.scalars(found.order_by(EmergencyAccess.begun_at.desc()).limit(1)).one_or_none()


@as_service()
def is_blocked(actor: Actor) -> bool:
    """Whether a late review keeps this person from using emergency access again. To be shut out of the case since does
    not end that."""
    late = sa.select(EmergencyAccess.id).where(
        EmergencyAccess.account_id == actor.account_id,
        EmergencyAccess.state.not_in(rules.FINAL),
        EmergencyAccess.due_at <= now(),
    )
    return db.session.scalar(late.limit(1)) is not None


def end(*, actor: Actor, access_id: UUID) -> EmergencyAccess:
    """End one's own emergency access now. One that is over stays as it is.

    :raises NotAllowed: unknown, or somebody else's.
    """
    access = doors.own_access(actor, access_id, event="emergency.end")
    if access.is_running(now()):
        access.grant.ended_at, access.grant.ended_by_id = now(), actor.account_id
    access.ended_at = access.ended_at or access.grant.ended_at or access.grant.until_at
    db.session.flush()
    return access


def review(*, actor: Actor, access_id: UUID, finding: str, words: str) -> EmergencyAccess:
    """Say whether it was justified, or ask the person who used it.

    :raises NotAllowed: unknown, one's own, one's own agency's, or a conflict of interest in the case.
    :raises Refused: it still runs, was settled already, or something is missing.
    """
    access = doors.access_to_review(actor, access_id)
    db.session.refresh(access, ["state"], with_for_update=True)
    if access.state in rules.FINAL:
        raise Refused("This was reviewed already")
    if access.is_running(now()):
        raise Refused("It still runs. Review it when it has ended")
    if finding not in {offered.value for offered in rules.FINDINGS}:
        raise Refused("Select what you found", "finding")
    if not words.strip():
        raise Refused("Enter why, or what you want to know", "words")
    _step(actor, access, finding, words)
    access.state = rules.ASKED if finding == rules.MORE else finding
    if finding == rules.MORE:
        tell(account_id=access.account_id, template="emergency_question", path=f"/emergency/{access.id}")
    db.session.flush()
    return access


def answer(*, actor: Actor, access_id: UUID, words: str) -> EmergencyAccess:
    """Answer what was asked about one's own emergency access; it waits for its review again.

    :raises NotAllowed: unknown, or somebody else's. :raises Refused: nothing was asked, or no answer given.
    """
    access = doors.own_access(actor, access_id, event="emergency.answer")
    if access.state != rules.ASKED:
        raise Refused("Nothing is asked of you now")
    if not words.strip():
        raise Refused("Enter your answer", "words")
    asked_by = next(step.by_id for step in reversed(access.steps) if step.kind == rules.MORE)
    _step(actor, access, rules.ANSWER, words)
    access.state = rules.WAITING
    tell(account_id=asked_by, template="emergency_answered", path=f"/emergency/{access.id}")
    db.session.flush()
    return access


def _refuse_blocked(actor: Actor) -> None:
    if is_blocked(actor):
        try:
            doors.refuse_blocked(actor)
        except NotAllowed:
            raise Refused(BLOCKED) from None


def _new(actor: Actor, case: Case, kind: str, reason: str) -> EmergencyAccess:
    at = now()
    grant = CaseGrant(
        case_id=case.id,
        account_id=actor.account_id,
        kind=EMERGENCY,
        from_at=at,
        until_at=at + rules.LENGTH,
        granted_by_id=actor.account_id,
        confirmed_by_id=actor.account_id,
        confirmed_at=at,
    )
    db.session.add(grant)
    db.session.flush()
    access = EmergencyAccess(
        data_key_id=new_data_key(panel=case.panel, kind=EMERGENCY),
        panel=case.panel,
        case_id=case.id,
        grant_id=grant.id,
        account_id=actor.account_id,
        agency_id=actor.agency_id,
        kind=kind,
        reason=reason,
        begun_at=at,
        due_at=days_after(at, rules.REVIEW_DAYS),
        state=rules.WAITING,
    )
    db.session.add(access)
    record_unsealed(case=case, kind="emergency", actor=actor)
    db.session.flush()
    doors.door_to_own(actor, access, event="emergency.begin")
    return access


def _step(actor: Actor, access: EmergencyAccess, kind: str, words: str) -> None:
    step = ReviewStep(data_key_id=access.data_key_id, kind=kind, words=words.strip(), by_id=actor.account_id, at=now())
    access.steps.append(step)
