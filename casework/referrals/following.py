"""What the author can still do after sending: answer a question, say that it cannot wait, withdraw."""

from auth.roles import Actor
from casework.errors import Refused
from casework.notifications.service import tell_role
from casework.panel_settings.narrative import must_be_reason
from casework.panel_type.definition import CHAIR, COORDINATOR, VICE_CHAIR
from casework.panel_type.registry import panel_types
from casework.referrals.access import is_draft
from casework.referrals.models import URGENT, WITHDRAW, Referral, TriageDecision
from casework.referrals.stages import ANSWER, can_move, move_referral
from casework.referrals.stages import WITHDRAW as WITHDRAWING
from casework.referrals.telling import tell_author
from extensions import db, now

ASKED, CONFIRMED, DECLINED = "asked", "confirmed", "declined"


def referrer_words(referral: Referral) -> str:
    """What the referrer is told of the stage: the case's, once there is one, and nothing more about the case."""
    lifecycle = panel_types.get(referral.panel).lifecycle
    own = lifecycle.state(referral.state)
    if referral.case is not None and own.open:
        return lifecycle.state(referral.case.state).referrer_words
    return own.referrer_words


def open_question(referral: Referral) -> TriageDecision | None:
    """The question that waits for the author's answer, if one does."""
    asked = [decision for decision in referral.decisions if decision.awaits_reply()]
    return asked[-1] if asked and can_move(referral, ANSWER) else None


def reply(*, actor: Actor, referral: Referral, text: str) -> TriageDecision:
    """Answer the panel team's question; the referral goes back to them and its clock runs on.

    :raises Refused: nothing was asked, or there is no text.
    """
    must_be_reason(referral.panel, reply=text)
    question = open_question(referral)
    if question is None:
        raise Refused("Nobody is waiting for more information about this referral")
    if not text.strip():
        raise Refused("Enter what the panel team asked for", "reply")
    question.reply, question.replied_at = text.strip(), now()
    move_referral(actor=actor, referral=referral, verb=ANSWER, at=question.replied_at)
    tell_author(actor=actor, referral=referral, verb=ANSWER)
    tell_role(panel=referral.panel, roles=(COORDINATOR,), template="referral_received", path="/triage")
    return question


def can_ask_urgent(referral: Referral) -> bool:
    """Whether it still makes sense to say that this cannot wait: sent, open, not urgent yet, not heard yet."""
    if is_draft(referral) or referral.urgent in (ASKED, CONFIRMED):
        return False
    open_now = panel_types.get(referral.panel).lifecycle.state(referral.state).open
    return open_now and (referral.case is None or referral.case.closed_at is None)


def ask_urgent(*, actor: Actor, referral: Referral, reason: str) -> TriageDecision:
    """Say that the referral cannot wait for the next meeting. It counts once a chair confirms.

    :raises Refused: without a reason, or when that was said already or is too late.
    """
    if not reason.strip():
        raise Refused("Enter what has happened and why it cannot wait", "reason")
    if not can_ask_urgent(referral):
        raise Refused("This referral is marked as urgent already, or it is closed")
    decision = record(actor, referral, URGENT, reason)
    referral.urgent = ASKED
    tell_role(panel=referral.panel, roles=(CHAIR, VICE_CHAIR), template="chair_confirms", path="/triage")
    tell_role(panel=referral.panel, roles=(COORDINATOR,), template="urgent", path="/triage")
    return decision


def can_withdraw(referral: Referral) -> bool:
    """Whether the author may still take it back: sent, and not heard by the panel."""
    heard = referral.case is not None and referral.case.times_heard > 0
    return not is_draft(referral) and not heard and can_move(referral, WITHDRAWING)


def withdraw(*, actor: Actor, referral: Referral, reason: str) -> TriageDecision:
    """Take a sent referral back before the panel has heard it. It stays on record with the reason.

    A case that came of it stays: it may rest on other referrals too, so the panel team decides about it.

    :raises Refused: without a reason, or when the panel has heard it.
    """
    if not reason.strip():
        raise Refused("Enter why you withdraw this referral", "reason")
    if not can_withdraw(referral):
        raise Refused("The panel has heard this case, so only the chair can withdraw it")
    decision = record(actor, referral, WITHDRAW, reason)
    for earlier in referral.decisions:
        if earlier.awaits_chair():
            earlier.declined_at = decision.decided_at
    move_referral(actor=actor, referral=referral, verb=WITHDRAWING, at=decision.decided_at)
    tell_author(actor=actor, referral=referral, verb=WITHDRAWING, decision=decision)
    tell_role(panel=referral.panel, roles=(COORDINATOR,), template="referral_decided", path="/triage")
    return decision


def record(actor: Actor, referral: Referral, option: str, reason: str, advice: str = "") -> TriageDecision:
    """Write one decision, request or reply about the referral; its key is open."""
    must_be_reason(referral.panel, reason=reason)
    decision = TriageDecision(
        data_key_id=referral.data_key_id,
        referral_id=referral.id,
        option=option,
        reason=reason.strip(),
        advice=advice.strip(),
        decided_by_id=actor.account_id,
        decided_at=now(),
    )
    db.session.add(decision)
    referral.decisions.append(decision)
    referral.version += 1
    return decision
