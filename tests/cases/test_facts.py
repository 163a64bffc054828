"""What rules learn of a case and of a referral, and what is required before a move."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from casework.case_forms.service import fill_in
from casework.cases.closing import close_case
from casework.cases.facts import facts_of
from casework.cases.history import entered_since_opened, moves_of, origin_of
from casework.cases.models import Case
from casework.cases.moves import enter, move_case, transition_for
from casework.errors import Refused
from casework.panel_type.facts import Requirement
from casework.panel_type.lifecycle import Transition
from casework.panel_type.meeting_rules import Present
from casework.panel_type.registry import panel_types
from casework.referrals import accepting, stages
from casework.referrals.facts import facts_of_referral
from extensions import db, now
from tests.case_forms.made import MONDAY, SECRET, TOLD, consent, sent, taken
from tests.panel_type.forms_panel import HERE, PANEL

pytestmark = pytest.mark.usefixtures("forms_panels", "work")


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(MONDAY, tick=True):
        yield


def step(case: Case, *verbs: str) -> None:
    """Moves as the service makes them, whoever may make them."""
    panel = panel_types.get(HERE)
    for verb in verbs:
        enter(case, panel, transition_for(panel, case.state, verb), by=None)


# The origin


def test_rules_would_see_restricted_answers_or_what_is_a_persons_own() -> None:
    told = facts_of(taken()).referral
    assert told["people"] == [{"roles": ["victim"], "capacity_concern": "no"}]
    assert told["about"] == [{"graffiti": "yes", "place_name": "Pontoon Walk", "exact_words": "kept_apart"}]
    assert SECRET not in str(told)


def test_rules_would_see_more_of_a_referral_than_of_its_case(actor: Any) -> None:
    referral = sent(actor("fern"))
    before = facts_of_referral(referral)
    after = facts_of(taken(referral=referral))
    assert before.referral == after.referral
    assert (before.received_on, before.subject_born_on, before.band) == (date(2026, 11, 23), date(1990, 5, 2), "low")
    assert (after.received_on, after.subject_born_on, after.band) == (date(2026, 11, 23), date(1990, 5, 2), "low")


def test_the_facts_of_a_shut_case_could_be_read() -> None:
    case = taken()
    db.session.flush()
    lock_all()
    with pytest.raises(Locked):
        facts_of(case)


def test_a_joined_referral_would_take_the_place_of_the_first_one(actor: Any) -> None:
    case = taken()
    more = sent(actor("rowan"), {**TOLD, "about": [{"graffiti": "no", "place_name": "Elsewhere"}]})
    accepting.join(actor=actor("cora"), referral=more, reason="The same", case=case, known={})
    origin = origin_of(case.id)
    assert origin is not None
    assert origin.referral_id != more.id
    assert facts_of(case).referral["about"][0]["place_name"] == "Pontoon Walk"


def test_the_facts_would_miss_open_actions_moves_or_who_is_in_the_room(actor: Any) -> None:
    from casework.actions.service import add_action

    case, cora = taken(), actor("cora")
    due = date(2026, 12, 1)
    add_action(actor=cora, case=case, text="Visit", agency_id=cora.agency_id, officer_name="Brook", due_on=due)
    facts = facts_of(case, present=[Present("police", "member")])
    assert (facts.open_actions, facts.present) == (1, (Present("police", "member"),))
    assert facts.entered == (("taken", date(2026, 11, 23)),)
    assert facts.entered_on("taken") == date(2026, 11, 23)


# Moves


def test_a_move_would_leave_no_row(actor: Any) -> None:
    case = taken()
    move_case(actor=actor("cora"), case=case, verb="rest", reason="She is away")
    step(case, "go_on")
    rows = [(move.verb, move.source, move.target, move.panel) for move in moves_of(case.id)]
    assert rows == [
        ("accept", "submitted", "taken", HERE),
        ("rest", "taken", "resting", HERE),
        ("go_on", "resting", "taken", HERE),
    ]
    assert [move.by_id for move in moves_of(case.id)][1:] == [actor("cora").account_id, None]


def test_a_move_would_be_made_though_what_it_requires_does_not_hold(actor: Any) -> None:
    case = taken()
    with pytest.raises(Refused, match="consent first"):
        move_case(actor=actor("alder"), case=case, verb="skip", reason="Quickly")
    assert case.state == "taken"
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    case.state = "taken"
    move_case(actor=actor("alder"), case=case, verb="skip", reason="Quickly")
    assert case.state == "active"


def test_a_case_would_be_closed_though_what_the_closing_requires_does_not_hold(actor: Any) -> None:
    case = taken()
    case.state = "active"
    how: dict[str, Any] = {"victim_told": "told", "victim_told_words": "By phone", "open_actions": 0}
    with pytest.raises(Refused, match="consent first"):
        close_case(actor=actor("alder"), case=case, reason="done", **how)
    case.state = "taken"
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    case.state = "active"
    close_case(actor=actor("alder"), case=case, reason="done", **how)
    assert case.closure_reason == "done"


def test_a_referral_would_be_moved_though_what_that_requires_does_not_hold(
    actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = Requirement("three", "Three reports are needed", lambda facts: len(facts.referral["reports"]) >= 3)
    changed = with_moves(Transition("accept", "submitted", "taken", ("coordinator",), requires=(three,)))
    monkeypatch.setitem(panel_types._panels, HERE, changed)
    referral = sent(actor("fern"))
    with pytest.raises(Refused, match="Three reports"):
        taken(referral=referral)
    assert referral.state == "submitted"
    assert taken({**TOLD, "reports": [{"words": "a"}, {"words": "b"}, {"words": "c"}]}).state == "taken"


def test_a_referral_would_make_a_move_that_is_kept_for_a_form(actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = with_moves(Transition("accept", "submitted", "taken", ("coordinator",), by_form=True))
    monkeypatch.setitem(panel_types._panels, HERE, changed)
    with pytest.raises(Refused, match="form"):
        stages.move_referral(actor=actor("cora"), referral=sent(actor("fern")), verb="accept", at=now())


def with_moves(*moves: Transition) -> Any:
    """The panel with these moves in place of those with the same source and verb."""
    from dataclasses import replace

    changed = {(move.source, move.verb) for move in moves}
    kept = [move for move in PANEL.lifecycle.transitions if (move.source, move.verb) not in changed]
    return replace(PANEL, lifecycle=replace(PANEL.lifecycle, transitions=(*kept, *moves)))


# Retention


def test_an_ended_case_would_be_kept_from_its_end_and_not_from_where_the_rule_starts(actor: Any) -> None:
    case = taken()
    step(case, "rest", "go_on", "agree", "begin")  # active on 23 November
    with time_machine.travel(MONDAY + timedelta(days=400)):
        step(case, "close")
    assert case.retention_due_on == date(2032, 11, 23)


def test_a_case_that_never_came_to_the_start_of_its_rule_would_be_kept_for_ever_or_from_its_opening(actor: Any) -> None:
    case = taken()
    with time_machine.travel(MONDAY + timedelta(days=10)):
        step(case, "refuse_consent")
    assert case.retention_due_on == date(2032, 12, 3)


def test_a_case_that_was_opened_again_would_be_kept_from_its_first_life(actor: Any) -> None:
    case = taken()
    step(case, "agree", "begin", "close")
    with time_machine.travel(MONDAY + timedelta(days=100)):
        step(case, "reopen")
        assert entered_since_opened(case, "closed") is None
        step(case, "close")
    assert case.retention_due_on == date(2033, 3, 3)


def test_a_case_that_time_ended_would_be_thrown_away_before_its_child_is_grown(actor: Any) -> None:
    case = taken()
    case.children_involved = True
    db.session.flush()
    lock_all()
    step(case, "refuse_consent")
    assert case.retention_due_on == date(2051, 11, 23)
