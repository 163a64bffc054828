"""Each incident, and each report about one. They are lists of their own: one incident may be reported many times.

A report names its incident by number, so that the rule in ``threshold`` pairs them. These two sections stand in the
application and again in the form for what the applicant tells later, where the numbers go on.
"""

from casework.panel_type.common_choices import HATE_STRANDS
from casework.panel_type.questions import YES, Choice, Condition, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review.problem_section import GROUP_TITLE

SURE = (
    Choice("exact", "Yes, the exact day"),
    Choice("about", "About the day"),
    Choice("no", "They cannot remember"),
)
BODIES = (
    Choice("police", "Police"),
    Choice("council", "Council", "Any team of the council"),
    Choice("social_landlord", "Council or housing association as their landlord"),
    Choice("health", "Health service"),
    Choice("other", "Somebody else", "For example, a private landlord, a school, a councillor"),
)
BODY_WORDS = {
    "police": "police",
    "council": "council",
    "social_landlord": "landlord",
    "health": "health service",
    "other": "somebody else",
}
HOW = (
    Choice("phone", "By phone"),
    Choice("online", "Online form or app"),
    Choice("email", "By e-mail"),
    Choice("letter", "By letter"),
    Choice("in_person", "In person"),
    Choice("other", "Another way"),
)


def _day(what: str, asked: str, on: str) -> tuple[Question, Question]:
    sure = Question(
        f"{what}_sure",
        f"Do they know {asked}?",
        Kind.CHOICE,
        Sensitivity.CO,
        required=True,
        choices=SURE,
        error=f"Select whether they know {asked}",
    )
    day = Question(
        f"{what}_on",
        on,
        Kind.DATE,
        Sensitivity.CO,
        required=True,
        past_only=True,
        show_if=Condition(f"{what}_sure", any_of=("exact", "about")),
        hint="For example, 27 3 2026",
        error=f"Enter {asked}",
    )
    return sure, day


INCIDENTS = Section(
    id="incidents",
    title="Incidents",
    group=GROUP_TITLE,
    repeats=True,
    min_items=1,
    item_name="an incident",
    intro=(
        "Add each incident on its own, the first one first: reports name them by number. Fewer than three is fine. "
        "An application with fewer is taken all the same."
    ),
    read_out="I will ask about each time it happened, one at a time. It is all right if you cannot remember the day.",
    questions=(
        *_day("happened", "the day it happened", "When did it happen?"),
        Question("place", "Where did it happen?", Kind.TEXT, Sensitivity.CO, required=True, error="Enter where"),
        Question(
            "what_happened",
            "What happened?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            error="Enter what happened",
        ),
        Question(
            "hate",
            "Do they think it was because of who somebody is?",
            Kind.YES_NO,
            Sensitivity.SC,
            recommended=True,
            hint="Say yes if the person affected or anyone else saw it that way",
        ),
        Question(
            "hate_strands",
            "Because of what?",
            Kind.MULTI,
            Sensitivity.SC,
            required=True,
            choices=HATE_STRANDS,
            show_if=Condition("hate", equals=YES),
            error="Select because of what",
        ),
    ),
)

REPORTS = Section(
    id="reports",
    title="Reports about the incidents",
    group=GROUP_TITLE,
    repeats=True,
    min_items=1,
    item_name="a report",
    intro=(
        "Add every report on its own, also when three agencies were told of one incident. The first incident on the "
        "list before this is number 1."
    ),
    read_out="Now tell me whom you told about it. If you told several, we take them one at a time.",
    questions=(
        Question(
            "incident",
            "Which incident is it about?",
            Kind.INTEGER,
            Sensitivity.O,
            required=True,
            lowest=1,
            highest=99,
            hint="Its number in the list of incidents",
            error="Enter the number of the incident",
        ),
        *_day("reported", "the day they reported it", "When did they report it?"),
        Question(
            "to",
            "Whom did they tell?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=BODIES,
            error="Select whom they told",
        ),
        Question("to_name", "Which officer or team?", Kind.TEXT, Sensitivity.I, allow_not_known=True),
        Question("reference", "Reference they were given", Kind.TEXT, Sensitivity.CO, allow_not_known=True),
        Question("how", "How did they report it?", Kind.CHOICE, Sensitivity.O, choices=HOW, recommended=True),
        Question(
            "response",
            "What did they say or do?",
            Kind.LONG,
            Sensitivity.N,
            max_length=4000,
            recommended=True,
        ),
    ),
)
