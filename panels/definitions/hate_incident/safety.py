"""What it does to people, what keeps them safe now, and what it does to the community."""

from casework.panel_type.common_sections.impact import IMPACT as COMMON_IMPACT
from casework.panel_type.questions import Choice, Kind, Question, Section, Sensitivity
from panels.definitions.hate_incident.choices import WISHES

GROUP = "About the problem"

CHANGES = (
    Choice("fear", "Fear"),
    Choice("health", "Health"),
    Choice("movement", "Where they feel able to go"),
    Choice("school", "Children's school"),
    Choice("worship", "Worship"),
    Choice("work", "Work"),
)
TENSION = (
    Choice("0", "None"),
    Choice("1", "People talk about it"),
    Choice("2", "People are angry or afraid"),
    Choice("3", "Trouble is likely"),
)

IMPACT = Section(
    id="impact",
    title="What it does to the people affected",
    group=GROUP,
    questions=(
        *COMMON_IMPACT.questions,
        Question("changes", "What has it changed?", Kind.MULTI, Sensitivity.SC, choices=CHANGES),
        Question("retaliation", "Could others take revenge?", Kind.YES_NO, Sensitivity.CO),
        Question("media", "Are the media interested?", Kind.YES_NO, Sensitivity.O),
    ),
)

TENSION_SECTION = Section(
    id="tension",
    title="The community",
    group=GROUP,
    questions=(
        Question(
            "indicator",
            "What does it do to people around?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=TENSION,
            allow_not_known=True,
            error="Select what it does to people around",
        ),
        Question("community_impact", "More about this", Kind.LONG, Sensitivity.N, max_length=4000),
    ),
)

OUTCOME = Section(
    id="outcome",
    title="What they want, and why the panel is needed",
    group=GROUP,
    questions=(
        Question(
            "wishes",
            "What does the person affected want?",
            Kind.MULTI,
            Sensitivity.N,
            required=True,
            choices=WISHES,
            allow_not_known=True,
            error="Select what the person affected wants",
        ),
        Question("wish_words", "In their own words", Kind.LONG, Sensitivity.N, max_length=4000),
        Question(
            "why_together",
            "Why does this need several agencies together?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            error="Enter why this needs several agencies together",
        ),
    ),
)
