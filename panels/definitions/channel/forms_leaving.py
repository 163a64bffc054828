"""Forms of somebody who leaves the programme, moves away, or is looked at after it."""

from collections.abc import Iterator

from casework.panel_type.answers import Problem
from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.definition import CASE_OFFICER, CHAIR, COORDINATOR, VICE_CHAIR
from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import YES, Answers, Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.channel.asked_alike import confirmation, past_day
from panels.definitions.channel.case_decisions import EXIT_REASONS
from panels.definitions.channel.case_lifecycle import AWAY_FROM_TABLE
from panels.definitions.channel.choices import TOOLS
from panels.definitions.channel.consent_rules import one

GROUP = "Leaving"

CLOSING_ASSESSMENT = CaseForm(
    key="closing_assessment",
    title="Closing assessment and exit",
    intro="The case officer or the chair proposes that the person leaves. The panel agrees to it at the table.",
    roles=(CASE_OFFICER, CHAIR, VICE_CHAIR),
    states=("in_support", "review_due"),
    follows=(Follow("propose_exit"),),
    in_brief=True,
    form=Form(
        "channel_closing",
        1,
        "Closing assessment and exit",
        (
            Section(
                "closing",
                "The closing assessment",
                GROUP,
                (
                    Question(
                        "exit_reason",
                        "Why does the person leave?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=tuple(Choice(reason.value, reason.label) for reason in EXIT_REASONS),
                        error="Select why the person leaves",
                    ),
                    Question(
                        "tool",
                        "Which tool was used?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=TOOLS,
                        error="Select which tool was used",
                    ),
                    past_day("assessed_on", "When was it assessed?", "Enter when it was assessed"),
                    Question("assessor", "Who assessed it?", Kind.TEXT, Sensitivity.I, required=True),
                    Question(
                        "change",
                        "What has changed?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        error="Enter what has changed",
                    ),
                    Question("left_over", "What need is left, and who meets it?", Kind.LONG, Sensitivity.N),
                ),
            ),
        ),
    ),
)

TRANSFER = CaseForm(
    key="transfer",
    title="Transfer to another area",
    intro="Fill this in when the coordinator of the other area has acknowledged it. The chair then moves the case.",
    roles=(COORDINATOR,),
    states=AWAY_FROM_TABLE,
    form=Form(
        "channel_transfer",
        1,
        "Transfer to another area",
        (
            Section(
                "transfer",
                "The other area",
                GROUP,
                (
                    Question("area", "Area", Kind.TEXT, Sensitivity.I, required=True),
                    Question("their_coordinator", "Their coordinator", Kind.TEXT, Sensitivity.I, required=True),
                    past_day("acknowledged_on", "When did they acknowledge it?", "Enter when they acknowledged it"),
                    Question(
                        "how", "How?", Kind.TEXT, Sensitivity.O, required=True, hint="For example, in the tracker"
                    ),
                ),
            ),
        ),
    ),
)

TRANSFER_DONE = CaseForm(
    key="transfer_done",
    title="Transfer complete",
    roles=(COORDINATOR,),
    states=("transferred_area",),
    follows=(Follow("close_here", closure_reason="moved_area"),),
    form=Form(
        "channel_transfer_done",
        1,
        "Transfer complete",
        (
            Section(
                "transfer_done",
                "What both areas agree",
                GROUP,
                (
                    past_day("taken_over_on", "When did the other area take it over?", "Enter when they took it over"),
                    confirmation("agreed", "agreed", "both coordinators accept the transfer"),
                    confirmation("minimised", "minimised", "what is kept here is cut down to what has to be kept"),
                ),
            ),
        ),
    ),
)


def check_post_exit(facts: CaseFacts, answers: Answers) -> Iterator[Problem]:
    """The look after twelve months comes before a case is finalised, unless there is nobody left to look after."""
    told = one(answers, "post_exit")
    early = facts.state == "post_exit_6m" and told.get("next_step") == "finalise"
    if early and told.get("gone") != YES:
        yield Problem("next_step", 0, "The look after twelve months is still to come. Select that you wait for it")


POST_EXIT = CaseForm(
    key="post_exit_review",
    title="Look after exit",
    intro="Six and twelve months after the person left. A new concern needs a new section 36 decision.",
    roles=(COORDINATOR, CASE_OFFICER),
    states=("post_exit_6m", "post_exit_12m"),
    checks=(check_post_exit,),
    follows=(Follow("finalise", Condition("next_step", equals="finalise")),),
    form=Form(
        "channel_post_exit",
        1,
        "Look after exit",
        (
            Section(
                "post_exit",
                "What was found",
                GROUP,
                (
                    past_day("looked_on", "When was it looked at?", "Enter when it was looked at"),
                    Question(
                        "concern",
                        "Is there a new concern?",
                        Kind.YES_NO,
                        Sensitivity.SC,
                        required=True,
                        error="Select whether there is a new concern",
                    ),
                    Question("found", "What was found?", Kind.LONG, Sensitivity.N, max_length=4000),
                    Question("gone", "Has the person died or left the country?", Kind.YES_NO, Sensitivity.I),
                    Question(
                        "next_step",
                        "What happens next?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=(
                            Choice("wait", "We wait for the next look, or for a new decision"),
                            Choice("finalise", "The case is finalised"),
                        ),
                        error="Select what happens next",
                    ),
                ),
            ),
        ),
    ),
)
