"""The smallest sound panel, for spoiling in one place at a time."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from casework.panel_type.clocks import ClockRule, Unit
from casework.panel_type.definition import (
    ClosureReason,
    DecisionOption,
    ExampleClock,
    ExampleMeeting,
    ExampleScore,
    PanelType,
    ReferralReasons,
    RetentionRule,
    StockAction,
    Visibility,
)
from casework.panel_type.letter_templates import LetterTemplate, To
from casework.panel_type.lifecycle import Lifecycle, State, Transition
from casework.panel_type.prompts import Prompt, Trigger
from casework.panel_type.questions import Choice, Condition, Form, Kind, Question, Section, Sensitivity
from casework.panel_type.risk import Band, FlagRule, RiskOption, RiskQuestion, RiskTool
from tests.panel_type.rules import RULES

LONDON = ZoneInfo("Europe/London")
QUESTIONS = (
    Question("safe", "Is it safe?", Kind.YES_NO, Sensitivity.I, required=True),
    Question("why", "Why not?", Kind.LONG, Sensitivity.N, show_if=Condition("safe", equals="no")),
)
SECTION = Section("about", "About", "Group", QUESTIONS)
TOOL = RiskTool(
    "tool",
    1,
    "Tool",
    "victim",
    (RiskQuestion("a", "A?", (RiskOption("no", "No", 0), RiskOption("yes", "Yes", 2, ("danger",)))),),
    (Band("low", "Low", 0, 1), Band("high", "High", 2, 2)),
    (FlagRule("danger", "high", "call"),),
)
LIFECYCLE = Lifecycle(
    (State("draft", "Draft", ""), State("heard", "Heard", ""), State("closed", "Closed", "", final=True)),
    (
        Transition("hear", "draft", "heard", ("chair",)),
        Transition("close", "heard", "closed", ("chair",)),
    ),
)
CLOCK = ClockRule("triage", "Triage", "draft", 3, Unit.WORKING_DAYS, ("hear",), "chair", "Policy")
LETTER = LetterTemplate("received", "We have it", To.REFERRER, ("hear",))
DECISION = DecisionOption("close", "Close", 1, ("chair",), "closed", needs_closure_reason=True, letters=("received",))
PANEL = PanelType(
    key="small",
    version=1,
    effective_from=date(2026, 4, 1),
    name="Small panel",
    neutral_name="Panel S",
    reference_letter="S",
    purpose="To test.",
    who_for=("Nobody",),
    marking="OFFICIAL",
    referral_form=Form("small_ref", 2, "Refer", (SECTION,)),
    earlier_forms=(Form("small_ref", 1, "Refer", (SECTION,)),),
    risk_tools=(TOOL,),
    lifecycle=LIFECYCLE,
    clocks=(CLOCK,),
    meeting=RULES,
    decisions=(DECISION,),
    closure_reasons=(ClosureReason("done", "Done", "STOPPED"),),
    roles=("chair", "vice_chair", "coordinator"),
    retention=(RetentionRule("case", 6),),
    visibility=Visibility(),
    letters=(LETTER,),
    stock_actions=(StockAction("V", "Visit"),),
    case_roles=(Choice("victim", "Victim"),),
    repeat_months=12,
    alternative_forums=(),
    referral_reasons=ReferralReasons(()),
    prompts=(Prompt("call", "Call", "Ring.", (Trigger("about", Condition("safe", equals="no")),)),),
    examples=(
        ExampleScore("Yes", "tool", (("a", "yes"),), 2, "high", ("danger",)),
        ExampleClock(
            "Monday",
            "triage",
            datetime(2026, 11, 23, 10, tzinfo=LONDON),
            datetime(2026, 11, 26, 17, tzinfo=LONDON),
        ),
        ExampleMeeting(
            "December",
            date(2026, 12, 9),
            date(2026, 11, 25),
            date(2026, 11, 30),
            date(2026, 12, 4),
            date(2026, 12, 10),
            date(2026, 12, 16),
        ),
    ),
)


def with_questions(*questions: Question) -> PanelType:
    """The panel with other questions, and without the prompt that waits for the old ones."""
    form = replace(PANEL.referral_form, sections=(replace(SECTION, questions=questions),))
    return replace(PANEL, referral_form=form, earlier_forms=(), prompts=(Prompt("call", "Call", "Ring."),))


def with_lifecycle(**changes: Any) -> PanelType:
    """The panel with another lifecycle."""
    return replace(PANEL, lifecycle=replace(LIFECYCLE, **changes))


def with_tool(**changes: Any) -> PanelType:
    """The panel with another risk tool, its examples left out."""
    return replace(PANEL, risk_tools=(replace(TOOL, **changes),), examples=())
