"""A report of tension in a community: about a place and a community, never about a named person.

Panels that pass such a report on and the one that takes it ask the same questions, so the answers fit both.
"""

from casework.panel_type.questions import Choice, Kind, Question, Section, Sensitivity

TOPIC = "tension"

INDICATORS = (
    Choice("0", "Calm"),
    Choice("1", "People talk about it"),
    Choice("2", "People are angry or afraid"),
    Choice("3", "Trouble is likely"),
)
GROUNDS = (
    Choice("seen", "Seen or heard by an officer"),
    Choice("reported", "Reported to an agency"),
    Choice("rumour", "Rumour"),
)

TENSION_REPORT = Section(
    id="tension_report",
    title="What the tension is about",
    group="The tension",
    intro="Name no person and no home. Say which place and which community.",
    questions=(
        Question(
            "area",
            "Which area?",
            Kind.TEXT,
            Sensitivity.O,
            required=True,
            hint="A ward, an estate or a street. No house or flat",
            error="Enter which area it is about",
        ),
        Question("community", "Which community is affected?", Kind.TEXT, Sensitivity.SC, required=True),
        Question(
            "summary",
            "What is happening?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            hint="Themes only. Words that name a person are sent back to you",
            error="Enter what is happening",
        ),
        Question(
            "grounds",
            "How do you know?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=GROUNDS,
            error="Select how you know",
        ),
        Question(
            "indicator",
            "How tense is it?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=INDICATORS,
            error="Select how tense it is",
        ),
        Question("trigger", "What could set it off?", Kind.TEXT, Sensitivity.N, allow_not_known=True),
        Question("events", "Dates to watch", Kind.TEXT, Sensitivity.O, hint="For example, a march, a trial, a feast"),
        Question("media", "Are the media interested?", Kind.YES_NO, Sensitivity.O),
    ),
)
