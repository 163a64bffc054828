from dataclasses import replace

import pytest

from casework.panel_type.checks import DefinitionError, check
from casework.panel_type.clocks import ClockRule
from casework.panel_type.definition import BriefLine, DecisionOption, PanelType, RetentionRule, StockAction, Visibility
from casework.panel_type.facts import Requirement
from casework.panel_type.faults import Fault
from casework.panel_type.lifecycle import State, Support, Transition
from casework.panel_type.meeting_rules import MAJORITY, HearingStep, Quorum, QuorumPart, WayToDecide
from casework.panel_type.modes import Mode
from casework.panel_type.own_numbers import OwnNumber
from casework.panel_type.prompts import Prompt, Trigger
from casework.panel_type.questions import Choice, Condition, Kind, Question, Sensitivity
from casework.panel_type.risk import Band, FlagRule, RiskQuestion
from tests.panel_type.rules import RULES
from tests.panel_type.small_panel import (
    CLOCK,
    DECISION,
    LETTER,
    LIFECYCLE,
    PANEL,
    QUESTIONS,
    TOOL,
    with_lifecycle,
    with_questions,
    with_tool,
)

TEXT, LONG, CHOICE, I = Kind.TEXT, Kind.LONG, Kind.CHOICE, Sensitivity.I  # noqa: E741


def moves(*more: Transition) -> PanelType:
    return with_lifecycle(transitions=(*LIFECYCLE.transitions, *more))


def clock(**changes: object) -> PanelType:
    spoiled: ClockRule = replace(CLOCK, **changes)  # type: ignore[arg-type]
    return replace(PANEL, clocks=(spoiled,), examples=())


def decision(**changes: object) -> PanelType:
    spoiled: DecisionOption = replace(DECISION, **changes)  # type: ignore[arg-type]
    return replace(PANEL, decisions=(spoiled,))


def quorum(*parts: QuorumPart) -> PanelType:
    return replace(PANEL, meeting=replace(RULES, quorum=Quorum(parts)))


def ways(*known: WayToDecide) -> PanelType:
    return replace(PANEL, meeting=replace(RULES, ways_to_decide=known))


def waiting_for(section: str, question: str, answer: str) -> PanelType:
    trigger = Trigger(section, Condition(question, equals=answer))
    return replace(PANEL, prompts=(Prompt("call", "Call", "", (trigger,)),))


SPOILED = {
    "something is asked of associates, and the panel lets none in": replace(
        PANEL, visibility=Visibility(associate_requires=(Requirement("consent", "Ask first", lambda facts: True),))
    ),
    "the panel hides that it has a case, and tells others of matches": replace(
        PANEL, visibility=Visibility(existence_hidden=True, match_visible_to=("safety",))
    ),
    "roles are confirmed again after 0 months": replace(PANEL, visibility=Visibility(confirm_roles_months=0)),
    "roles are confirmed again after 13 months": replace(PANEL, visibility=Visibility(confirm_roles_months=13)),
    "state island cannot be reached": with_lifecycle(states=(*LIFECYCLE.states, State("island", "", "", final=True))),
    "state heard has no way out and is not final": with_lifecycle(transitions=LIFECYCLE.transitions[:1]),
    "support waits or runs, and no provider carries any out": with_lifecycle(
        states=(*LIFECYCLE.states[:-1], replace(LIFECYCLE.states[-1], support=Support.RUNS))
    ),
    "state draft is declared twice": with_lifecycle(states=(*LIFECYCLE.states, LIFECYCLE.states[0])),
    "transition fly uses the unknown state moon": moves(Transition("fly", "heard", "moon", ("chair",))),
    "transition heard/close is declared twice": moves(Transition("close", "heard", "closed", ("chair",))),
    "transition heard/fly has no role": moves(Transition("fly", "heard", "closed", ())),
    "transition heard/fly names the unknown role pilot": moves(Transition("fly", "heard", "closed", ("pilot",))),
    "the lifecycle uses the unknown state begun": with_lifecycle(initial="begun"),
    "clock triage starts on nothing": clock(starts_on="whenever"),
    "clock triage is met by nothing that can happen": clock(met_by=("miracle",)),
    "clock triage pauses in an unknown state": clock(pause_states=("limbo",)),
    "clock triage needs a length and a source": clock(source=""),
    "clock triage names the unknown role nobody": clock(owner_role="nobody"),
    "clock triage names the unknown band purple": clock(lengths_by_band=(("purple", 1),)),
    "clock triage is declared twice": replace(PANEL, clocks=(CLOCK, CLOCK)),
    "decision close has no role": decision(roles=()),
    "decision close leads to draft, which cannot be reached from heard": decision(target_state="draft"),
    "decision close leads to moon, which cannot be reached from heard": decision(target_state="moon"),
    "decision close has a key number that is not 1 to 9": decision(key_number=10),
    "decision close needs a closure reason, and there are none": replace(PANEL, closure_reasons=()),
    "decision key number 1 is declared twice": replace(PANEL, decisions=(DECISION, replace(DECISION, key="other"))),
    "there is no retention rule": replace(PANEL, retention=()),
    "the retention rule for case keeps it for no time": replace(PANEL, retention=(RetentionRule("case", 0),)),
    "there are no roles": replace(PANEL, roles=()),
    "the reference letter must be one capital letter": replace(PANEL, reference_letter="AB"),
    "the meeting has no quorum": quorum(),
    "quorum part A is declared twice": quorum(QuorumPart("A", landlord=True), QuorumPart("A", needed=True)),
    "quorum part A can be met by nobody": quorum(QuorumPart("A")),
    "quorum part A asks for no agency": quorum(QuorumPart("A", landlord=True, agencies=0)),
    "quorum part A names the unknown agency type militia": quorum(QuorumPart("A", agency_types=("militia",))),
    "quorum part A names the unknown role nobody": quorum(QuorumPart("A", roles=("nobody",))),
    "the meeting has no way to decide": ways(),
    "way to decide majority is declared twice": ways(MAJORITY, MAJORITY),
    "way to decide  needs a key of at most 40 letters": ways(WayToDecide("", "Somehow")),
    "way to decide all cannot be unanimous and want a disagreement": ways(
        WayToDecide("all", "All", needs_dissent=True, unanimous=True)
    ),
    "a step of hearing a case needs a title, and minutes that are not negative": replace(
        PANEL, meeting=replace(RULES, steps=(HearingStep("Options", -1),))
    ),
    "the review interval names the unknown band purple": replace(
        PANEL, meeting=replace(RULES, review_months_by_band=(("purple", 1),))
    ),
    "stock action letter V is declared twice": replace(
        PANEL, stock_actions=(StockAction("V", "a"), StockAction("V", "b"))
    ),
    "the day on which answers are due comes before the first pack": replace(PANEL, meeting=replace(RULES, pack_wd=2)),
    "the final pack comes before the day on which answers are due": replace(
        PANEL, meeting=replace(RULES, final_pack_wd=4)
    ),
    "the last day for a late item comes before the last day for referrals": replace(
        PANEL, meeting=replace(RULES, cutoff_wd=4)
    ),
    "the minutes are issued before they are drafted": replace(PANEL, meeting=replace(RULES, minutes_wd=11)),
    "number reports is 4, and may be from 1 to 3 (An Act)": replace(
        PANEL, own_numbers=(OwnNumber("reports", "Reports", 4, 1, 3, basis="An Act"),)
    ),
    "the withholding of names waits for the unknown question about.ghost": replace(
        PANEL, withholds_identity=Trigger("about", Condition("ghost", equals="yes"))
    ),
    "letter received is declared twice": replace(PANEL, letters=(LETTER, LETTER)),
    "question of section about: safe is declared twice": with_questions(QUESTIONS[0], QUESTIONS[0]),
    "question about.Bad has an id that cannot be used": with_questions(Question("Bad", "", TEXT, I)),
    "question about.once has an id that cannot be used": with_questions(Question("once", "", TEXT, I)),
    "question about.a has no sensitivity class": with_questions(
        Question("a", "A", TEXT, None, required=True)  # type: ignore[arg-type]
    ),
    "question about.a offers no choices": with_questions(Question("a", "A", CHOICE, I)),
    "question about.a choice x is declared twice": with_questions(
        Question("a", "A", CHOICE, I, choices=(Choice("x", "X"), Choice("x", "Y")))
    ),
    "question about.a is to be unique, and only one line of text can be": with_questions(
        Question("a", "A", LONG, I, unique=True)
    ),
    "question about.a is required, but not everybody is asked": with_questions(
        Question("a", "A", TEXT, I, required=True, asked_of=("police",))
    ),
    "question about.a depends on the unknown question b": with_questions(
        Question("a", "A", TEXT, I, show_if=Condition("b", equals="x"))
    ),
    "question about.a depends on b, which does not come before it": with_questions(
        Question("a", "A", TEXT, I, show_if=Condition("b", equals="x")), Question("b", "B", TEXT, I)
    ),
    "question about.a has a condition without a test": with_questions(
        QUESTIONS[0], Question("a", "A", TEXT, I, show_if=Condition("safe"))
    ),
    "question about.a depends on the answer perhaps, which safe does not offer": with_questions(
        QUESTIONS[0], Question("a", "A", TEXT, I, show_if=Condition("safe", equals="perhaps"))
    ),
    "prompt call waits for the unknown question about.ghost": waiting_for("about", "ghost", "yes"),
    "prompt call waits for the unknown question gone.safe": waiting_for("gone", "safe", "yes"),
    "prompt call depends on the answer perhaps, which safe does not offer": waiting_for("about", "safe", "perhaps"),
    "risk tool tool has a gap or an overlap at band high": with_tool(
        bands=(Band("low", "Low", 0, 0), Band("high", "High", 2, 2))
    ),
    "risk tool tool has bands up to 3, but its highest total is 2": with_tool(
        bands=(Band("low", "Low", 0, 1), Band("high", "High", 2, 3))
    ),
    "risk tool tool raises to the unknown band purple": with_tool(rules=(FlagRule("danger", "purple"),)),
    "risk tool tool has a rule for the flag storm, which no answer raises": with_tool(
        rules=(FlagRule("storm", "high"),)
    ),
    "risk tool tool names the unknown prompt sing": with_tool(rules=(FlagRule("danger", "high", "sing"),)),
    "question of risk tool tool: a is declared twice": with_tool(
        questions=(*TOOL.questions, RiskQuestion("a", "Again?", ()))
    ),
}


@pytest.mark.parametrize("fault", SPOILED, ids=lambda fault: fault.replace(" ", "-"))
def test_a_fault_is_found_and_named(fault: str) -> None:
    assert fault in [found.words for found in check(SPOILED[fault])]


def test_a_sound_panel_has_no_fault() -> None:
    assert check(PANEL) == []


@pytest.mark.parametrize("index", range(3))
def test_a_worked_example_that_does_not_hold_is_a_fault(index: int) -> None:
    wrong = [{"total": 1}, {"clock": "none"}, {"pack_on": PANEL.effective_from}]
    spoiled = replace(PANEL.examples[index], **wrong[index])  # type: ignore[arg-type]
    [fault] = check(replace(PANEL, examples=(spoiled,)))
    assert fault.words.startswith(f"the worked example “{spoiled.title}” does not hold: it ")


def test_the_error_names_the_panel_and_every_fault_with_its_file_and_mend() -> None:
    faults = [Fault("one is wrong", "Mend it", file="x/one.py, line 3"), Fault("two is wrong", "Mend it too")]
    error = DefinitionError("small", faults)
    lines = ("  x/one.py, line 3: one is wrong. Mend it.", "  two is wrong. Mend it too.")
    assert str(error) == "\n".join(("The definition of panel small cannot be used:", *lines))
    assert error.faults == tuple(faults)


def test_every_fault_says_what_to_do() -> None:
    for spoiled in SPOILED.values():
        for fault in check(spoiled):
            assert fault.mend[0].isupper(), fault
            assert not fault.mend.endswith("."), fault


def test_a_definition_is_checked_in_each_of_its_modes() -> None:
    full, brief = Mode("full", "In full", ""), Mode("brief", "Without words", "", narrative=False)
    assert [fault.words for fault in check(replace(PANEL, modes=(full, brief), stock_actions=()))] == [
        "in mode brief, without narrative, there is no reason to pick",
        "in mode brief, without narrative, there is no incident or source to pick for a warning to staff",
        "in mode brief, without narrative, there is no action to pick",
        "in mode brief, without narrative, decision close has no prepared reason",
    ]
    brief = replace(brief, reasons=("It is agreed.",), incidents=("A threat",), sources=("The police",))
    ready = replace(PANEL, modes=(full, brief), decisions=(replace(DECISION, prepared_reasons=("It is over.",)),))
    assert check(ready) == []
    titled = BriefLine("Why", "about", "why")
    assert [fault.words for fault in check(replace(ready, titled_by=titled))] == [
        "in mode brief, without narrative, the case is named by the unknown question about.why"
    ]


def test_the_mode_in_force_from_the_start_needs_nothing_on_record() -> None:
    assess = Mode("full", "In full", "", needs_record="A signed assessment")
    assert [fault.words for fault in check(replace(PANEL, modes=(assess,)))] == [
        "mode full is the default and needs a record"
    ]
