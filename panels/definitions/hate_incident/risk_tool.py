"""The hate risk assessment: twelve questions, at most 42 points, three levels.

No single national scored form exists. Research on such tools asks for few questions, three levels, interventions shown
for each level and room for judgement; points and bands are defaults that an area may change.
"""

from casework.panel_type.common_choices import VICTIM
from casework.panel_type.risk import Band, FlagRule, RiskOption, RiskQuestion, RiskTool
from panels.definitions.hate_incident.linked import incidents_in_year

BEHAVIOUR = (
    RiskQuestion(
        "r1",
        "How many hate incidents against this person in the last twelve months, with this one?",
        (
            RiskOption("one", "One", 0),
            RiskOption("two", "Two", 2),
            RiskOption("few", "Three or four", 3),
            RiskOption("many", "Five or more", 5),
        ),
        hint="Filled in from the incidents you wrote down. Change it if it is not right",
        suggested=incidents_in_year,
    ),
    RiskQuestion(
        "r2",
        "How is it changing?",
        (
            RiskOption("stable", "It is not", 0),
            RiskOption("often", "It happens more often", 2),
            RiskOption("serious", "It gets more serious", 3),
            RiskOption("both", "Both", 4),
        ),
    ),
    RiskQuestion(
        "r3",
        "What is the most serious thing so far?",
        (
            RiskOption("verbal", "Words, spoken or online", 1),
            RiskOption("damage", "Graffiti or damage", 2),
            RiskOption("threats", "Threats", 3),
            RiskOption("assault", "Assault", 5),
            RiskOption("grave", "A weapon, fire or a threat to kill", 5, ("grave",)),
        ),
    ),
    RiskQuestion(
        "r4",
        "How near is the person said to be responsible?",
        (
            RiskOption("stranger", "A stranger, once", 0),
            RiskOption("recognised", "Known by sight", 1),
            RiskOption("nearby", "Lives, works or studies nearby", 3),
            RiskOption("close", "In the household, a carer or a so-called friend", 4),
        ),
    ),
    RiskQuestion(
        "r5",
        "Do they act with others?",
        (
            RiskOption("alone", "No", 0),
            RiskOption("group", "In a group", 1),
            RiskOption("organised", "Organised, or through an online network", 3),
        ),
    ),
    RiskQuestion(
        "r6",
        "How many strands does it touch?",
        (RiskOption("one", "One", 1), RiskOption("more", "Two or more", 2)),
        hint="For example race and religion together",
    ),
)

EFFECT = (
    RiskQuestion(
        "r7",
        "How afraid are you?",
        (
            RiskOption("none", "Not at all", 0),
            RiskOption("some", "Somewhat", 1),
            RiskOption("significant", "Very", 3),
            RiskOption("extreme", "Extremely", 4),
        ),
    ),
    RiskQuestion(
        "r8",
        "What has it done to your health?",
        (
            RiskOption("none", "Nothing", 0),
            RiskOption("some", "Something", 2),
            RiskOption("suicidal", "Something serious, or thoughts of harming or killing myself", 4, ("suicide",)),
        ),
    ),
    RiskQuestion(
        "r9",
        "Have you changed where you go: home, route, worship, work, school?",
        (
            RiskOption("none", "No", 0),
            RiskOption("some", "Somewhat", 1),
            RiskOption("major", "A lot, or I have left home", 3),
        ),
    ),
    RiskQuestion(
        "r10",
        "Does anything leave you on your own: isolation, a language barrier, insecure status, nobody to help?",
        (RiskOption("none", "No", 0), RiskOption("one", "One of these", 1), RiskOption("several", "Several", 3)),
    ),
    RiskQuestion(
        "r11",
        "Are children or adults at risk exposed to it?",
        (RiskOption("no", "No", 0), RiskOption("yes", "Yes", 2)),
    ),
    RiskQuestion(
        "r12",
        "Does it reach the wider community?",
        (
            RiskOption("none", "No", 0),
            RiskOption("some", "Somewhat", 1),
            RiskOption("tension", "Yes, and trouble is likely", 3, ("tension",)),
        ),
    ),
)

HATE_RA = RiskTool(
    id="hate_ra",
    version=1,
    title="Hate risk assessment",
    subject_role=VICTIM,
    intro="Ask these questions of the person affected. The score informs; you and the panel decide.",
    questions=(*BEHAVIOUR, *EFFECT),
    bands=(
        Band(
            "standard",
            "Standard",
            0,
            13,
            ("Safety advice", "Offer victim support", "One agency leads", "Contact within 5 working days"),
        ),
        Band(
            "medium",
            "Medium",
            14,
            26,
            (
                "A named lead officer",
                "A safety plan",
                "Tell the person about the panel",
                "Contact within 2 working days",
            ),
        ),
        Band(
            "high",
            "High",
            27,
            42,
            (
                "Next meeting, or an urgent one",
                "Police contact the same day",
                "Make the home safer",
                "Check whether safeguarding is needed",
                "Contact every week",
            ),
        ),
    ),
    rules=(
        FlagRule("grave", band="high", prompt="violence"),
        FlagRule("suicide", band="high", prompt="crisis"),
        FlagRule("tension", prompt="tension"),
    ),
)
