"""Moving a referral through its panel's lifecycle, with the clocks that hang on its states.

The verbs by which referrals move are the same in every panel; which states they lead to is the panel's own.
"""

from collections.abc import Iterable
from datetime import datetime

from auth.roles import ROLE_TITLES, Actor, Role
from casework.clocks.service import (
    clocks_of,
    meet_clock,
    pause_clocks,
    resume_clocks,
    start_clock,
    stop_clocks,
)
from casework.errors import Refused
from casework.panel_type.clocks import ClockRule, Event
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.lifecycle import NotPossible, State, Transition, find
from casework.panel_type.registry import panel_types
from casework.referrals.access import REFERRAL
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


def move_referral(*, actor: Actor | None, referral: Referral, verb: str, at: datetime) -> None:
    """Make one move. ``actor`` is ``None`` for a move that the passing of time makes.

    :raises Refused: the lifecycle has no such move now, or none of the actor's roles may make it.
    """
    panel = panel_types.get(referral.panel)
    transition = transition_for(panel, referral.state, verb)
    _refuse_role(panel, actor, transition)
    target = panel.lifecycle.state(transition.target)
    referral.state = target.key
    referral.version += 1
    _move_clocks(panel, referral, transition, target, at, actor)


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


def urgent_rules(panel: PanelType) -> tuple[ClockRule, ...]:
    """The clocks that start when a chair agrees that a case cannot wait."""
    return tuple(rule for rule in panel.clocks if rule.starts_on == Event.URGENT_ACCEPTED)


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
        return
    running = {clock.rule for clock in clocks_of(what, [which])[which] if clock.is_open()}
    starts = {target.key, Event.RECEIVED} if transition.verb == SUBMIT else {target.key}
    for rule in panel.clocks:
        if rule.starts_on in starts and rule.key not in running:
            start_clock(panel=panel.key, rule=rule.key, object_type=what, object_id=which, at=at, band=referral.band)
