"""Which states of a panel end a case, and what must be true before. Pure."""

from casework.panel_type.definition import PanelType
from casework.panel_type.lifecycle import Guard

CLOSING_GUARDS = frozenset({Guard.ACTIONS_SETTLED, Guard.CLOSING_ASSESSMENT, Guard.VICTIM_TOLD})
"""Checked by the closing of a case alone, so no other way leads into a state that asks for them."""


def closing_states(panel: PanelType) -> frozenset[str]:
    """The states a case is closed into: those that any move guards so, and those a decision gives a reason for."""
    guarded = {move.target for move in panel.lifecycle.transitions if CLOSING_GUARDS & set(move.guards)}
    return frozenset(guarded | {option.target_state for option in panel.decisions if option.needs_closure_reason})


def closing_guards(panel: PanelType, target: str) -> frozenset[Guard]:
    """What must be true before a case is closed into ``target``, by whichever move: the table knows no short cut."""
    moves = (move for move in panel.lifecycle.transitions if move.target == target)
    return CLOSING_GUARDS.intersection(guard for move in moves for guard in move.guards)
