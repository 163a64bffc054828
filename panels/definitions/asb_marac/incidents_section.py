"""Section D: what has happened."""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.common_choices import ASB_TYPES, HATE_STRANDS
from casework.panel_type.questions import YES, Choice, Condition, Kind, Question, Section, Sensitivity

GROUP = "About the problem"

EVIDENCE = (
    Choice("diary", "Diary of incidents"),
    Choice("recordings", "Sound or video recordings"),
    Choice("cctv", "CCTV"),
    Choice("statement", "Written statement"),
    Choice("photographs", "Photographs or messages"),
    Choice("none", "None so far"),
)

FREQUENCY = (
    Choice("once", "Once"),
    Choice("rarely", "Now and then"),
    Choice("monthly", "Most months"),
    Choice("weekly", "Most weeks"),
    Choice("most_days", "Most days"),
    Choice("daily", "Every day, or more often"),
)

TREND = (
    Choice("improving", "Getting better"),
    Choice("same", "About the same"),
    Choice("worsening", "Getting worse"),
)

INCIDENTS = Section(
    id="incidents",
    title="What has happened",
    group=GROUP,
    repeats=True,
    min_items=1,
    item_name="an incident",
    intro="Add each incident on its own, the latest first. Say what was seen or heard apart from what people think.",
    questions=(
        Question(
            "happened_on",
            "When did it happen?",
            Kind.DATE,
            Sensitivity.CO,
            required=True,
            past_only=True,
            hint="For example, 27 3 2026. If you are not sure, enter the nearest day you can",
            error="Enter the date it happened",
        ),
        Question("happened_time", "About what time?", Kind.TEXT, Sensitivity.CO, max_length=60, allow_not_known=True),
        Question("place", "Where did it happen?", Kind.TEXT, Sensitivity.I, required=True, error="Enter where"),
        Question(
            "types",
            "What kind of thing was it?",
            Kind.MULTI,
            Sensitivity.CO,
            required=True,
            choices=ASB_TYPES,
            error="Select what kind of thing it was",
        ),
        Question(
            "what_happened",
            "What happened?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            hint="Who did what, who saw it, what it led to",
            error="Enter what happened",
        ),
        Question(
            "reported_to",
            "Who was told about it?",
            Kind.MULTI,
            Sensitivity.CO,
            choices=(Choice("nobody", "Nobody"), *AGENCY_TYPES),
            allow_not_known=True,
        ),
        Question(
            "reference", "Their reference", Kind.TEXT, Sensitivity.CO, hint="For example, a police or council reference"
        ),
        Question(
            "hate_element",
            "Was it about who somebody is?",
            Kind.YES_NO,
            Sensitivity.SC,
            required=True,
            hint="Say yes if the person affected or anyone else saw it that way",
            error="Select whether it was about who somebody is",
        ),
        Question(
            "hate_strands",
            "About what?",
            Kind.MULTI,
            Sensitivity.SC,
            required=True,
            choices=HATE_STRANDS,
            show_if=Condition("hate_element", equals=YES),
            error="Select what it was about",
        ),
        Question("injury", "Was somebody hurt?", Kind.YES_NO, Sensitivity.SC),
        Question("weapon", "Was a weapon seen, used or threatened?", Kind.YES_NO, Sensitivity.CO),
        Question("evidence", "What evidence is there?", Kind.MULTI, Sensitivity.CO, choices=EVIDENCE),
        Question("outcome", "What came of it?", Kind.LONG, Sensitivity.N, max_length=4000),
    ),
)

PATTERN = Section(
    id="pattern",
    title="How it has gone on",
    group=GROUP,
    questions=(
        Question(
            "first_on",
            "When did it first happen?",
            Kind.DATE,
            Sensitivity.CO,
            required=True,
            allow_not_known=True,
            past_only=True,
            hint="For example, 27 3 2025",
            error="Enter when it first happened, or select that you do not know",
        ),
        Question(
            "frequency",
            "How often does it happen?",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=FREQUENCY,
            allow_not_known=True,
            error="Select how often it happens",
        ),
        Question(
            "trend",
            "How is it changing?",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=TREND,
            allow_not_known=True,
            error="Select how it is changing",
        ),
    ),
)
