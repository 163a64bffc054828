"""Moving a case from state to state, as its panel's lifecycle allows, with the clocks that hang on the states."""

from collections.abc import Iterable
from datetime import date, datetime

from auth.roles import ROLE_TITLES, Actor, Role
from casework.cases.events import record_event, record_unsealed, touch
from casework.cases.models import Case
from casework.cases.rules import retention_due, retention_rule
from casework.clocks.service import meet_clock, pause_clocks, resume_clocks, start_clock, stop_clocks
from casework.errors import Refused
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.lifecycle import Guard, NotPossible, State, Transition, allowed, find
from casework.panel_type.registry import panel_types
from extensions import db
from wording.dates import as_date

CASE = "case"
CLOSING_GUARDS = frozenset({Guard.ACTIONS_SETTLED, Guard.CLOSING_ASSESSMENT, Guard.VICTIM_TOLD})
"""Checked by :func:`casework.cases.closing.close_case` alone, so no other way leads into a state that asks for them."""


def move_case(*, actor: Actor, case: Case, verb: str, reason: str = "") -> Case:
    """Make one move of the panel's lifecycle: the role and the reason are checked here.

    The guards of a meeting (quorum, conflicts asked, decision recorded …) are its own features' to check before;
    closing goes through ``close_case``.
    :raises Refused: the lifecycle has no such move now, the actor's role may not, or a needed reason is missing.
    """
    lock(case)
    panel = panel_types.get(case.panel)
    transition = transition_for(panel, case.state, verb)
    if transition.target in closing_states(panel):
        raise Refused("This ends the case. Close it with a closing assessment and a reason")
    check_role(actor, case.panel, transition)
    if transition.needs_reason and not reason.strip():
        raise Refused("Enter a reason", "reason")
    enter(case, panel, transition, by=actor)
    words = f"Stage: {panel.lifecycle.state(transition.target).title}"
    record_event(actor=actor, case=case, kind="state", title=words, text=reason)
    return case


def fall_due(case: Case) -> bool:
    """Let the review of a case fall due, if its lifecycle makes such a move by itself. Needs no key.

    Returns whether the case was moved.
    """
    lock(case)
    panel = panel_types.get(case.panel)
    for move in panel.lifecycle.transitions:
        target = panel.lifecycle.state(move.target)
        if move.source == case.state and SYSTEM in move.roles and target.open and target.listable:
            enter(case, panel, move, by=None)
            record_unsealed(case=case, kind="review_due")
            return True
    return False


def closing_states(panel: PanelType) -> frozenset[str]:
    """The states a case is closed into: those that any move guards so, and those a decision gives a reason for."""
    guarded = {move.target for move in panel.lifecycle.transitions if CLOSING_GUARDS & set(move.guards)}
    return frozenset(guarded | {option.target_state for option in panel.decisions if option.needs_closure_reason})


def closing_guards(panel: PanelType, target: str) -> frozenset[Guard]:
    """What must be true before a case is closed into ``target``, by whichever move: the table knows no short cut."""
    moves = (move for move in panel.lifecycle.transitions if move.target == target)
    return CLOSING_GUARDS.intersection(guard for move in moves for guard in move.guards)


def moves_by_hand(panel: PanelType, state: str, roles: Iterable[str]) -> tuple[Transition, ...]:
    """The moves that the case page offers: with a reason, outside the agenda and the meeting, and not the closing."""
    elsewhere = _at_table(panel) | closing_states(panel)
    return tuple(
        move
        for move in allowed(panel.lifecycle, state, roles)
        if move.needs_reason and move.target not in elsewhere and move.source not in _at_table(panel)
    )


def _at_table(panel: PanelType) -> frozenset[str]:
    guarded = {Guard.BEFORE_CUT_OFF, Guard.QUORUM}
    listed = {move.target for move in panel.lifecycle.transitions if guarded & set(move.guards)}
    return frozenset(listed | {panel.lifecycle.decided_in})


def lock(case: Case) -> None:
    """Let others wait who want to move this case, and take the state it has now: of two moves the second is judged by
    what the first one left."""
    db.session.flush()
    db.session.refresh(case, ["state", "version", "closed_at"], with_for_update=True)


def transition_for(panel: PanelType, state: str, verb: str) -> Transition:
    """The move ``verb`` out of ``state``. Raises ``Refused`` with a sentence to show."""
    try:
        return find(panel.lifecycle, state, verb)
    except NotPossible as fault:
        raise Refused(str(fault)) from fault


def check_role(actor: Actor, panel: str, transition: Transition) -> None:
    """Raises ``Refused`` when none of the actor's roles may make this move."""
    if {role.value for role in actor.roles(panel)}.isdisjoint(transition.roles):
        raise Refused(f"Only the {_titles(transition.roles)} can do this")


def enter(case: Case, panel: PanelType, transition: Transition, *, by: Actor | None) -> None:
    """Put the case into the target state, with what hangs on it: clocks, and the marks of an ended case."""
    target = panel.lifecycle.state(transition.target)
    moment = touch(case)
    case.state = target.key
    case.version += 1
    if target.open:
        case.closed_at, case.closure_reason, case.retention_due_on = None, None, None
    else:
        case.closed_at, case.next_review_on = moment, None
        case.retention_due_on = retention_of(case, panel, as_date(moment))
    _move_clocks(case, panel, transition, target, moment, by)


def retention_of(case: Case, panel: PanelType, ended_on: date) -> date:
    """The day from which the ended case may be disposed of, by its panel's rule and the children in it."""
    rule = retention_rule(panel.retention, case.state)
    births: list[date] = []
    if rule.child_until_age is not None:
        births = [party.person.born_on for party in case.parties if party.person.born_on]
    return retention_due(rule, ended_on, births, unborn_or_unknown_child=case.children_involved)


def _move_clocks(
    case: Case, panel: PanelType, transition: Transition, target: State, at: datetime, by: Actor | None
) -> None:
    about = {"object_type": CASE, "object_id": case.id}
    for rule in panel.clocks:
        if {target.key, transition.verb} & set(rule.met_by):
            meet_clock(**about, rule=rule.key, at=at)  # type: ignore[arg-type]
    resume_clocks(**about, at=at)  # type: ignore[arg-type]
    pause_clocks(**about, because=target.key, by_id=by.account_id if by else None, at=at)  # type: ignore[arg-type]
    if not target.open:
        stop_clocks(**about, at=at)  # type: ignore[arg-type]
        return
    for rule in panel.clocks:
        if rule.starts_on == target.key:
            start_clock(panel=panel.key, rule=rule.key, **about, at=at, band=case.band)  # type: ignore[arg-type]


def _titles(roles: Iterable[str]) -> str:
    names = [ROLE_TITLES[Role(role)].lower() for role in roles if role in {held.value for held in Role}]
    return " or the ".join(names) if names else "service itself"
