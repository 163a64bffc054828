"""What the panel needs to know before it meets: the kind of concern, what is suggested, who should come."""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.questions import Choice, Condition, Kind, Question, Section, Sensitivity
from panels.definitions.channel.choices import CONCERNS, DECIDERS, EARLIER_CONCERNS, NEEDS, TOOLS

LISTS = (
    Choice("current", "The list in use since May 2024"),
    Choice("earlier", "The list before that", "For somebody who was referred earlier"),
)
OTHER_MANAGEMENT = (
    Choice("mappa", "MAPPA"),
    Choice("iom", "Integrated offender management"),
    Choice("youth_justice", "Youth justice"),
    Choice("none", "None of these"),
)


def _yes_no(key: str, label: str, hint: str = "") -> Question:
    return Question(key, label, Kind.YES_NO, Sensitivity.SC, required=True, hint=hint)


ABOUT = Section(
    id="about",
    title="The concern",
    group="About the person",
    questions=(
        Question(
            "concern_list",
            "Which list of concerns does the tracker use for this person?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=LISTS,
            error="Select which list of concerns the tracker uses",
        ),
        Question(
            "concern",
            "Kind of concern",
            Kind.CHOICE,
            Sensitivity.SC,
            required=True,
            choices=CONCERNS,
            show_if=Condition("concern_list", equals="current"),
            error="Select the kind of concern",
        ),
        Question(
            "earlier_concern",
            "Kind of concern on the earlier list",
            Kind.CHOICE,
            Sensitivity.SC,
            required=True,
            choices=EARLIER_CONCERNS,
            show_if=Condition("concern_list", equals="earlier"),
            error="Select the kind of concern",
        ),
        Question(
            "summary",
            "Summary of the concern",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=6000,
            hint="What the panel needs to hear and no more. Say what is fact, what somebody says and what is opinion",
            error="Enter a summary of the concern",
        ),
        Question("voice", "What does the person say themselves?", Kind.LONG, Sensitivity.N, max_length=4000),
        Question("needs", "Other needs", Kind.MULTI, Sensitivity.SC, choices=NEEDS, recommended=True),
        _yes_no("child", "Is the person under 18?"),
        Question(
            "managed",
            "Is the person managed by one of these?",
            Kind.MULTI,
            Sensitivity.CO,
            required=True,
            choices=OTHER_MANAGEMENT,
            allow_not_known=True,
            error="Select whether the person is managed elsewhere",
        ),
        _yes_no("urgent", "Can this not wait for the next meeting?", "The chair decides whether to call one sooner"),
    ),
)

NEXT = Section(
    id="next",
    title="What comes next",
    group="About the person",
    questions=(
        Question(
            "decider",
            "Who is expected to decide about section 36?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=DECIDERS,
            error="Select who is expected to decide",
        ),
        Question("tool", "Which tool was used so far?", Kind.CHOICE, Sensitivity.O, choices=TOOLS, recommended=True),
        Question("tool_on", "When?", Kind.DATE, Sensitivity.O, past_only=True),
        Question(
            "attendees",
            "Who should come to the meeting for this case?",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=AGENCY_TYPES,
            hint="Only those who are needed for this person. Nobody else learns of the case",
            error="Select who should come",
        ),
        Question("guests", "Somebody else by name", Kind.TEXT, Sensitivity.I, hint="For example, a school nurse"),
    ),
)
