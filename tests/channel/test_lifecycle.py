"""The states of a case, who moves it, and what must be true before: the table of the fact pack, by hand."""

from datetime import date

import pytest

from casework.panel_type.definition import CASE_OFFICER, CHAIR, COORDINATOR, SYSTEM, VICE_CHAIR
from casework.panel_type.facts import CaseFacts, Requirement, first_unmet
from casework.panel_type.lifecycle import find
from panels.definitions.channel import PANEL
from panels.definitions.channel.case_lifecycle import WITH_SUPPORT
from panels.definitions.channel.requirements import (
    ANSWERED_NO,
    CLOSING_ASSESSED,
    CONSENT_GIVEN,
    NOT_ADOPTED_YET,
    OTHER_CARE_CONSIDERED,
    RESIDUAL_CONSIDERED,
    TRANSFER_ACKNOWLEDGED,
)
from tests.channel.cases import PLAN, SELF, case, consented, filled

pytestmark = pytest.mark.pure
CYCLE = PANEL.lifecycle
CHAIRS, OFFICERS, TABLE = {CHAIR, VICE_CHAIR}, {COORDINATOR, CASE_OFFICER}, {COORDINATOR, CHAIR, VICE_CHAIR}

# From, to, who may: section 6.11 of the fact pack, with the ways back to the table that reviews need.
MOVES = (
    ("notified", "info_gathering", OFFICERS),
    ("notified", "gateway_exit", OFFICERS),
    ("info_gathering", "s36_met", OFFICERS),
    ("info_gathering", "gateway_exit", OFFICERS),
    ("info_gathering", "plp", OFFICERS),
    ("s36_met", "listed", {COORDINATOR}),
    ("listed", "heard", CHAIRS),
    ("heard", "adopted_pending_consent", CHAIRS),
    ("heard", "not_adopted_signposted", CHAIRS),
    ("heard", "plp", CHAIRS),
    ("heard", "deferred", CHAIRS),
    ("heard", "closed_no_action", CHAIRS),
    ("adopted_pending_consent", "in_support", OFFICERS),
    ("adopted_pending_consent", "consent_refused", OFFICERS),
    ("in_support", "review_due", {SYSTEM}),
    ("in_support", "consent_withdrawn", OFFICERS),
    ("in_support", "exit_proposed", {CASE_OFFICER, CHAIR, VICE_CHAIR}),
    ("in_support", "transferred_area", CHAIRS),
    ("in_support", "plp", {CASE_OFFICER}),
    ("in_support", "pursue", {CASE_OFFICER}),
    ("consent_refused", "plp", {CASE_OFFICER}),
    ("consent_refused", "onward_support", OFFICERS),
    ("consent_refused", "residual_review", OFFICERS),
    ("consent_refused", "closed", CHAIRS),
    ("consent_withdrawn", "onward_support", OFFICERS),
    ("consent_withdrawn", "residual_review", OFFICERS),
    ("consent_withdrawn", "closed", CHAIRS),
    ("exit_proposed", "in_support", CHAIRS),
    ("heard", "closed", CHAIRS),
    ("heard", "in_support", CHAIRS),
    ("closed", "post_exit_6m", {SYSTEM}),
    ("post_exit_6m", "post_exit_12m", {SYSTEM}),
    ("post_exit_6m", "finalised", OFFICERS),
    ("post_exit_12m", "finalised", OFFICERS),
    ("post_exit_6m", "reopened", OFFICERS),
    ("post_exit_12m", "reopened", OFFICERS),
    ("closed", "reopened", OFFICERS),
    ("transferred_area", "closed_here", {COORDINATOR}),
)


@pytest.mark.parametrize(("source", "target", "who"), MOVES, ids=lambda part: part if isinstance(part, str) else "")
def test_a_move_would_be_missing_or_open_to_others(source: str, target: str, who: set[str]) -> None:
    found = [move for move in CYCLE.transitions if (move.source, move.target) == (source, target)]
    roles = {role for move in found if move.verb != "list_urgent" for role in move.roles}
    # What turning 18 asks for again is a move of the service beside those of people.
    assert roles - ({SYSTEM} if who != {SYSTEM} else set()) == who


def test_a_move_would_lead_where_the_table_does_not() -> None:
    ends = {move.target for move in CYCLE.transitions if move.source == "heard"}
    assert ends == {
        "adopted_pending_consent",
        "not_adopted_signposted",
        "plp",
        "deferred",
        "closed_no_action",
        "in_support",
        "closed",
        "residual_review",
        "onward_support",
    }
    assert {move.target for move in CYCLE.transitions if move.source == "transferred_area"} == {"closed_here"}
    assert {move.source for move in CYCLE.transitions if move.target == "in_support"} == {
        "adopted_pending_consent",
        "heard",
        "review_due",
        "exit_proposed",
    }


@pytest.mark.parametrize("source", ["adopted_pending_consent", "heard", "review_due", "exit_proposed"])
def test_a_case_would_come_into_support_without_consent(source: str) -> None:
    for move in CYCLE.transitions:
        if (move.source, move.target) == (source, "in_support"):
            assert first_unmet(move.requires, case(PLAN)) is not None
            assert first_unmet(move.requires, consented(SELF)) is None


def referral(**tracker: str) -> CaseFacts:
    told = {"deconfliction": "yes", "gateway_outcome": "concern", **tracker}
    return case(state="notified", referral={**case().referral, "tracker": [told]})


def test_agencies_would_be_asked_before_the_police_cleared_it() -> None:
    needed = find(CYCLE, "notified", "accept").requires
    assert first_unmet(needed, referral()) is None
    for answer in ("no", "not_known"):
        unmet = first_unmet(needed, referral(deconfliction=answer))
        assert unmet is not None
        assert unmet.key == "deconflicted"


def test_information_would_be_gathered_on_somebody_without_a_concern() -> None:
    unmet = first_unmet(find(CYCLE, "notified", "accept").requires, referral(gateway_outcome="no_concern"))
    assert unmet is not None
    assert unmet.key == "gateway_passed"


def test_a_case_would_go_on_without_the_attestation() -> None:
    facts = case(referral={**case().referral, "attestation": [{}]})
    unmet = first_unmet(find(CYCLE, "notified", "accept").requires, facts)
    assert unmet is not None
    assert (unmet.key, unmet.basis) == ("attested", "Counter-Terrorism and Security Act 2015 s38(4) and (5)")


@pytest.mark.parametrize("key", ["not_adopt", "no_action"])
def test_a_panel_would_decide_against_support_without_thinking_of_health_and_care(key: str) -> None:
    option = PANEL.decision(key)
    considered = filled("other_care", date(2027, 2, 18), referral="social_care")
    for needed in (option.requires, find(CYCLE, "heard", key).requires):
        assert needed == (OTHER_CARE_CONSIDERED,)
        assert first_unmet(needed, case()) is OTHER_CARE_CONSIDERED
        assert first_unmet(needed, case(considered)) is None
    assert OTHER_CARE_CONSIDERED.basis.endswith("s36(6)")


def test_what_was_considered_the_first_time_would_serve_for_the_second() -> None:
    considered = filled("other_care", date(2027, 2, 18), referral="none")
    entered = (*case().entered, ("reopened", date(2027, 9, 1)))
    assert not OTHER_CARE_CONSIDERED.holds(case(considered, entered=entered))


def test_a_case_would_end_without_its_closing_assessment() -> None:
    assert find(CYCLE, "heard", "close").requires == (CLOSING_ASSESSED,)
    assert not CLOSING_ASSESSED.holds(consented(SELF))
    assert CLOSING_ASSESSED.holds(case(filled("closing_assessment", date(2027, 7, 10), exit_reason="addressed")))
    old = filled("closing_assessment", date(2027, 1, 10), exit_reason="addressed")
    assert not CLOSING_ASSESSED.holds(case(old))


def test_the_remaining_risk_would_be_passed_over_at_the_close() -> None:
    for source in ("consent_refused", "consent_withdrawn", "residual_review", "onward_support"):
        assert find(CYCLE, source, "close").requires == (RESIDUAL_CONSIDERED,)
    assert not RESIDUAL_CONSIDERED.holds(case())


def test_a_case_would_leave_for_an_area_that_does_not_know_of_it() -> None:
    moves = [move for move in CYCLE.transitions if move.target == "transferred_area"]
    assert len(moves) > 5
    assert {move.requires for move in moves} == {(TRANSFER_ACKNOWLEDGED,)}
    assert not TRANSFER_ACKNOWLEDGED.holds(case())


@pytest.mark.parametrize("state", [*WITH_SUPPORT, "listed"])
def test_consent_could_not_be_withdrawn_at_once(state: str) -> None:
    form = PANEL.case_form("consent_withdrawal")
    assert state in form.states
    assert find(CYCLE, state, "withdraw_consent").target == "consent_withdrawn"
    assert form.ends_provider_tasks is not None
    assert form.offered is CONSENT_GIVEN
    assert CONSENT_GIVEN.holds(consented(SELF))
    assert not CONSENT_GIVEN.holds(case(PLAN))


def test_only_the_police_take_a_person_on() -> None:
    form = PANEL.case_form("taken_by_police")
    assert form.roles == (CASE_OFFICER,)
    assert set(form.agency_types) == {"police", "transport_police"}


def test_the_test_is_decided_by_the_police_or_a_local_authority_alone() -> None:
    for key in ("s36_decision", "new_s36_decision"):
        form = PANEL.case_form(key)
        assert set(form.agency_types) == {"police", "transport_police", "council_community_safety", "council_housing"}
        offered = {choice.value for choice in form.form.sections[0].question("decided_by").offered}
        assert offered == {"police", "local_authority"}
        assert all(form.form.sections[0].question(key).required for key in ("decided_on", "tool", "tool_on", "grounds"))


@pytest.mark.parametrize(
    ("facts", "offered"),
    [
        (case(entered=(("s36_met", date(2027, 1, 5)),)), {"adopt", "not_adopt", "defer", "plp", "no_action"}),
        (consented(SELF), {"keep", "defer", "exit", "plp"}),
        (
            case(PLAN, entered=(*case().entered, ("consent_refused", date(2027, 2, 1)))),
            {"adopt", "defer", "exit", "plp", "review_residual", "onward"},
        ),
    ],
    ids=["first hearing", "in support", "after a refusal"],
)
def test_a_decision_would_be_offered_that_does_not_fit_the_case(facts: CaseFacts, offered: set[str]) -> None:
    fits = {option.key for option in PANEL.decisions if option.offered is None or option.offered.holds(facts)}
    assert fits == offered


def test_a_refusal_of_the_first_time_would_count_for_the_second() -> None:
    entered = (*case().entered, ("consent_refused", date(2027, 2, 1)), ("reopened", date(2027, 9, 1)))
    assert not ANSWERED_NO.holds(case(PLAN, entered=entered))
    assert NOT_ADOPTED_YET.holds(case(PLAN, entered=entered))


def test_every_requirement_says_what_to_do() -> None:
    needed: set[Requirement] = {one for move in CYCLE.transitions for one in move.requires}
    needed |= {one for option in PANEL.decisions for one in option.requires}
    assert len(needed) >= 8
    assert all(one.basis for one in needed)
    assert not [one.key for one in needed if len(one.why_not) < 20]
