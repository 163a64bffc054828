"""The clocks of a case: which of them an event meets and starts. The arithmetic is the panel type's."""

from datetime import datetime
from typing import Any

from auth.encryption.sealed import Locked
from auth.roles import Actor
from casework.cases.facts import CASE, facts_of
from casework.cases.models import Case
from casework.clocks.service import (
    clocks_of,
    meet_clock,
    move_clock,
    pause_clocks,
    resume_clocks,
    start_clock,
    stop_clocks,
)
from casework.panel_type.clock_starts import needs_answers, runs, starts_at
from casework.panel_type.clocks import ClockRule
from casework.panel_type.definition import PanelType
from casework.panel_type.lifecycle import State, Transition
from casework.panel_type.questions import Answers
from casework.panel_type.registry import panel_types

__all__ = ["CASE", "carry_on", "follow_move", "is_held_by_clock", "meet_clocks", "start_after_form", "start_clocks"]


def follow_move(case: Case, panel: PanelType, transition: Transition, *, at: datetime, by: Actor | None) -> None:
    """Let the clocks of a case follow a move that was just made."""
    target = panel.lifecycle.state(transition.target)
    meet_clocks(case, panel, {target.key, transition.verb}, at=at)
    resume_clocks(**_about(case), at=at)
    pause_clocks(**_about(case), because=target.key, by_id=by.account_id if by else None, at=at)
    # A case that ended may still have promises to keep afterwards: only its end, and its last end, stops those before.
    if target.final or (not target.open and panel.lifecycle.state(transition.source).open):
        stop_clocks(**_about(case), at=at)
    # A clock that a panel starts at the very end (to ask how it went) runs after it; nothing else does.
    start_clocks(case, panel, {target.key} if target.final else {target.key, transition.verb}, at=at)


def meet_clocks(case: Case, panel: PanelType, happened: set[str], *, at: datetime) -> None:
    """The clocks that any of these events or verbs meets are kept, late or not."""
    for rule in panel.clocks:
        if happened & set(rule.met_by) and _is_met(case, rule):
            meet_clock(**_about(case), rule=rule.key, at=at)


def _is_met(case: Case, rule: ClockRule) -> bool:
    """Whether what happened is enough. Without the case's key nobody can tell, and the promise goes on standing."""
    try:
        return rule.met_if is None or rule.met_if.holds(facts_of(case))
    except Locked:
        return False


def start_clocks(
    case: Case, panel: PanelType, happened: set[str], *, at: datetime, answers: Answers | None = None
) -> None:
    """Start the clocks that begin with any of these events or verbs and do not run yet.

    ``answers``: those of the form that was just filled in; they are read before older ones.
    """
    running = {clock.rule for clock in clocks_of(CASE, [case.id])[case.id] if clock.is_open()}
    wanted = [rule for rule in panel.clocks if happened & rule.starts and rule.key not in running]
    told = _told(case, answers) if any(needs_answers(rule) for rule in wanted) else ()
    for rule in wanted:
        # Without the case's key nobody can read what was answered: the clock then runs, because a deadline too many is
        # seen and put right, and one that is missing is not.
        if told is None or runs(rule, told):
            moment = starts_at(rule, told or (), at)
            start_clock(panel=panel.key, rule=rule.key, **_about(case), at=moment, band=case.band)


def start_after_form(case: Case, event: str, answers: Answers, *, at: datetime, anew: bool) -> None:
    """A case form counts: meet and start what hangs on it. ``anew``: it corrects an earlier one, so that clocks which
    began with that begin again."""
    panel = panel_types.get(case.panel)
    meet_clocks(case, panel, {event}, at=at)
    if anew:
        for rule in panel.clocks:
            if event in rule.starts:
                stop_clocks(**_about(case), rule=rule.key, at=at)
    state: State = panel.lifecycle.state(case.state)
    if state.open:
        start_clocks(case, panel, {event}, at=at, answers=answers)
        pause_clocks(**_about(case), because=state.key, by_id=None, at=at)


def is_held_by_clock(case: Case, panel: PanelType, *, at: datetime) -> bool:
    """Whether a clock has run out that holds what providers of support carry out, and still waits to be met."""
    holding = {rule.key for rule in panel.clocks if rule.holds_support}
    running = [clock for clock in clocks_of(CASE, [case.id])[case.id] if clock.is_open() and clock.rule in holding]
    return any(clock.due_at <= at for clock in running)


def carry_on(case: Case, *, object_type: str, object_id: Any, at: datetime) -> None:
    """Let the open clocks of a referral that are to go on go on with the case, with their rests and their first due
    moment. Where the case has one of the same rule already, that one stands. What does not go on stops: nothing that
    happens from now on could meet it."""
    panel = panel_types.get(case.panel)
    carried = {rule.key for rule in panel.clocks if rule.carries_on}
    running = {clock.rule for clock in clocks_of(CASE, [case.id])[case.id] if clock.is_open()}
    for clock in clocks_of(object_type, [object_id])[object_id]:
        if clock.is_open() and clock.rule in carried - running:
            move_clock(clock, **_about(case))
    stop_clocks(object_type=object_type, object_id=object_id, at=at)
    pause_clocks(**_about(case), because=case.state, by_id=None, at=at)


def _told(case: Case, answers: Answers | None) -> tuple[Answers, ...] | None:
    try:
        facts = facts_of(case)
    except Locked:
        return None
    older = [filled.answers for filled in reversed(facts.filled) if filled.confirmed]
    return (*((answers,) if answers is not None else ()), *older, facts.referral)


def _about(case: Case) -> dict[str, Any]:
    return {"object_type": CASE, "object_id": case.id}
