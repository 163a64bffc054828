"""The ASB risk assessment: fifteen questions about the person affected, fourteen of them scored, at most 49 points.

Source: the matrix that grew out of the vulnerable-victim trials of 2010-11. Points and bands vary by area; these are
defaults. A total above 31 counts as high in the one published terms of reference that names a line.
"""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.common_choices import VICTIM
from casework.panel_type.risk import Band, FlagRule, RiskOption, RiskQuestion, RiskTool

HISTORY = (
    RiskQuestion(
        "h1",
        "Apart from today, how often does this happen?",
        (
            RiskOption("first", "This is the first time", 0),
            RiskOption("rarely", "Rarely", 1),
            RiskOption("monthly", "Most months", 2),
            RiskOption("weekly", "Most weeks", 3),
            RiskOption("most_days", "Most days", 4),
            RiskOption("daily", "Every day, or more often", 5),
        ),
    ),
    RiskQuestion(
        "h2",
        "Does it belong with things that happened before?",
        (RiskOption("no", "No", 0), RiskOption("unsure", "Not sure", 1), RiskOption("yes", "Yes", 2)),
    ),
    RiskQuestion(
        "h3",
        "Is it happening more often or getting more serious?",
        (
            RiskOption("no", "Neither", 0),
            RiskOption("often", "More often", 2),
            RiskOption("serious", "More serious", 3),
            RiskOption("both", "Both", 4),
        ),
    ),
    RiskQuestion(
        "h4",
        "Do you know who is doing it?",
        (
            RiskOption("no", "No", 0),
            RiskOption("sight", "Only by sight", 1),
            RiskOption("known", "Yes, for example a neighbour", 2),
        ),
    ),
    RiskQuestion(
        "h5",
        "Has that person, or anyone with them, frightened, harassed or hurt you or others?",
        (
            RiskOption("no", "No", 0),
            RiskOption("past", "In the past", 2),
            RiskOption("now", "Yes, it is going on", 4),
            RiskOption("violence", "Yes, with violence or weapons", 5, ("violence",)),
        ),
    ),
    RiskQuestion(
        "h6",
        "Who has been told about it before?",
        tuple(RiskOption(agency.value, agency.label) for agency in AGENCY_TYPES),
        scored=False,
        multiple=True,
        hint="Select all that apply. This is not scored",
    ),
)

TARGET = (
    RiskQuestion(
        "t1",
        "Who do you think it was aimed at?",
        (
            RiskOption("nobody", "Nobody in particular", 0),
            RiskOption("community", "The community", 1),
            RiskOption("household", "My household or a group I belong to", 2),
            RiskOption("me", "Me", 3),
        ),
    ),
    RiskQuestion(
        "t2",
        "Does it have to do with race, faith, sexuality, gender identity, disability or another part of who you are?",
        (
            RiskOption("no", "No", 0),
            RiskOption("possibly", "Possibly", 2, ("hate",)),
            RiskOption("yes", "Yes", 3, ("hate",)),
        ),
    ),
    RiskQuestion(
        "t3",
        "Is there anything about your life just now that puts you at more risk?",
        (
            RiskOption("none", "Nothing", 0),
            RiskOption("one", "One thing", 2),
            RiskOption("several", "Several things", 3),
        ),
        hint="For example age, disability, illness, living alone, debt, a language barrier",
    ),
)

IMPACT = (
    RiskQuestion(
        "i1",
        "How much does it affect you?",
        (
            RiskOption("not", "Not at all", 0),
            RiskOption("little", "A little", 1),
            RiskOption("moderately", "Moderately", 2),
            RiskOption("lot", "A lot", 3),
            RiskOption("extremely", "Extremely", 5),
        ),
    ),
    RiskQuestion(
        "i2",
        "Has it affected your health?",
        (
            RiskOption("no", "No", 0),
            RiskOption("physical", "My physical health", 2),
            RiskOption("mental", "My mental health", 2),
            RiskOption("both", "Both", 4),
            RiskOption("suicidal", "I have thought of harming or killing myself", 5, ("suicide",)),
        ),
    ),
    RiskQuestion(
        "i3",
        "Have you changed how you live because of it?",
        (
            RiskOption("no", "No", 0),
            RiskOption("somewhat", "Somewhat", 1),
            RiskOption("avoids", "I stay away from home or the area, or sleep elsewhere", 3),
        ),
    ),
)

SUPPORT = (
    RiskQuestion(
        "s1",
        "Do you have help from professionals?",
        (
            RiskOption("not_needed", "I do not need any", 0),
            RiskOption("helping", "Yes, and it helps", 1),
            RiskOption("missing", "I need it, but there is none or it does not help", 3),
        ),
    ),
    RiskQuestion(
        "s2",
        "Do you have family, friends or neighbours who support you?",
        (
            RiskOption("close", "Yes, people who are close", 0),
            RiskOption("few", "A few", 1),
            RiskOption("isolated", "Nobody", 3),
        ),
    ),
    RiskQuestion(
        "s3",
        "Who else is affected?",
        (
            RiskOption("nobody", "Nobody", 0),
            RiskOption("household", "People I live with", 1),
            RiskOption("neighbours", "Neighbours", 2),
            RiskOption("at_risk", "A child or an adult at risk whom I live with", 3),
        ),
        hint="If several apply, select the last of them",
    ),
)

ASB_RAM = RiskTool(
    id="asb_ram",
    version=1,
    title="ASB risk assessment",
    subject_role=VICTIM,
    intro="Ask these questions of the person affected. The score informs; you and the panel decide.",
    questions=(*HISTORY, *TARGET, *IMPACT, *SUPPORT),
    bands=(
        Band("standard", "Standard", 0, 15),
        Band("medium", "Medium", 16, 31),
        Band("high", "High", 32, 49),
    ),
    rules=(
        FlagRule("suicide", band="high", prompt="crisis"),
        FlagRule("violence", band="high", prompt="violence"),
        FlagRule("hate", prompt="hate_route"),
    ),
)
