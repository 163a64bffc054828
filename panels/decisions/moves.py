"""Which moves of the lifecycle carry out a decision. Pure."""

from collections import deque
from collections.abc import Collection

from casework.panel_type.definition import PanelType
from casework.panel_type.lifecycle import Guard, Lifecycle, NotPossible, Transition


def verbs_until_heard(
    lifecycle: Lifecycle, state: str, *, roles: Collection[str], urgent: bool = False
) -> tuple[str, ...]:
    """The fewest moves open to ``roles`` from ``state`` to where decisions are made; none if the case is there already.

    A move never leads through a final state: a closed case is not heard again without a new referral. Moves kept for
    urgent hearings are taken at an urgent meeting only.
    :raises NotPossible: there is no such way.
    """
    waiting: deque[tuple[str, tuple[str, ...]]] = deque([(state, ())])
    seen = {state}
    while waiting:
        at, verbs = waiting.popleft()
        if at == lifecycle.decided_in:
            return verbs
        for move in lifecycle.transitions:
            if move.source == at and move.target not in seen and _may_lead(lifecycle, move, roles, urgent):
                seen.add(move.target)
                waiting.append((move.target, (*verbs, move.verb)))
    raise NotPossible(f"A case at “{lifecycle.state(state).title}” cannot be heard.")


def verb_of_decision(lifecycle: Lifecycle, target: str) -> str:
    """The move from where decisions are made to ``target``.

    :raises NotPossible: there is none (a sound definition has one for every decision).
    """
    for move in lifecycle.transitions:
        if move.source == lifecycle.decided_in and move.target == target and not move.by_form:
            return move.verb
    raise NotPossible("The panel cannot decide that.")


def puts_off(panel: PanelType, option: str | None) -> bool:
    """Whether a decision puts the case off: it leads back to where the case waits to be heard."""
    if not option:
        return False
    target = panel.decision(option).target_state
    moves = panel.lifecycle.transitions
    return any(move.source == target and move.target == panel.lifecycle.decided_in for move in moves)


def _may_lead(lifecycle: Lifecycle, move: Transition, roles: Collection[str], urgent: bool) -> bool:
    if move.by_form or lifecycle.state(move.source).final or lifecycle.state(move.target).final:
        return False
    if Guard.URGENT_AGREED in move.guards and not urgent:
        return False
    return not set(roles).isdisjoint(move.roles)
