"""What the panel asks, keeps and shows: the form, the tools, the modes, the silo."""

from dataclasses import replace

import pytest

from casework.panel_type.answers import form_problems
from casework.panel_type.checks import check
from casework.panel_type.definition import CASE_OFFICER, COORDINATOR
from casework.panel_type.in_force import in_mode
from casework.panel_type.letter_templates import To
from casework.panel_type.meeting_rules import Present
from casework.panel_type.questions import Kind, Sensitivity
from panels.definitions.channel import PANEL
from panels.definitions.channel.forms_assessment import DIMENSIONS, PAF_DOMAINS, paf_form

pytestmark = pytest.mark.pure
FORM = PANEL.referral_form
MODES = {mode.key: mode for mode in PANEL.modes}


@pytest.mark.parametrize("mode", PANEL.modes, ids=lambda mode: mode.key)
def test_the_definition_would_be_unsound_in_one_of_its_modes(mode: object) -> None:
    assert check(in_mode(PANEL, mode)) == []  # type: ignore[arg-type]


def test_the_panel_would_start_with_narrative_or_without_its_assessment() -> None:
    first = PANEL.modes[0]
    assert (first.key, first.narrative, first.needs_record) == ("logistics-only", False, "")
    assert "impact assessment" in MODES["full"].needs_record
    assert not MODES["off"].runs


def test_the_meetings_only_mode_would_hold_a_narrative() -> None:
    panel = in_mode(PANEL, PANEL.modes[0])
    forms = [panel.referral_form, *(form.form for form in panel.case_forms)]
    asked = [question for form in forms for section in form.sections for question in section.questions]
    assert asked
    assert not [question.id for question in asked if question.sensitivity is Sensitivity.N]
    assert {form.key for form in PANEL.case_forms} - {form.key for form in panel.case_forms} == {
        "agency_holdings",
        "vaf",
        "paf_shell",
    }
    assert [line.question for line in panel.brief] == ["tracker_reference"]


def test_the_intake_would_leave_out_what_it_must_say() -> None:
    missing = {problem.question_id for _, problem in form_problems(FORM, {})}
    assert {
        "tracker_reference",
        "case_officer",
        "received_on",
        "gateway_outcome",
        "gateway_on",
        "deconfliction",
        "child",
        "managed",
        "urgent",
        "attendees",
        "attested",
        "decider",
    } <= missing
    assert FORM.section("tracker").question("tracker_reference").unique


def test_the_intake_would_have_room_for_an_investigation() -> None:
    told = {question.kind for question in FORM.section("tracker").questions}
    assert Kind.LONG not in told


def test_only_the_coordinator_and_the_case_officer_log_a_person() -> None:
    [send] = [move for move in PANEL.lifecycle.transitions if move.source == "draft"]
    assert set(send.roles) == {COORDINATOR, CASE_OFFICER}
    assert any("national Prevent referral form" in line for line in PANEL.instead_of_referring)


def test_a_referrer_would_learn_more_than_that_it_was_received_or_is_closed() -> None:
    words = {state.referrer_words for state in PANEL.lifecycle.states if state.key != "draft"}
    assert words == {"We have received this", "This is closed"}


def test_the_22_factors_would_not_be_there_or_would_be_added_up() -> None:
    assert [len(factors) for _, _, factors in DIMENSIONS] == [13, 6, 3]
    form = PANEL.case_form("vaf").form
    asked = {question.id: question for section in form.sections for question in section.questions}
    for _, _, factors in DIMENSIONS:
        for key, _ in factors:
            assert {f"{key}_{part}" for part in ("rating", "evidence", "source", "protective")} <= set(asked)
    assert [key for key in asked if key.endswith("_overall")] == [f"{key}_overall" for key, _, _ in DIMENSIONS]
    assert PANEL.risk_tools == ()
    assert not [question for question in asked.values() if question.kind is Kind.INTEGER]


def test_the_controlled_framework_would_be_copied() -> None:
    assert PAF_DOMAINS == ()
    assert [section.id for section in PANEL.case_form("paf_shell").form.sections] == ["paf"]
    loaded = paf_form((("one", "A domain of an authorised area"),))
    assert [question.id for question in loaded.section("paf_domains").questions] == ["one_overall"]


def test_the_panel_would_show_itself_to_others() -> None:
    sight = PANEL.visibility
    assert (sight.silo, sight.existence_hidden, sight.step_up, sight.members_by_case, sight.named_pages) == (True,) * 5
    assert sight.match_visible_to == ()
    assert sight.watches
    assert PANEL.figures == ()


def test_a_decision_would_be_taken_without_the_local_authority_or_the_police_of_the_area() -> None:
    quorum, rules = PANEL.meeting.quorum, PANEL.meeting
    chair = Present("council_community_safety", "chair")
    assert quorum.missing([chair, Present("police", "member", is_needed=True)]) == ()
    police = "The police of the area where the person lives"
    assert quorum.missing([chair]) == (police,)
    assert quorum.missing([chair, Present("police", "member")]) == (police,)
    others = [Present("police", "vice_chair", is_needed=True)]
    assert quorum.missing(others) == ("The local authority",)
    assert rules.quorum_binds


def test_a_decision_would_not_say_by_which_rule_it_came_about() -> None:
    ways = PANEL.meeting.ways_to_decide
    assert [way.key for way in ways] == ["unanimity", "majority", "chair"]
    assert {way.basis for way in ways} == {"CTSA 2015 s37(6)"}
    assert [way.needs_dissent for way in ways] == [False, True, True]
    assert ways[0].unanimous
    assert not ways[2].by_votes


def test_a_letter_would_go_without_the_chairs_word() -> None:
    assert {letter.to for letter in PANEL.letters} == {To.SUBJECT, To.REPRESENTATIVE, To.AGENCY}
    assert all(letter.approvers == ("chair", "vice_chair") for letter in PANEL.letters)
    assert {letter.neutral_title for letter in PANEL.letters} == {"A letter for you"}


def test_records_would_be_kept_too_long_or_too_short() -> None:
    kept = {rule.record: (rule.years, rule.months, rule.starts_on) for rule in PANEL.retention}
    assert kept["case"] == (6, 0, "closed")
    assert kept["gateway_exit"] == (0, 6, "gateway_exit")
    ended = {state.key for state in PANEL.lifecycle.states if not state.open} - {"draft"}
    after_exit = {"closed", "post_exit_6m", "post_exit_12m", "finalised"}
    assert ended - after_exit <= set(kept)


def test_a_closure_reason_would_fit_every_decision() -> None:
    fits = {option.key: option.closure_reasons for option in PANEL.decisions if option.needs_closure_reason}
    assert set(fits) == {"not_adopt", "exit", "plp", "no_action"}
    assert fits["not_adopt"] == ("no_susceptibility", "better_met", "managed_elsewhere")
    assert all(fits.values())
    spoiled = replace(PANEL.decision("plp"), closure_reasons=("made_up",))
    decisions = tuple(spoiled if option.key == "plp" else option for option in PANEL.decisions)
    assert any("unknown closure reason made_up" in str(fault) for fault in check(replace(PANEL, decisions=decisions)))
