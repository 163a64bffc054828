"""Faults in the lifecycle, the clocks and the decisions of a definition."""

from collections.abc import Iterator

from casework.panel_type.case_forms import form_event
from casework.panel_type.clocks import ClockRule, Event
from casework.panel_type.definition import SYSTEM, DecisionOption, PanelType
from casework.panel_type.faults import Fault, repeated
from casework.panel_type.letter_templates import letter_event
from casework.panel_type.lifecycle import Support, Transition, reachable


def case_faults(panel: PanelType) -> Iterator[Fault]:
    """Faults of the lifecycle and of everything that refers to it."""
    states = {state.key for state in panel.lifecycle.states}
    yield from _states(panel, states)
    yield from _moves(panel, states)
    yield from _clocks(panel, states)
    yield from _decisions(panel, states)


def role_faults(panel: PanelType, what: str, roles: tuple[str, ...], part: object) -> Iterator[Fault]:
    """Faults of the roles that may do something."""
    if not roles:
        yield Fault(f"{what} has no role", "Name who may do it in roles", part)
    for role in sorted({*roles} - {*panel.roles, SYSTEM}):
        yield Fault(f"{what} names the unknown role {role}", "Add the role to the panel's roles, or name another", part)


def band_faults(
    panel: PanelType, what: str, by_band: tuple[tuple[str, int], ...], part: object = None, field: str = ""
) -> Iterator[Fault]:
    """Faults of numbers by risk band."""
    bands = {band.key for tool in panel.risk_tools for band in tool.bands}
    for band, _number in by_band:
        if band not in bands:
            mend = "Name a band of one of the panel's risk tools"
            yield Fault(f"{what} names the unknown band {band}", mend, part, field)


def letter_faults(panel: PanelType, what: str, letters: tuple[str, ...], part: object) -> Iterator[Fault]:
    """Faults of the letters that something drafts."""
    known = {letter.key for letter in panel.letters}
    mend = "Declare the letter in the panel's letters, or name another"
    yield from (Fault(f"{what} names the unknown letter {key}", mend, part) for key in letters if key not in known)


def _states(panel: PanelType, states: set[str]) -> Iterator[Fault]:
    cycle = panel.lifecycle
    yield from repeated("state", cycle.states)
    for key in sorted({cycle.initial, cycle.decided_in} - states):
        mend = "Name one of its states in initial and in decided_in"
        yield Fault(f"the lifecycle uses the unknown state {key}", mend, field="lifecycle")
    found = reachable(cycle, cycle.initial)
    for state in cycle.states:
        if state.key not in found:
            mend = "Add a transition that leads to it, or take the state away"
            yield Fault(f"state {state.key} cannot be reached", mend, state)
        if not state.final and not any(move.source == state.key for move in cycle.transitions):
            mend = "Add a transition that leads on, or mark the state final"
            yield Fault(f"state {state.key} has no way out and is not final", mend, state)
    yield from _support(panel)


def _support(panel: PanelType) -> Iterator[Fault]:
    """What waits must be able to go on, and there must be somebody who waits."""
    said = {state.support for state in panel.lifecycle.states} - {None}
    holding = [clock.key for clock in panel.clocks if clock.holds_support]
    if (said or holding) and not panel.has_providers:
        mend = "Name in a case form when provider tasks end, or take support and holds_support away"
        yield Fault("support waits or runs, and no provider carries any out", mend, field="lifecycle")
    if (Support.WAITS in said or holding) and Support.RUNS not in said:
        yield Fault("support waits and never runs again", "Give a state support=Support.RUNS", field="lifecycle")


def _moves(panel: PanelType, states: set[str]) -> Iterator[Fault]:
    moves = panel.lifecycle.transitions
    yield from repeated("transition", moves, key=lambda move: f"{move.source}/{move.verb}")
    clocks = {clock.key for clock in panel.clocks}
    followed = {follow.verb for form in panel.case_forms for follow in form.follows}
    for move in moves:
        for key in sorted({move.source, move.target} - states):
            yield Fault(f"transition {move.verb} uses the unknown state {key}", "Name one of the states", move)
        yield from role_faults(panel, f"transition {move.source}/{move.verb}", move.roles, move)
        yield from _made_by(move, clocks, followed)


def _made_by(move: Transition, clocks: set[str], followed: set[str]) -> Iterator[Fault]:
    what = f"transition {move.source}/{move.verb}"
    if move.on_clock and move.on_clock not in clocks:
        yield Fault(f"{what} waits for the unknown clock {move.on_clock}", "Name a clock in on_clock", move)
    if move.by_form and move.verb not in followed:
        mend = f"Let a case form follow with {move.verb}, or leave by_form out"
        yield Fault(f"{what} is made by a case form, and none follows with it", mend, move)


def _clocks(panel: PanelType, states: set[str]) -> Iterator[Fault]:
    yield from repeated("clock", panel.clocks)
    verbs = {move.verb for move in panel.lifecycle.transitions}
    events = states | {event.value for event in Event} | {form_event(form.key) for form in panel.case_forms}
    events |= {letter_event(letter.key) for letter in panel.letters}
    for clock in panel.clocks:
        yield from _one_clock(clock, states, events, verbs)
        yield from role_faults(panel, f"clock {clock.key}", (clock.owner_role,), clock)
        yield from band_faults(panel, f"clock {clock.key}", clock.lengths_by_band, clock)


def _one_clock(clock: ClockRule, states: set[str], events: set[str], verbs: set[str]) -> Iterator[Fault]:
    what = f"clock {clock.key}"
    if not clock.starts <= events | verbs:
        yield Fault(f"{what} starts on nothing", "Name a state or an event in starts_on", clock)
    if not clock.met_by or not (events | verbs).issuperset(clock.met_by):
        mend = "Name states, events or moves that can happen in met_by"
        yield Fault(f"{what} is met by nothing that can happen", mend, clock)
    if not states.issuperset(clock.pause_states):
        yield Fault(f"{what} pauses in an unknown state", "Name states of the lifecycle in pause_states", clock)
    if min(clock.length, *(length for _, length in clock.lengths_by_band), 0) < 0 or not clock.source:
        mend = "Give a length of 0 or more, and name the statute, guidance or policy it comes from in source"
        yield Fault(f"{what} needs a length and a source", mend, clock)


def _decisions(panel: PanelType, states: set[str]) -> Iterator[Fault]:
    yield from repeated("decision", panel.decisions)
    yield from repeated("decision key number", panel.decisions, key=_number)
    start = panel.lifecycle.decided_in
    by_hand = (move for move in panel.lifecycle.transitions if not move.by_form)
    targets = {move.target for move in by_hand if move.source == start}
    for decision in panel.decisions:
        what = f"decision {decision.key}"
        yield from role_faults(panel, what, decision.roles, decision)
        if decision.target_state not in states & targets:
            words = f"{what} leads to {decision.target_state}, which cannot be reached from {start}"
            yield Fault(words, f"Name a state in target_state that a transition out of {start} leads to", decision)
        yield from _one_decision(panel, decision)
        yield from letter_faults(panel, what, decision.letters, decision)


def _number(decision: DecisionOption) -> str | None:
    return None if decision.key_number is None else str(decision.key_number)


def _one_decision(panel: PanelType, decision: DecisionOption) -> Iterator[Fault]:
    what = f"decision {decision.key}"
    if decision.key_number is not None and not 1 <= decision.key_number <= 9:
        yield Fault(f"{what} has a key number that is not 1 to 9", "Give a number from 1 to 9, or None", decision)
    known = {reason.value for reason in panel.closure_reasons}
    for reason in sorted({*decision.closure_reasons} - known):
        mend = "Name closure reasons of the panel in closure_reasons"
        yield Fault(f"{what} names the unknown closure reason {reason}", mend, decision)
    if decision.needs_closure_reason and not panel.closure_reasons:
        yield Fault(f"{what} needs a closure reason, and there are none", "Declare closure_reasons", decision)
    if bool(decision.letters) == bool(decision.no_letter_because):
        mend = "Give either letters or no_letter_because"
        yield Fault(f"{what} must name its letter, or say why there is none", mend, decision)
