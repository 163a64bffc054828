"""Deciding about a sent referral. No decision stands without a reason; turning one away or hearing it at once also
wants the chair's word.
"""

from auth.policy import may
from auth.roles import Actor
from casework.cases.access import case_by_id
from casework.cases.case_clocks import start_clocks
from casework.cases.models import Case
from casework.cases.service import record_event
from casework.clocks.service import clocks_of
from casework.errors import Refused, Stale
from casework.notifications.service import tell, tell_role
from casework.panel_settings.narrative import must_be_reason
from casework.panel_type.clocks import Event
from casework.panel_type.definition import CHAIR, COORDINATOR, VICE_CHAIR
from casework.panel_type.lifecycle import Guard
from casework.panel_type.registry import panel_types
from casework.referrals import stages
from casework.referrals.access import CONFIRM, REFERRAL
from casework.referrals.following import ASKED, CONFIRMED, DECLINED, record
from casework.referrals.models import CHAIR_CONFIRMS, MORE_INFO, PUBLIC, REJECT, URGENT, Referral, TriageDecision
from casework.referrals.telling import tell_author
from extensions import now
from wording.dates import uk_date

CHAIRS = (CHAIR, VICE_CHAIR)


def refuse_stale(referral: Referral, version: int | None, reason: str) -> None:
    """:raises Stale: somebody decided about the referral since this page was opened."""
    if version is not None and version != referral.version:
        last = referral.decisions[-1] if referral.decisions else None
        words = panel_types.get(referral.panel).lifecycle.state(referral.state).title
        raise Stale(theirs=words, mine=reason, by=last.decided_by.name if last else "", version=referral.version)


def need_reason(reason: str) -> None:
    """:raises Refused: there is no reason."""
    if not reason.strip():
        raise Refused("Enter why you decided this", "reason")


def ask_for_more(*, actor: Actor, referral: Referral, reason: str, question: str) -> TriageDecision:
    """Send the referral back to its author with a question; the triage clock rests until they answer.

    :raises Refused: without reason or question, or when the referral is not in triage.
    """
    need_reason(reason)
    if not question.strip():
        raise Refused("Enter what the referrer is asked for", "advice")
    must_be_reason(referral.panel, advice=question)
    at = now()
    stages.move_referral(actor=actor, referral=referral, verb=stages.ASK, at=at)
    decision = record(actor, referral, MORE_INFO, reason, question)
    set_aside_proposals(referral, REJECT)
    told = {"asked": question.strip(), "due_on": _answer_by(referral)}
    tell_author(actor=actor, referral=referral, verb=stages.ASK, told=told, decision=decision)
    return decision


def reject(
    *,
    actor: Actor,
    referral: Referral,
    reason: str,
    advice: str,
    prepared: str | None = None,
    forum: str | None = None,
) -> TriageDecision:
    """Propose not to take the referral. It counts once a chair confirms; a chair's own decision counts at once, and so
    does everybody's where the lifecycle asks for no chair.

    ``advice`` is what the referrer reads; without it the advice that goes with the ``prepared`` reason is used.

    :raises Refused: without reason or advice, or when the referral is not in triage.
    """
    need_reason(reason)
    must_be_reason(referral.panel, advice=advice)
    told = advice.strip() or _prepared_advice(referral, prepared)
    if not told:
        raise Refused("Enter what the referrer is advised to do", "advice")
    move = stages.transition_for(panel_types.get(referral.panel), referral.state, stages.REJECT)
    set_aside_proposals(referral, REJECT)
    decision = record(actor, referral, REJECT, reason, told)
    decision.prepared, decision.forum = prepared or None, forum or None
    if Guard.CHAIR_CONFIRMS in move.guards:
        _propose(actor, referral, decision)
    else:
        _take_effect(actor, referral, decision)
    return decision


def propose_urgent(*, actor: Actor, referral: Referral, reason: str) -> TriageDecision:
    """Propose to hear the case before the next meeting. It counts once a chair confirms.

    :raises Refused: without a reason, or when that is proposed or agreed already.
    """
    need_reason(reason)
    if referral.urgent in (ASKED, CONFIRMED):
        raise Refused("This referral is marked as urgent already")
    decision = record(actor, referral, URGENT, reason)
    referral.urgent = ASKED
    _propose(actor, referral, decision)
    return decision


def confirm(*, actor: Actor, referral: Referral, decision: TriageDecision) -> None:
    """A chair agrees to a proposal: from now on it counts.

    :raises Refused: it is not a chair who says so, or the proposal is no longer open.
    """
    _refuse_settled(actor, referral, decision)
    _take_effect(actor, referral, decision)


def decline(*, actor: Actor, referral: Referral, decision: TriageDecision, reason: str) -> None:
    """A chair does not agree: the referral goes on as if it had not been proposed.

    :raises Refused: as :func:`confirm`, or without a reason.
    """
    _refuse_settled(actor, referral, decision)
    if not reason.strip():
        raise Refused("Enter why you do not agree", "reason")
    must_be_reason(referral.panel, reason=reason)
    decision.declined_at, decision.reply = now(), reason.strip()
    referral.version += 1
    if decision.option == URGENT:
        referral.urgent = DECLINED
    tell(account_id=decision.decided_by_id, template="referral_decided", path="/triage")


def pending(referral: Referral) -> list[TriageDecision]:
    """The proposals on which a chair has still to say yes or no."""
    return [decision for decision in referral.decisions if decision.awaits_chair()]


def set_aside_proposals(referral: Referral, option: str) -> None:
    """A later decision takes the place of an open proposal of this kind."""
    for decision in pending(referral):
        if decision.option == option:
            decision.declined_at = now()


def start_urgent_clocks(referral: Referral, case: Case | None) -> None:
    """Start the clocks of an urgent case, on the opened case if there is one, else on the referral until there is."""
    panel = panel_types.get(referral.panel)
    if case is not None:
        start_clocks(case, panel, {Event.URGENT_ACCEPTED}, at=now())
    else:
        stages.start_clocks(referral, panel, (Event.URGENT_ACCEPTED,), at=now())


def _propose(actor: Actor, referral: Referral, decision: TriageDecision) -> None:
    if may(actor, CONFIRM, referral.panel):
        _take_effect(actor, referral, decision)
    else:
        tell_role(panel=referral.panel, roles=CHAIRS, template="chair_confirms", path="/triage")


def _take_effect(actor: Actor, referral: Referral, decision: TriageDecision) -> None:
    decision.confirmed_by_id, decision.confirmed_at = actor.account_id, now()
    referral.version += 1
    if decision.option == REJECT:
        stages.move_referral(actor=actor, referral=referral, verb=stages.REJECT, at=decision.confirmed_at)
        told = {"advice": decision.advice or "", "reasons": _prepared_label(referral, decision.prepared)}
        tell_author(actor=actor, referral=referral, verb=stages.REJECT, told=told, decision=decision)
    else:
        _make_urgent(actor, referral, decision)
        if referral.source != PUBLIC:
            tell(account_id=referral.author_id, template="referral_decided", path=f"/refer/{referral.id}")
    tell_role(panel=referral.panel, roles=(COORDINATOR,), template="referral_decided", path="/triage")


def _make_urgent(actor: Actor, referral: Referral, decision: TriageDecision) -> None:
    referral.urgent = CONFIRMED
    case = None
    if referral.case_id is not None:
        case = case_by_id(actor, referral.case_id, event="case.urgent").case
        case.urgent = True
        record_event(
            actor=actor, case=case, kind="urgent", title="Urgent: the chair agreed", text=decision.reason or ""
        )
    start_urgent_clocks(referral, case)


def _refuse_settled(actor: Actor, referral: Referral, decision: TriageDecision) -> None:
    if not may(actor, CONFIRM, referral.panel):
        raise Refused("Only the chair or the vice-chair can confirm this")
    if decision.option not in CHAIR_CONFIRMS or not decision.awaits_chair():
        raise Refused("This was settled already")


def _answer_by(referral: Referral) -> str:
    """The day by which the author answers: after it the referral lapses."""
    running = clocks_of(REFERRAL, [referral.id])[referral.id]
    found = next((clock for clock in running if clock.rule == stages.LAPSE_CLOCK and clock.is_open()), None)
    return uk_date(found.due_at) if found else ""


def _prepared_label(referral: Referral, prepared: str | None) -> str:
    reasons = panel_types.get(referral.panel).referral_reasons.reject
    return next((reason.label for reason in reasons if reason.value == prepared), "")


def _prepared_advice(referral: Referral, prepared: str | None) -> str:
    reasons = panel_types.get(referral.panel).referral_reasons.reject
    return next((reason.advice for reason in reasons if reason.value == prepared), "")
