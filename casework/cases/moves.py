"""Moving a case from state to state, as its panel's lifecycle allows, with the clocks that hang on the states."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from auth.encryption.sealed import Locked
from auth.roles import ROLE_TITLES, Actor, Role
from casework.cases.case_clocks import CASE, follow_move, is_held_by_clock
from casework.cases.events import record_event, record_unsealed, touch
from casework.cases.facts import facts_of, refuse_unmet
from casework.cases.granted import keep_until
from casework.cases.history import came_from, entered_since_opened, record_move
from casework.cases.models import Case
from casework.cases.rules import retention_due, retention_rule
from casework.clocks.service import days_after, meet_clock
from casework.errors import Refused
from casework.panel_type.closing import closing_guards, closing_states
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.lifecycle import Guard, NotPossible, Support, Transition, allowed, find
from casework.panel_type.meeting_rules import Present
from casework.panel_type.registry import panel_types
from extensions import db
from wording.dates import as_date

__all__ = ["CASE", "closing_guards", "closing_states", "enter", "move_case", "moves_by_hand"]


def move_case(
    *, actor: Actor, case: Case, verb: str, reason: str = "", present: Sequence[Present] = (), by_form: str = ""
) -> Case:
    """Make one move of the panel's lifecycle: role, reason and the panel's own requirements are checked here.

    ``present``: who is in the room, for a move made at the table. ``by_form``: the case form that follows with this
    move; its own roles were asked, so that those of the move are not.
    The guards of a meeting (quorum, conflicts asked, decision recorded …) are its own features' to check before;
    closing goes through ``close_case``.
    :raises Refused: the lifecycle has no such move now, the actor's role may not, a needed reason is missing, or a
        requirement does not hold.
    """
    lock(case)
    panel = panel_types.get(case.panel)
    transition = transition_for(panel, case.state, verb)
    if transition.back:
        transition = replace(transition, target=came_from(case) or transition.target)
    if transition.target in closing_states(panel):
        raise Refused("This ends the case. Close it with a closing assessment and a reason")
    if by_form:
        refuse_strange_form(panel, by_form, verb)
    else:
        refuse_kept_for_form(transition)
        check_role(actor, case.panel, transition)
    if transition.needs_reason and not reason.strip():
        raise Refused("Enter a reason", "reason")
    refuse_unmet(transition.requires, lambda: facts_of(case, present=present))
    enter(case, panel, transition, by=actor)
    words = f"Stage: {panel.lifecycle.state(transition.target).title}"
    record_event(actor=actor, case=case, kind="state", title=words, text=reason)
    return case


def refuse_kept_for_form(transition: Transition) -> None:
    """:raises Refused: the move is made by a case form that follows with it, and by nothing else."""
    if transition.by_form:
        raise Refused("This happens when the form for it is filled in. Fill in that form")


def fall_due(case: Case) -> bool:
    """Let the review of a case fall due, if its lifecycle makes such a move by itself. Needs no key.

    Returns whether the case was moved.
    """
    lock(case)
    panel = panel_types.get(case.panel)
    for move in panel.lifecycle.transitions:
        target = panel.lifecycle.state(move.target)
        timed = bool(move.on_clock)
        if move.source == case.state and SYSTEM in move.roles and not timed and target.open and target.listable:
            enter(case, panel, move, by=None)
            record_unsealed(case=case, kind="review_due")
            return True
    return False


def move_by_clock(case: Case, rule: str) -> bool:
    """Make the move that the lifecycle keeps for a clock that has run out; the clock is then met. Needs no key.

    Returns whether the case was moved: at another state the clock says nothing.
    """
    lock(case)
    panel = panel_types.get(case.panel)
    for move in panel.lifecycle.transitions:
        if move.source == case.state and move.on_clock == rule and SYSTEM in move.roles:
            enter(case, panel, move, by=None)
            meet_clock(object_type=CASE, object_id=case.id, rule=rule)
            record_unsealed(case=case, kind="time_came")
            return True
    return False


def moves_by_hand(panel: PanelType, state: str, roles: Iterable[str]) -> tuple[Transition, ...]:
    """The moves that the case page offers: with a reason, outside the agenda and the meeting, not by a form, and not
    the closing."""
    table = _at_table(panel)
    return tuple(
        move
        for move in allowed(panel.lifecycle, state, roles)
        if move.needs_reason
        and not move.by_form
        and move.target not in table | closing_states(panel)
        and move.source not in table
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
    record_move(case=case, verb=transition.verb, source=case.state, target=target.key, at=moment, by=by)
    case.state = target.key
    case.version += 1
    if target.open:
        case.closed_at, case.closure_reason, case.retention_due_on = None, None, None
    else:
        # What comes after the end does not move the day of the end.
        case.closed_at, case.next_review_on = case.closed_at or moment, None
        case.retention_due_on = retention_of(case, panel, as_date(moment))
        keep_until(case.id, days_after(moment, panel.visibility.associate_days))
    follow_move(case, panel, transition, at=moment, by=by)
    if target.support is not None:
        case.support_waits = target.support is Support.WAITS or is_held_by_clock(case, panel, at=moment)


def retention_of(case: Case, panel: PanelType, ended_on: date) -> date:
    """The day from which the ended case may be disposed of, by its panel's rule and the children in it.

    It counts from the day the case entered the state that the rule names, else from its end. What the passing of time
    ends is ended without keys: whether there are children is then all that is known of births.
    """
    rule = retention_rule(panel.retention, case.state)
    start = entered_since_opened(case, rule.starts_on) or ended_on
    births: list[date] = []
    if rule.child_until_age is not None:
        try:
            births = [party.person.born_on for party in case.parties if party.person.born_on]
        except Locked:
            births = []
    return retention_due(rule, start, births, unborn_or_unknown_child=case.children_involved)


def refuse_strange_form(panel: PanelType, key: str, verb: str) -> None:
    """A form makes the moves that the definition gives it. Anything else is a fault of the caller, not of a person."""
    if verb not in {follow.verb for follow in panel.case_form(key).follows}:
        raise ValueError(f"The form {key} does not follow with {verb}.")


def _titles(roles: Iterable[str]) -> str:
    names = [ROLE_TITLES[Role(role)].lower() for role in roles if role in {held.value for held in Role}]
    return " or the ".join(names) if names else "service itself"
