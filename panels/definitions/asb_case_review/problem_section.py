"""What is happening, in the applicant's words, and who else is affected."""

from casework.panel_type.common_choices import ASB_TYPES
from casework.panel_type.questions import NO, YES, Choice, Kind, Question, Section, Sensitivity

GROUP_TITLE = "About the problem"

AGREES = (Choice(YES, "Yes, they agreed to be named"), Choice(NO, "No, or not asked yet"))

PROBLEM = Section(
    id="problem",
    title="What is happening",
    group=GROUP_TITLE,
    read_out="Tell me in your own words what is happening. I will read back what I wrote.",
    questions=(
        Question(
            "summary",
            "What is happening?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            hint="In their own words",
            error="Enter what is happening",
        ),
        Question(
            "types",
            "What kind of behaviour is it?",
            Kind.MULTI,
            Sensitivity.CO,
            required=True,
            choices=ASB_TYPES,
            error="Select what kind of behaviour it is",
        ),
        Question("place", "Where does it happen?", Kind.TEXT, Sensitivity.CO, recommended=True),
        Question(
            "responsible",
            "Do they know who is responsible?",
            Kind.LONG,
            Sensitivity.CO,
            max_length=2000,
            recommended=True,
            hint="For example, how they know each other. They do not have to name anybody. Nobody said to be "
            "responsible is told of this",
        ),
    ),
)

GROUP = Section(
    id="group",
    title="Other people affected",
    group=GROUP_TITLE,
    repeats=True,
    item_name="another person who is affected",
    intro="For an application by several people. Leave this empty if it is about one household.",
    questions=(
        Question("name", "Their name", Kind.TEXT, Sensitivity.I, required=True, error="Enter their name"),
        Question("contact", "How to reach them safely", Kind.TEXT, Sensitivity.I, allow_not_known=True, reaches=True),
        Question(
            "agreed",
            "Did they agree to be named?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=AGREES,
            error="Select whether they agreed to be named",
        ),
    ),
)
