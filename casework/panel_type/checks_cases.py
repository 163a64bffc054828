"""Faults in the lifecycle, clocks, decisions and records of a definition."""

from collections.abc import Iterator

from casework.panel_type.case_forms import form_event
from casework.panel_type.checks_forms import repeated
from casework.panel_type.checks_meetings import meeting_faults
from casework.panel_type.clocks import Event
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.letter_templates import letter_event
from casework.panel_type.lifecycle import reachable


def case_faults(panel: PanelType) -> Iterator[str]:
    """Faults of the lifecycle and of everything that refers to it."""
    states = {state.key for state in panel.lifecycle.states}
    yield from _lifecycle(panel, states)
    yield from _clocks(panel, states)
    yield from _decisions(panel, states)
    yield from _band_names(panel, "the review interval", panel.meeting.review_months_by_band)
    yield from meeting_faults(panel)
    yield from _records(panel)


def _lifecycle(panel: PanelType, states: set[str]) -> Iterator[str]:
    cycle = panel.lifecycle
    yield from repeated("state", (state.key for state in cycle.states))
    yield from repeated("transition", (f"{move.source}/{move.verb}" for move in cycle.transitions))
    for move in cycle.transitions:
        for key in sorted({move.source, move.target} - states):
            yield f"transition {move.verb} uses the unknown state {key}"
        yield from _roles(panel, f"transition {move.source}/{move.verb}", move.roles)
    for key in sorted({cycle.initial, cycle.decided_in} - states):
        yield f"the lifecycle uses the unknown state {key}"
    clocks = {clock.key for clock in panel.clocks}
    followed = {follow.verb for form in panel.case_forms for follow in form.follows}
    for move in cycle.transitions:
        if move.on_clock and move.on_clock not in clocks:
            yield f"transition {move.source}/{move.verb} waits for the unknown clock {move.on_clock}"
        if move.by_form and move.verb not in followed:
            yield f"transition {move.source}/{move.verb} is made by a case form, and none follows with it"
    found = reachable(cycle, cycle.initial)
    for state in cycle.states:
        if state.key not in found:
            yield f"state {state.key} cannot be reached"
        if not state.final and not any(move.source == state.key for move in cycle.transitions):
            yield f"state {state.key} has no way out and is not final"


def _roles(panel: PanelType, what: str, roles: tuple[str, ...]) -> Iterator[str]:
    if not roles:
        yield f"{what} has no role"
    for role in sorted({*roles} - {*panel.roles, SYSTEM}):
        yield f"{what} names the unknown role {role}"


def _clocks(panel: PanelType, states: set[str]) -> Iterator[str]:
    yield from repeated("clock", (clock.key for clock in panel.clocks))
    verbs = {move.verb for move in panel.lifecycle.transitions}
    events = states | {event.value for event in Event} | {form_event(form.key) for form in panel.case_forms}
    events |= {letter_event(letter.key) for letter in panel.letters}
    for clock in panel.clocks:
        if clock.starts_on not in events:
            yield f"clock {clock.key} has no start event"
        if not clock.met_by or not (events | verbs).issuperset(clock.met_by):
            yield f"clock {clock.key} is met by nothing that can happen"
        if not states.issuperset(clock.pause_states):
            yield f"clock {clock.key} pauses in an unknown state"
        if clock.length < 0 or not clock.source:
            yield f"clock {clock.key} needs a length and a source"
        yield from _roles(panel, f"clock {clock.key}", (clock.owner_role,))
        yield from _band_names(panel, f"clock {clock.key}", clock.lengths_by_band)


def _band_names(panel: PanelType, what: str, by_band: tuple[tuple[str, int], ...]) -> Iterator[str]:
    bands = {band.key for tool in panel.risk_tools for band in tool.bands}
    for band, _length in by_band:
        if band not in bands:
            yield f"{what} names the unknown band {band}"


def _decisions(panel: PanelType, states: set[str]) -> Iterator[str]:
    yield from repeated("decision", (decision.key for decision in panel.decisions))
    numbers = (str(decision.key_number) for decision in panel.decisions if decision.key_number is not None)
    yield from repeated("decision key number", numbers)
    start = panel.lifecycle.decided_in
    targets = {move.target for move in panel.lifecycle.transitions if move.source == start}
    for decision in panel.decisions:
        yield from _roles(panel, f"decision {decision.key}", decision.roles)
        if decision.target_state not in states & targets:
            yield f"decision {decision.key} leads to {decision.target_state}, which cannot be reached from {start}"
        if decision.key_number is not None and not 1 <= decision.key_number <= 9:
            yield f"decision {decision.key} has a key number that is not 1 to 9"
        if decision.needs_closure_reason and not panel.closure_reasons:
            yield f"decision {decision.key} needs a closure reason, and there are none"
        if bool(decision.letters) == bool(decision.no_letter_because):
            yield f"decision {decision.key} must name its letter, or say why there is none"
        yield from _letter_names(panel, f"decision {decision.key}", decision.letters)


def _letter_names(panel: PanelType, what: str, letters: tuple[str, ...]) -> Iterator[str]:
    known = {letter.key for letter in panel.letters}
    yield from (f"{what} names the unknown letter {key}" for key in letters if key not in known)


def _records(panel: PanelType) -> Iterator[str]:
    if not panel.retention:
        yield "there is no retention rule"
    for rule in panel.retention:
        if rule.years * 12 + rule.months <= 0:
            yield f"the retention rule for {rule.record} keeps it for no time"
    if not panel.roles:
        yield "there are no roles"
    if len(panel.reference_letter) != 1 or not panel.reference_letter.isupper():
        yield "the reference letter must be one capital letter"
    for what, keys in (
        ("closure reason", [reason.value for reason in panel.closure_reasons]),
        ("stock action letter", [action.letter for action in panel.stock_actions]),
        ("retention rule", [rule.record for rule in panel.retention]),
        ("case role", [role.value for role in panel.case_roles]),
        ("reason for refusal", [reason.value for reason in panel.referral_reasons.reject]),
        ("letter", [letter.key for letter in panel.letters]),
    ):
        yield from repeated(what, keys)
