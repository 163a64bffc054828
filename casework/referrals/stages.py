"""Moving a referral through its panel's lifecycle, with the clocks that hang on its states.

The verbs by which referrals move are the same in every panel; which states they lead to is the panel's own.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from auth.roles import ROLE_TITLES, Actor, Role
from casework.cases.facts import refuse_unmet
from casework.cases.moves import refuse_kept_for_form
from casework.clocks.service import (
    clocks_of,
    meet_clock,
    pause_clocks,
    resume_clocks,
    start_clock,
    stop_clocks,
)
from casework.errors import Refused
from casework.panel_type.clock_starts import needs_answers, runs, starts_at
from casework.panel_type.clocks import Event
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.lifecycle import NotPossible, State, Transition, find
from casework.panel_type.registry import panel_types
from casework.referrals.access import REFERRAL
from casework.referrals.facts import case_answers_of, facts_of_referral
from casework.referrals.models import Referral

SUBMIT, ACCEPT, REJECT, ASK, ANSWER, WITHDRAW, LAPSE = (
    "submit",
    "accept",
    "reject",
    "ask",
    "answer",
    "withdraw",
    "lapse",
)
TRIAGE_CLOCK, REMINDER_CLOCK, LAPSE_CLOCK = "triage", "answer_reminder", "answer_lapse"


def move_referral(*, actor: Actor | None, referral: Referral, verb: str, at: datetime, into_case: bool = False) -> None:
    """Make one move. ``actor`` is ``None`` for a move that the passing of time makes. ``into_case``: the referral goes
    on as a case, where the clocks of the new state are started.

    :raises Refused: the lifecycle has no such move now, none of the actor's roles may make it, or something that the
        panel requires before it does not hold.
    """
    panel = panel_types.get(referral.panel)
    transition = transition_for(panel, referral.state, verb)
    refuse_kept_for_form(transition)
    _refuse_role(panel, actor, transition)
    refuse_unmet(transition.requires, lambda: facts_of_referral(referral))
    target = panel.lifecycle.state(transition.target)
    referral.state = target.key
    referral.ended_at = None if target.open or into_case else at
    referral.version += 1
    _move_clocks(panel, referral, transition, target, at, actor)
    if target.open and not target.final and not into_case:
        events = (target.key, verb, *((Event.RECEIVED,) if verb == SUBMIT else ()))
        start_clocks(referral, panel, events, at=at)


def start_clocks(referral: Referral, panel: PanelType, events: Sequence[str], *, at: datetime) -> None:
    """Start the clocks of a referral that begin with one of these events and do not run yet."""
    running = {clock.rule for clock in clocks_of(REFERRAL, [referral.id])[referral.id] if clock.is_open()}
    wanted = [rule for rule in panel.clocks if rule.starts & set(events) and rule.key not in running]
    told = (case_answers_of(referral),) if any(needs_answers(rule) for rule in wanted) else ()
    for rule in wanted:
        if runs(rule, told):
            moment = starts_at(rule, told, at)
            start_clock(
                panel=panel.key,
                rule=rule.key,
                object_type=REFERRAL,
                object_id=referral.id,
                at=moment,
                band=referral.band,
            )


def transition_for(panel: PanelType, state: str, verb: str) -> Transition:
    """The move ``verb`` out of ``state``. :raises Refused: there is none; the message says so."""
    try:
        return find(panel.lifecycle, state, verb)
    except NotPossible as fault:
        raise Refused(str(fault)) from fault


def may_send(panel: PanelType, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles may send a referral to the panel, by its lifecycle."""
    held = set(roles)
    first = panel.lifecycle.initial
    return any(
        (move.source, move.verb) == (first, SUBMIT) and held & set(move.roles) for move in panel.lifecycle.transitions
    )


def can_move(referral: Referral, verb: str) -> bool:
    """Whether the lifecycle has this move now, for showing or leaving out a link."""
    moves = panel_types.get(referral.panel).lifecycle.transitions
    return any((move.source, move.verb) == (referral.state, verb) for move in moves)


def _refuse_role(panel: PanelType, actor: Actor | None, transition: Transition) -> None:
    held = {role.value for role in actor.roles(panel.key)} if actor else {SYSTEM}
    if held.isdisjoint(transition.roles):
        titles = [ROLE_TITLES[Role(role)].lower() for role in transition.roles if role != SYSTEM]
        raise Refused(f"Only the {' or the '.join(titles) or 'service itself'} can do this")


def _move_clocks(
    panel: PanelType, referral: Referral, transition: Transition, target: State, at: datetime, actor: Actor | None
) -> None:
    what, which = REFERRAL, referral.id
    for rule in panel.clocks:
        if {target.key, transition.verb} & set(rule.met_by):
            meet_clock(object_type=what, object_id=which, rule=rule.key, at=at)
    resume_clocks(object_type=what, object_id=which, at=at)
    by_id = actor.account_id if actor else None
    pause_clocks(object_type=what, object_id=which, because=target.key, by_id=by_id, at=at)
    if target.final or not target.open:
        stop_clocks(object_type=what, object_id=which, at=at)
