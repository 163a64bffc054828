"""Every lifecycle: every state reached, every move tried by every role, and walks at random that never get stuck."""

import random
from typing import Any

import pytest

from auth.roles import PARTNERSHIP_ROLES, Actor, Held, Role
from casework.cases.closing import close_case
from casework.cases.facts import facts_of
from casework.cases.models import Case
from casework.cases.moves import check_role, enter, fall_due, lock, move_by_clock, move_case
from casework.cases.service import open_case
from casework.errors import Refused
from casework.panel_type.closing import closing_states
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.facts import first_unmet
from casework.panel_type.lifecycle import NotPossible, Transition, find, reachable
from casework.people.service import add_person
from extensions import db
from panels.definitions import discover

PANELS = discover()
by_name = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
PANEL_ROLES = tuple(role for role in Role if role not in PARTNERSHIP_ROLES)
WALKS, STEPS = 6, 14


def holder(actor: Actor, panel: str, *roles: Role) -> Actor:
    """A person who holds just these roles, in this panel."""
    from dataclasses import replace

    return replace(actor, held=tuple(Held(role, panel, actor.account_id) for role in roles), _by_panel={})


@by_name
def test_every_state_is_reached_and_has_a_way_on_or_is_the_end(panel: PanelType) -> None:
    cycle = panel.lifecycle
    assert reachable(cycle, cycle.initial) == {state.key for state in cycle.states}
    for state in cycle.states:
        ways = [move for move in cycle.transitions if move.source == state.key]
        assert state.final or ways, state.key


@pytest.mark.long
@by_name
def test_every_move_is_open_to_its_roles_and_shut_to_all_others(panel: PanelType, actor: Any) -> None:
    for move in panel.lifecycle.transitions:
        for role in PANEL_ROLES:
            person = holder(actor("cora"), panel.key, role)
            if role.value in move.roles:
                check_role(person, panel.key, move)
            else:
                with pytest.raises(Refused):
                    check_role(person, panel.key, move)


@by_name
def test_nobody_makes_a_move_that_is_kept_for_time(panel: PanelType, actor: Any) -> None:
    everybody = holder(actor("cora"), panel.key, *PANEL_ROLES)
    for move in panel.lifecycle.transitions:
        if set(move.roles) == {SYSTEM}:
            with pytest.raises(Refused):
                check_role(everybody, panel.key, move)


@by_name
def test_a_move_that_is_not_declared_cannot_be_found(panel: PanelType) -> None:
    cycle = panel.lifecycle
    declared = {(move.source, move.verb) for move in cycle.transitions}
    for state in cycle.states:
        for verb in {move.verb for move in cycle.transitions}:
            if (state.key, verb) not in declared:
                with pytest.raises(NotPossible):
                    find(cycle, state.key, verb)


@by_name
def test_every_decision_names_its_letter_or_says_why_there_is_none(panel: PanelType) -> None:
    letters = {letter.key for letter in panel.letters}
    for decision in panel.decisions:
        assert bool(decision.letters) != bool(decision.no_letter_because), decision.key
        assert set(decision.letters) <= letters


@by_name
def test_every_end_says_how_long_the_record_is_kept(panel: PanelType) -> None:
    kept = {rule.record for rule in panel.retention}
    for state in panel.lifecycle.states:
        if not state.open:
            assert {state.key, "case"} & kept, state.key


def a_case(actor: Actor, panel: PanelType) -> Case:
    person = add_person(actor=actor, panel=panel.key, identity={"forenames": "Wren", "surname": "Thistledown"})
    start = next(move.target for move in panel.lifecycle.transitions if move.verb == "accept")
    return open_case(
        actor=actor,
        panel=panel.key,
        parties=[(person, [panel.case_roles[0].value])],
        band=None,
        urgent=False,
        children_involved=False,
        lead_agency_id=None,
        lead_officer_id=None,
        state=start,
    )


def stands_in_the_way(panel: PanelType, case: Case, move: Transition) -> bool:
    """Whether the product must refuse this move when a person asks for it by hand."""
    ends = move.target in closing_states(panel)
    unmet = bool(move.requires) and first_unmet(move.requires, facts_of(case)) is not None
    return ends or move.by_form or unmet or set(move.roles) == {SYSTEM}


@by_name
@pytest.mark.parametrize("walk", range(WALKS))
def test_a_walk_at_random_never_gets_stuck_and_never_skips_a_guard(panel: PanelType, walk: int, actor: Any) -> None:
    dice = random.Random(f"{panel.key}-{walk}")
    person = holder(actor("cora"), panel.key, *PANEL_ROLES)
    case = a_case(person, panel)
    for _ in range(STEPS):
        ways = [move for move in panel.lifecycle.transitions if move.source == case.state]
        state = panel.lifecycle.state(case.state)
        assert ways or state.final, f"stuck at {case.state}"
        if not ways:
            return
        move = dice.choice(ways)
        before = (case.state, case.version)
        if stands_in_the_way(panel, case, move):
            with pytest.raises(Refused):
                move_case(actor=person, case=case, verb=move.verb, reason="A walk")
            assert (case.state, case.version) == before
            # What a form, a meeting, a clock or a closing would bring about, so that the walk goes on from there too.
            lock(case)
            enter(case, panel, move, by=None)
            db.session.flush()
        else:
            move_case(actor=person, case=case, verb=move.verb, reason="A walk")
        assert case.state == move.target
        target = panel.lifecycle.state(case.state)
        assert (case.closed_at is None) == target.open
        assert (case.retention_due_on is None) == target.open


@by_name
def test_a_needed_reason_is_asked_for(panel: PanelType, actor: Any) -> None:
    person = holder(actor("cora"), panel.key, *PANEL_ROLES)
    case = a_case(person, panel)
    for move in panel.lifecycle.transitions:
        if move.needs_reason and not stands_in_the_way(panel, case, move) and not move.requires:
            case.state = move.source
            db.session.flush()
            with pytest.raises(Refused) as refused:
                move_case(actor=person, case=case, verb=move.verb, reason="  ")
            assert refused.value.field == "reason", move.verb


@by_name
def test_no_case_ends_without_its_guards(panel: PanelType, actor: Any) -> None:
    person = holder(actor("cora"), panel.key, *PANEL_ROLES)
    case = a_case(person, panel)
    for move in panel.lifecycle.transitions:
        if move.target in closing_states(panel):
            case.state = move.source
            db.session.flush()
            with pytest.raises(Refused):
                close_case(actor=person, case=case, reason="", victim_told="", victim_told_words="", open_actions=0)
            assert case.state == move.source


@by_name
def test_time_moves_a_case_only_where_the_lifecycle_says_so(panel: PanelType, actor: Any) -> None:
    person = holder(actor("cora"), panel.key, *PANEL_ROLES)
    case = a_case(person, panel)
    for state in panel.lifecycle.states:
        timed = {m.on_clock for m in panel.lifecycle.transitions if m.source == state.key and m.on_clock}
        for clock in panel.clocks:
            case.state = state.key
            db.session.flush()
            assert move_by_clock(case, clock.key) == (clock.key in timed), (state.key, clock.key)
        case.state = state.key
        db.session.flush()
        by_itself = [
            m
            for m in panel.lifecycle.transitions
            if m.source == state.key
            and SYSTEM in m.roles
            and not m.on_clock
            and panel.lifecycle.state(m.target).open
            and panel.lifecycle.state(m.target).listable
        ]
        assert fall_due(case) == bool(by_itself), state.key
