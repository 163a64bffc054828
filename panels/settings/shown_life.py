"""A lifecycle as a chair reads it: the drawing, the states, and every move with who, conditions and rules."""

from dataclasses import dataclass

from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.lifecycle import Support, Transition
from panels.settings.diagram import Diagram, draw
from panels.settings.words import conditions_of, event_words, move_title, who


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move: out of which state, what it is called, where it leads, who makes it, what must hold before."""

    source: str
    title: str
    target: str
    who: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: its title, what referrers are told, and what is special about it."""

    title: str
    told: str
    marks: str


def drawn(panel: PanelType) -> Diagram:
    """The lifecycle as a drawing."""
    return draw(panel.lifecycle, lambda move: _few_words(panel, move))


def state_rows(panel: PanelType) -> list[StateRow]:
    """Every state, in declared order."""
    rows = []
    for state in panel.lifecycle.states:
        marks = (
            (state.key == panel.lifecycle.initial, "it begins here"),
            (state.key == panel.lifecycle.decided_in, "the panel decides here"),
            (state.listable, "can be put on an agenda"),
            (state.pauses_clock, "clocks may rest"),
            (state.support is Support.WAITS, "support by providers waits"),
            (state.support is Support.RUNS, "support by providers runs"),
            (not state.open and not state.final, "not counted as live work"),
            (state.final, "an end"),
        )
        words = ", ".join(mark for holds, mark in marks if holds)
        rows.append(StateRow(state.title, state.referrer_words, words[:1].upper() + words[1:]))
    return rows


def move_rows(panel: PanelType) -> list[MoveRow]:
    """Every move, in the order of the states it leads out of."""
    titles = {state.key: state.title for state in panel.lifecycle.states}
    order = {state.key: place for place, state in enumerate(panel.lifecycle.states)}
    moves = sorted(panel.lifecycle.transitions, key=lambda move: order[move.source])
    return [
        MoveRow(
            titles[move.source],
            move_title(move),
            f"Where it came from, else {titles[move.target]}" if move.back else titles[move.target],
            made_by(panel, move),
            conditions_of(move),
        )
        for move in moves
    ]


def made_by(panel: PanelType, move: Transition) -> str:
    """Who or what makes a move."""
    if move.by_form:
        forms = [form.title for form in panel.case_forms if move.verb in {follow.verb for follow in form.follows}]
        return f"The form {' or '.join(f'“{title}”' for title in forms)}"
    if move.on_clock:
        return f"By itself, when “{panel.clock(move.on_clock).title}” falls due"
    if move.roles == (SYSTEM,):
        return "By itself, as time passes"
    return who(move.roles, panel)


def _few_words(panel: PanelType, move: Transition) -> str:
    count = len(conditions_of(move))
    conditions = "" if not count else " · 1 condition" if count == 1 else f" · {count} conditions"
    back = " · goes back to where it came from" if move.back else ""
    return f"{made_by(panel, move)}{conditions}{back}"


__all__ = ["MoveRow", "StateRow", "drawn", "event_words", "made_by", "move_rows", "state_rows"]
