"""What the referrer hopes the panel can do."""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.questions import Kind, Question, Section, Sensitivity

GROUP = "About the problem"

OUTCOME = Section(
    id="outcome",
    title="Why the panel is needed",
    group=GROUP,
    questions=(
        Question(
            "why_together",
            "Why does this need several agencies together?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            error="Enter why this needs several agencies together",
        ),
        Question("barriers", "What has stood in the way so far?", Kind.LONG, Sensitivity.N, max_length=4000),
    ),
)

ASKS = Section(
    id="asks",
    title="What you would ask of each agency",
    group=GROUP,
    repeats=True,
    item_name="something to ask of an agency",
    questions=(
        Question("agency", "Which agency?", Kind.CHOICE, Sensitivity.O, required=True, choices=AGENCY_TYPES),
        Question(
            "ask",
            "What would you ask them to do?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=2000,
            error="Enter what you would ask them to do",
        ),
    ),
)
