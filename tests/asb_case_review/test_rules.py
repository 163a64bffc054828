"""Independence of the chair, what forms may not say, the lifecycle, the clocks: as pure rules."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from casework.panel_type.case_forms import Second
from casework.panel_type.definition import SYSTEM
from casework.panel_type.facts import first_unmet
from casework.panel_type.lifecycle import NotPossible, find, reachable
from casework.panel_type.meeting_rules import Present
from casework.panel_type.questions import Answers
from panels.definitions.asb_case_review import PANEL
from panels.definitions.asb_case_review.case_lifecycle import APPEALABLE
from panels.definitions.asb_case_review.independence import Service, may_chair, reviewed, why_not_independent
from tests.asb_case_review.applications import (
    COUNCIL_ID,
    LANDLORD_ID,
    POLICE_ID,
    T1,
    T3,
    application,
    facts,
    filled,
    incident,
    report,
)

CYCLE = PANEL.lifecycle
TWO = application([incident(date(2026, 9, 2))], [report(1, date(2026, 9, 2))])


def bodies(*rows: tuple[str, str, str]) -> Answers:
    return {"bodies": [{"kind": kind, "name": name, "complained": complained} for kind, name, complained in rows]}


T3_BODIES = bodies(
    ("police", "Quillon Police, Central command unit", "yes"),
    ("council_housing", "Quillon Borough Council Housing", "yes"),
    ("housing_association", "Lanternfish Homes", "yes"),
    ("council_community_safety", "Quillon Borough Council, Community Safety", "no"),
)


def said(key: str, answers: Answers, case: Any) -> list[str]:
    """What the checks of a form have to say."""
    return [problem.message for check in PANEL.case_form(key).checks for problem in check(case, answers)]


def chair(kind: str, service: str, involved: str = "no") -> Answers:
    return {"chair": [{"chair_kind": kind, "chair_service": service, "involved": involved}], "meeting": [{}]}


@pytest.mark.parametrize(
    ("kind", "service", "passes"),
    [
        ("council_housing", "Quillon Borough Council Housing", False),
        ("housing_association", "Lanternfish Homes", False),
        ("housing_association", "Lanternfish", False),
        ("housing_association", "The LANTERNFISH homes, director's office", False),
        ("housing_association", "", False),
        ("police", "Quillon Police, Central command unit", False),
        ("police", "Thornwick Police, Northern command unit", True),
        ("fire", "Quillon Fire and Rescue", True),
        ("council_community_safety", "Quillon Borough Council, Community Safety", True),
    ],
)
def test_nobody_of_a_service_whose_response_is_reviewed_chairs(kind: str, service: str, passes: bool) -> None:
    case = facts(T3, filled=(filled("bodies", T3_BODIES),))
    assert (said("review_arrangements", chair(kind, service), case) == []) is passes


def test_a_chair_who_dealt_with_the_case_is_not_independent() -> None:
    case = facts(T3, filled=(filled("bodies", T3_BODIES),))
    assert said("review_arrangements", chair("fire", "Fire", "yes"), case)
    assert why_not_independent(Service("fire", "Fire"), (), involved=True)


def test_at_the_table_an_agency_that_answered_or_is_reviewed_does_not_chair() -> None:
    returned = filled("agency_return", {"body": [{"kind": "police"}]}, agency="police")
    case = facts(T3, filled=(filled("bodies", T3_BODIES), returned))
    assert may_chair(case, "police", POLICE_ID)
    assert may_chair(case, "police", uuid4())
    assert may_chair(case, "housing_association", LANDLORD_ID)
    assert may_chair(case, "council_community_safety", COUNCIL_ID) == ""
    named = filled("review_arrangements", chair("police", "Thornwick Police"))
    case = facts(T3, filled=(filled("bodies", T3_BODIES), returned, named))
    assert may_chair(case, "police", uuid4()) == "", "the police of another area, compared by name before"
    assert may_chair(case, "police", POLICE_ID), "the police that answered"
    assert PANEL.meeting.may_chair is may_chair


def test_a_review_is_not_arranged_before_the_bodies_are_named() -> None:
    form = PANEL.case_form("review_arrangements")
    assert first_unmet(form.requires, facts(T1)) is not None
    assert first_unmet(form.requires, facts(T1, filled=(filled("bodies", T3_BODIES),))) is None
    assert reviewed(facts(T1)) == ()


def test_every_body_that_was_told_is_on_the_list() -> None:
    assert said("bodies", bodies(("police", "Quillon Police", "yes")), facts(T3)) == [
        "Add the council: the applicant reported to it",
        "Add the landlord: the applicant reported to it",
    ]
    assert said("bodies", T3_BODIES, facts(T3)) == []


def test_nothing_is_asked_of_agencies_before_the_person_affected_agrees() -> None:
    behalf = {**T3, "application": [{"who_applies": "on_behalf", "consent": "ask", "received_on": "2026-12-21"}]}
    assert said("acknowledgement", {"first_look": [{"next": "screening"}]}, facts(behalf))
    assert said("acknowledgement", {"first_look": [{"next": "consent"}]}, facts(behalf)) == []
    shown = {**behalf, "application": [{"who_applies": "on_behalf", "consent": "shown"}]}
    assert said("acknowledgement", {"first_look": [{"next": "screening"}]}, facts(shown)) == []


def test_an_officer_judges_what_the_rule_cannot_and_nothing_else() -> None:
    unsure = application([*T1["incidents"], incident()], [*T1["reports"], report(4)])
    one = {"judgements": [{"report": 1, "counts": "no", "why": "x"}]}
    four = {"judgements": [{"report": 4, "counts": "no", "why": "x"}]}
    assert said("judgements", one, facts(unsure)) == ["Report 1 needs no judgement: its days are certain"]
    assert said("judgements", four, facts(unsure)) == []
    assert said("judgements", four, facts(unsure, filled=(filled("judgements", four),))) == [], "judged again"
    assert said("judgements", {"judgements": [{"report": 9}]}, facts(unsure)) == ["There is no report 9"]


@pytest.mark.parametrize(("answers", "ground"), [(T1, "count"), (T3, "local"), (TWO, "discretion")])
def test_the_ground_of_a_decision_is_the_one_that_the_working_gives(answers: Answers, ground: str) -> None:
    for picked in ("count", "local", "discretion"):
        problems = said("threshold_met", {"threshold_met": [{"ground": picked}]}, facts(answers))
        assert (problems == []) is (picked == ground)


@pytest.mark.parametrize("key", ["threshold_refusal", "vexatious", "not_asb"])
def test_no_way_to_refuse_exists_when_the_threshold_is_met(key: str) -> None:
    form = PANEL.case_form(key)
    assert form.offered is not None
    assert not form.offered.holds(facts(T1))
    assert not form.offered.holds(facts(T3))
    assert form.offered.holds(facts(TWO))
    assert form.second is (Second.PERSON if key == "not_asb" else Second.AGENCY)


def test_every_move_that_refuses_is_made_by_one_of_those_forms() -> None:
    refusing = {"threshold_not_met", "declined_vexatious", "not_asb_redirected"}
    moves = [move for move in CYCLE.transitions if move.target in refusing]
    assert {move.target for move in moves} == refusing
    assert all(move.by_form for move in moves)
    followers = {form.key for form in PANEL.case_forms for f in form.follows if f.verb in {m.verb for m in moves}}
    assert followers == {"threshold_refusal", "vexatious", "not_asb"}


def test_a_refusal_answers_persistence_harm_and_adequacy_and_says_who_decided() -> None:
    asked = {q.id: q for s in PANEL.case_form("threshold_refusal").form.sections for q in s.questions}
    for key in ("persistence", "harm", "adequacy", "reasons", "decided_by", "signposts"):
        assert asked[key].required
        assert asked[key].show_if is None
    assert "police" in PANEL.case_form("threshold_refusal").agency_types
    assert "victim_support" not in PANEL.case_form("threshold_refusal").agency_types


def test_a_refusal_on_local_conditions_names_them_and_whose_advice_was_taken() -> None:
    alone = {"threshold_refusal": [{"caveats_alone": "yes"}]}
    assert said("threshold_refusal", alone, facts(TWO)) == ["Select which conditions the refusal rests on"]
    asked = {q.id: q for s in PANEL.case_form("threshold_refusal").form.sections for q in s.questions}
    assert asked["advice_taken"].required
    assert asked["advice_taken"].show_if is not None


def test_nothing_is_turned_away_at_triage() -> None:
    moves = {move.verb for move in CYCLE.transitions if move.source == "submitted"}
    assert moves == {"accept", "withdraw"}
    assert PANEL.referral_reasons.reject == ()


OUTCOME: Answers = {"outcome": [{"outcomes": ["recommendations"]}], "recommendations": [{"text": "Test the sound"}]}


def test_recommendations_are_listed_or_it_is_said_that_there_are_none() -> None:
    case = facts(T1)
    assert said("outcome", OUTCOME, case) == []
    assert said("outcome", {**OUTCOME, "recommendations": []}, case)
    assert said("outcome", {**OUTCOME, "outcome": [{"outcomes": ["joint_plan"]}]}, case)
    assert said("outcome", {"outcome": [{"outcomes": ["no_further_action"]}], "recommendations": []}, case) == []
    assert said("outcome", {"outcome": [{"outcomes": ["no_further_action", "joint_plan"]}]}, case)


def test_the_outcome_waits_until_the_person_affected_was_heard_on_the_draft() -> None:
    form = PANEL.case_form("outcome")
    held = (("review_held", date(2026, 11, 25)),)
    draft, views = filled("draft_plan", {}, on=date(2026, 11, 26)), filled("plan_views", {}, on=date(2026, 11, 30))
    assert first_unmet(form.requires, facts(T1, entered=held)).key == "draft_shared"  # type: ignore[union-attr]
    assert first_unmet(form.requires, facts(T1, entered=held, filled=(draft,))).key == "views_heard"  # type: ignore[union-attr]
    assert first_unmet(form.requires, facts(T1, entered=held, filled=(draft, views))) is None
    again = (*held, ("review_held", date(2027, 1, 20)))
    assert first_unmet(form.requires, facts(T1, entered=again, filled=(draft, views))) is not None, "a second review"


def test_an_answer_is_to_a_recommendation_that_was_made() -> None:
    case = facts(T1, filled=(filled("outcome", OUTCOME),))
    assert said("recommendation_response", {"response": [{"recommendation": 1}]}, case) == []
    for number in (0, 2, None):
        assert said("recommendation_response", {"response": [{"recommendation": number}]}, case)


def test_an_appeal_after_the_window_says_why_it_is_taken() -> None:
    case = facts(T1, due={"appeal_window": date(2026, 12, 16)})
    for came, words, problems in (
        ("2026-12-16", "", 0),
        ("2026-12-17", "", 1),
        ("2026-12-17", "She was in hospital", 0),
    ):
        answers: Answers = {"appeal": [{"received_on": came, "late_reason": words}]}
        assert len(said("appeal", answers, case)) == problems


def test_an_appeal_is_open_from_every_decision_and_decided_by_fresh_eyes() -> None:
    for state in APPEALABLE:
        assert find(CYCLE, state, "appeal").target == "appeal_received"
    assert PANEL.case_form("appeal_decision").fresh_eyes
    assert reachable(CYCLE, "appeal_received") >= {"appeal_upheld", "appeal_not_upheld", "lpb_review", "screening"}


def test_a_refused_application_is_not_closed_while_an_appeal_is_in_time() -> None:
    close = find(CYCLE, "threshold_not_met", "close")
    refused = (("threshold_not_met", date(2026, 10, 30)),)
    until = {"appeal_window": date(2026, 11, 13)}
    for day, due, closes in (
        (date(2026, 11, 13), until, False),
        (date(2026, 11, 14), until, True),
        (date(2026, 11, 14), {}, False),
        (date(2026, 11, 29), {}, False),
        (date(2026, 11, 30), {}, True),
        (date(2026, 11, 14), {"appeal_window": date(2026, 9, 1)}, False),
    ):
        case = facts(TWO, entered=refused, due=due, today=day)
        assert (first_unmet(close.requires, case) is None) is closes, (day, due)


@pytest.mark.parametrize("verb", ["meet_threshold", "refuse_threshold", "schedule_review", "issue_outcome", "appeal"])
def test_what_the_law_wants_recorded_is_moved_by_its_form_and_never_by_hand(verb: str) -> None:
    assert all(move.by_form for move in CYCLE.transitions if move.verb == verb)


def test_a_silent_applicant_is_decided_on_what_is_held() -> None:
    move = find(CYCLE, "awaiting_information", "go_on")
    assert (move.target, move.roles, move.on_clock) == ("screening", (SYSTEM,), "applicant_information")


def test_a_review_without_a_named_chair_is_not_held() -> None:
    hear = find(CYCLE, "review_scheduled", "hear")
    assert first_unmet(hear.requires, facts(T1)) is not None
    with pytest.raises(NotPossible):
        find(CYCLE, "threshold_met", "hear")


def test_a_response_clock_waits_for_every_body() -> None:
    rule = PANEL.clock("responses")
    both = {**OUTCOME, "recommendations": [{"text": "a"}, {"text": "b"}]}
    first = filled("recommendation_response", {"response": [{"recommendation": 1}]})
    second = filled("recommendation_response", {"response": [{"recommendation": 2}]})
    assert rule.met_if is not None
    assert not rule.met_if.holds(facts(T1, filled=(filled("outcome", both), first)))
    assert rule.met_if.holds(facts(T1, filled=(filled("outcome", both), first, second)))
    returns = PANEL.clock("returns").met_if
    assert returns is not None
    asked = filled("bodies", bodies(("police", "P", "yes"), ("council_housing", "H", "yes")))
    one = filled("agency_return", {"body": [{"kind": "police"}]})
    assert not returns.holds(facts(T1, filled=(asked, one)))


def test_each_check_of_the_plan_meets_its_own_clock() -> None:
    done = filled("plan_check", {"plan_check": [{"which": "week_4"}]})
    met = {week: PANEL.clock(f"check_{week}").met_if for week in ("week_4", "week_8", "week_12")}
    assert {week: rule.holds(facts(T1, filled=(done,))) for week, rule in met.items() if rule} == {
        "week_4": True,
        "week_8": False,
        "week_12": False,
    }


def test_the_quorum_is_a_chair_two_other_bodies_and_the_landlord() -> None:
    room = [Present("police", "chair", agency="thornwick"), Present("police", "member", agency="quillon")]
    assert PANEL.meeting.quorum.missing(room, has_landlord=False) == ("Two relevant bodies besides the chair's",)
    room.append(Present("housing_association", "member", is_landlord=True, agency="lanternfish"))
    assert PANEL.meeting.quorum.missing(room) == ()


def test_the_person_affected_takes_part_in_the_first_part_alone() -> None:
    present = [step.subject_present for step in PANEL.meeting.steps]
    assert present == sorted(present, reverse=True)
    assert 0 < sum(present) < len(present)


def test_nobody_said_to_be_responsible_is_entered_as_a_person_or_written_to() -> None:
    assert "alleged_perpetrator" not in {role.value for role in PANEL.case_roles}
    assert {letter.to.value for letter in PANEL.letters} == {"subject", "representative"}


def test_the_four_figures_of_the_act_are_published_as_they_are() -> None:
    assert [(figure.key, figure.statutory) for figure in PANEL.figures] == [
        ("applications", True),
        ("not_met", True),
        ("reviews", True),
        ("recommendations", True),
    ]
