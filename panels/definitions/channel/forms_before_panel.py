"""Forms from the gateway to the table: what agencies hold, and the decision under section 36."""

from casework.panel_type.agency_types import AGENCY_TYPES, COUNCIL
from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.definition import CASE_OFFICER, COORDINATOR, MEMBER
from casework.panel_type.questions import YES, Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.channel.asked_alike import past_day
from panels.definitions.channel.case_lifecycle import AFTER_EXIT
from panels.definitions.channel.choices import DECIDERS, TOOLS

OFFICERS = (COORDINATOR, CASE_OFFICER)
POLICE = ("police", "transport_police")
DECIDING_AGENCIES = (*POLICE, *COUNCIL)
GROUP = "Before the panel"
TEST_MET, TEST_NOT_MET, POLICE_LED = "met", "not_met", "plp"

RESTRICTIONS = (
    Choice("none", "None"),
    Choice("panel", "For the panel only"),
    Choice("chair", "For the chair only"),
    Choice("read_out", "Read out only, not minuted"),
)


INFORMATION = CaseForm(
    key="information",
    title="Information gathered",
    intro="Fill this in when the agencies have answered. The target is five working days from asking.",
    roles=OFFICERS,
    states=("info_gathering",),
    form=Form(
        "channel_information",
        1,
        "Information gathered",
        (
            Section(
                "information",
                "Who was asked, and who answered",
                GROUP,
                (
                    Question(
                        "asked",
                        "Agencies asked",
                        Kind.MULTI,
                        Sensitivity.O,
                        required=True,
                        choices=AGENCY_TYPES,
                        error="Select the agencies that were asked",
                    ),
                    past_day("asked_on", "When were they asked?", "Enter when they were asked"),
                    Question(
                        "answered",
                        "Agencies that answered",
                        Kind.MULTI,
                        Sensitivity.O,
                        required=True,
                        choices=(*AGENCY_TYPES, Choice("nobody", "None of them")),
                        error="Select the agencies that answered",
                    ),
                ),
            ),
        ),
    ),
)

HOLDINGS = CaseForm(
    key="agency_holdings",
    title="What an agency holds",
    intro="One form for each agency. Keep facts and opinions apart. Nothing from an intelligence service.",
    roles=(*OFFICERS, MEMBER),
    needs_narrative=True,
    form=Form(
        "channel_holdings",
        1,
        "What an agency holds",
        (
            Section(
                "holdings",
                "What the agency holds",
                GROUP,
                (
                    Question(
                        "agency",
                        "Whose information is this?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=AGENCY_TYPES,
                        error="Select whose information this is",
                    ),
                    Question("officer", "Who gave it?", Kind.TEXT, Sensitivity.I, required=True),
                    Question(
                        "known",
                        "Is the person known there?",
                        Kind.YES_NO,
                        Sensitivity.SC,
                        required=True,
                        error="Select whether the person is known there",
                    ),
                    Question(
                        "facts",
                        "Facts",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        show_if=Condition("known", equals=YES),
                        hint="Dates, contacts, what was seen. What somebody says is marked as such",
                        error="Enter the facts",
                    ),
                    Question("opinion", "Professional opinion", Kind.LONG, Sensitivity.N, hint="Kept apart from facts"),
                    Question("strengths", "What protects the person", Kind.LONG, Sensitivity.N),
                    Question(
                        "restriction",
                        "How far may it go?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=RESTRICTIONS,
                        error="Select how far it may go",
                    ),
                ),
            ),
        ),
    ),
)


def _outcome(outcomes: tuple[Choice, ...]) -> Question:
    return Question(
        "outcome",
        "Are there reasonable grounds to believe that the person is vulnerable to being drawn into terrorism?",
        Kind.CHOICE,
        Sensitivity.SC,
        required=True,
        choices=outcomes,
        error="Select what was decided",
    )


# The record of a decision under section 36(3): by whom, when, on what grounds, with which tool.
RECORD = (
    Question(
        "decided_by",
        "Who decided?",
        Kind.CHOICE,
        Sensitivity.O,
        required=True,
        choices=DECIDERS,
        error="Select whether the police or the local authority decided",
    ),
    Question(
        "decision_maker",
        "Name and post of the decision-maker",
        Kind.TEXT,
        Sensitivity.I,
        required=True,
        error="Enter the name and the post of the decision-maker",
    ),
    past_day("decided_on", "When was it decided?", "Enter when it was decided"),
    Question(
        "tool",
        "Which tool was used?",
        Kind.CHOICE,
        Sensitivity.O,
        required=True,
        choices=TOOLS,
        hint="A tool informs the decision. It does not make it",
        error="Select which tool was used",
    ),
    past_day("tool_on", "When was it used?", "Enter when it was used"),
    Question(
        "grounds",
        "Summary of the grounds",
        Kind.LONG,
        Sensitivity.N,
        required=True,
        max_length=6000,
        error="Enter a summary of the grounds",
    ),
    Question(
        "grounds_in_tracker",
        "I confirm that",
        Kind.MULTI,
        Sensitivity.O,
        required=True,
        choices=(Choice("recorded", "the grounds stand in the national tracker"),),
        error="Confirm that the grounds stand in the national tracker",
    ),
)


def _decision(section: str, outcomes: tuple[Choice, ...]) -> Section:
    return Section(section, "The decision under section 36", GROUP, (_outcome(outcomes), *RECORD))


S36_DECISION = CaseForm(
    key="s36_decision",
    title="Section 36 decision",
    intro="Decided by the chief officer of police or by a local authority (section 36(3)).",
    roles=OFFICERS,
    agency_types=DECIDING_AGENCIES,
    states=("info_gathering",),
    follows=(
        Follow("s36_met", Condition("outcome", equals=TEST_MET)),
        Follow("leave_gateway", Condition("outcome", equals=TEST_NOT_MET), "no_vulnerability"),
        Follow("to_plp", Condition("outcome", equals=POLICE_LED), "moved_plp"),
    ),
    in_brief=True,
    form=Form(
        "channel_s36",
        1,
        "Section 36 decision",
        (
            _decision(
                "s36",
                (
                    Choice(TEST_MET, "Yes, and the panel should hear it"),
                    Choice(POLICE_LED, "Yes, but a police-led partnership is needed"),
                    Choice(TEST_NOT_MET, "No: it leaves here"),
                ),
            ),
        ),
    ),
)

NEW_S36_DECISION = CaseForm(
    key="new_s36_decision",
    title="New section 36 decision",
    intro="Opens the case again, and a new consent is needed later. Fill this in only if the test is met.",
    roles=OFFICERS,
    agency_types=DECIDING_AGENCIES,
    states=AFTER_EXIT,
    follows=(Follow("reopen"),),
    form=Form(
        "channel_s36_again",
        1,
        "New section 36 decision",
        (_decision("s36_again", (Choice(TEST_MET, "Yes"),)),),
    ),
)
