import pytest

from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, REFERRER
from casework.panel_type.lifecycle import Guard, NotPossible, allowed, find
from casework.panel_type.meeting_rules import Present
from casework.panel_type.risk import score
from panels.definitions.asb_marac import PANEL

CYCLE = PANEL.lifecycle
TOOL = PANEL.tool("asb_ram")
ORDER = ("h1", "h2", "h3", "h4", "h5", "t1", "t2", "t3", "i1", "i2", "i3", "s1", "s2", "s3")


def by_points(*points: int) -> dict[str, str]:
    """The answers with these points, in the order of the questions."""
    questions = {question.id: question for question in TOOL.questions}
    return {
        key: next(option.value for option in questions[key].options if option.points == wanted)
        for key, wanted in zip(ORDER, points, strict=True)
    }


def test_the_tool_has_a_highest_total_of_49() -> None:
    assert TOOL.maximum == 49
    assert [(band.low, band.high) for band in TOOL.bands] == [(0, 15), (16, 31), (32, 49)]
    assert [question.id for question in TOOL.questions if not question.scored] == ["h6"]


def test_an_older_tenant_whose_home_was_taken_over_is_high_with_violence() -> None:
    found = score(TOOL, by_points(5, 2, 4, 2, 5, 3, 0, 3, 5, 4, 3, 3, 3, 2))
    assert (found.total, found.band, found.flags, found.raised_by_flag) == (44, "high", ("violence",), False)
    assert found.prompts == ("violence",)


def test_a_possible_hate_motive_prompts_at_a_medium_score() -> None:
    found = score(TOOL, by_points(3, 2, 2, 2, 4, 3, 2, 2, 3, 2, 1, 0, 1, 1))
    assert (found.total, found.band, found.prompts) == (28, "medium", ("hate_route",))


def test_thoughts_of_suicide_are_high_and_bring_up_the_crisis_route() -> None:
    found = score(TOOL, by_points(4, 2, 4, 2, 4, 3, 0, 3, 5, 5, 3, 3, 3, 0))
    assert (found.total, found.band, found.flags, found.prompts) == (41, "high", ("suicide",), ("crisis",))


@pytest.mark.parametrize("answers", [{"i2": "suicidal"}, {"h5": "violence"}])
def test_suicide_and_violence_are_high_whatever_the_total(answers: dict[str, str]) -> None:
    found = score(TOOL, answers)
    assert (found.total, found.computed_band, found.band, found.raised_by_flag) == (5, "standard", "high", True)
    assert not found.complete


def test_the_line_between_medium_and_high_lies_above_31() -> None:
    assert score(TOOL, by_points(5, 2, 4, 2, 4, 3, 3, 3, 5, 0, 0, 0, 0, 0)).band == "medium"
    assert score(TOOL, by_points(5, 2, 4, 2, 4, 3, 3, 3, 5, 0, 1, 0, 0, 0)).band == "high"


def test_only_the_referrer_side_sends_a_referral_and_only_with_required_answers() -> None:
    send = find(CYCLE, "draft", "submit")
    assert send.guards == (Guard.COMPLETE_REFERRAL, Guard.RISK_OR_REASON)
    assert REFERRER in send.roles


def test_a_member_cannot_triage_decide_or_close() -> None:
    for state in ("submitted", "heard", "active", "review_due", "monitoring"):
        assert [move.verb for move in allowed(CYCLE, state, (MEMBER,)) if move.verb != "withdraw"] == []


def test_a_refusal_needs_a_reason_and_the_chair() -> None:
    refuse = find(CYCLE, "submitted", "reject")
    assert refuse.needs_reason
    assert Guard.CHAIR_CONFIRMS in refuse.guards


def test_only_the_chair_hears_a_case_out_of_turn() -> None:
    assert COORDINATOR not in find(CYCLE, "submitted", "list_urgent").roles
    assert CHAIR in find(CYCLE, "accepted", "list_urgent").roles


def test_a_referrer_withdraws_until_the_case_is_listed_and_not_after() -> None:
    for state in ("draft", "submitted", "more_info", "accepted"):
        assert REFERRER in find(CYCLE, state, "withdraw").roles
    for state in ("listed", "heard", "active"):
        assert REFERRER not in find(CYCLE, state, "withdraw").roles


def test_a_case_closes_between_meetings_only_when_all_is_settled() -> None:
    for state in ("active", "monitoring", "review_due"):
        assert find(CYCLE, state, "close").guards == (
            Guard.ACTIONS_SETTLED,
            Guard.CLOSING_ASSESSMENT,
            Guard.VICTIM_TOLD,
        )


@pytest.mark.parametrize(("state", "verb"), [("draft", "accept"), ("accepted", "close"), ("closed", "close")])
def test_a_move_out_of_order_is_not_possible(state: str, verb: str) -> None:
    with pytest.raises(NotPossible, match="You cannot do"):
        find(CYCLE, state, verb)


def test_every_decision_names_a_move_out_of_heard() -> None:
    targets = {move.target for move in CYCLE.transitions if move.source == "heard" and move.verb != "withdraw"}
    assert {decision.target_state for decision in PANEL.decisions} == targets


def test_closing_asks_for_a_reason_and_each_reason_has_an_outcome_code() -> None:
    assert [decision.key for decision in PANEL.decisions if decision.needs_closure_reason] == ["close"]
    assert len(PANEL.closure_reasons) == 13
    assert all(reason.common_code.isupper() for reason in PANEL.closure_reasons)


def test_the_clock_stops_only_while_the_referrer_is_asked() -> None:
    assert [state.key for state in CYCLE.states if state.pauses_clock] == ["more_info"]
    assert PANEL.clock("triage").pause_states == ("more_info",)


def test_the_meeting_needs_chair_police_council_health_and_the_landlord() -> None:
    quorum = PANEL.meeting.quorum
    assert len(quorum.missing([])) == 5
    room = [
        Present("police", "chair"),
        Present("council_community_safety", "coordinator"),
        Present("mental_health", "member"),
    ]
    assert quorum.missing(room) == ("The landlord of the case",)
    assert quorum.missing([*room, Present("housing_association", "member", is_landlord=True)]) == ()


def test_closed_cases_are_kept_six_years_and_those_of_a_child_until_25() -> None:
    [rule] = [rule for rule in PANEL.retention if rule.record == "case"]
    assert (rule.years, rule.child_until_age, rule.starts_on) == (6, 25, "closed")
