"""The DASH checklist as a shell: 24 topics, yes, no or don't know. The published questions are another's copyright.

The label of each topic is our own short wording; whoever asks has the licensed form beside this page. Fourteen ticks
are visible high risk; professional judgement, escalation and a repeat are routes of their own and need no score.
"""

from casework.panel_type.common_choices import VICTIM
from casework.panel_type.risk import Band, FlagRule, RiskOption, RiskQuestion, RiskTool

TOPICS = (
    "Injury",
    "Frightened",
    "What they are afraid of",
    "Isolation",
    "Depression or thoughts of suicide",
    "Separation within the last year",
    "Conflict over contact with children",
    "Stalking or constant contact",
    "Pregnant, or a baby under 18 months",
    "It happens more often",
    "It is getting worse",
    "Control or jealousy",
    "Weapons",
    "Threats to kill",
    "Strangling or suffocating",
    "Sexual abuse",
    "Another person threatens them",
    "The person responsible has hurt somebody else",
    "Cruelty to animals",
    "Depends on them for money",
    "Drugs, alcohol or mental health of the person responsible",
    "The person responsible has threatened or tried suicide",
    "Broken bail, injunction or contact order",
    "Known to the police for violence",
)
FLAGS = {5: ("suicide",), 13: ("violence",), 14: ("violence",), 15: ("violence",)}


def _topic(number: int, label: str) -> RiskQuestion:
    yes = RiskOption("yes", "Yes", 1, FLAGS.get(number, ()))
    return RiskQuestion(f"d{number}", f"{number}. {label}", (yes, RiskOption("no", "No", 0)))


DASH = RiskTool(
    id="dash_shell",
    version=1,
    title="DASH checklist, 24 topics",
    subject_role=VICTIM,
    intro="Ask from the licensed checklist and tick here. Fourteen or more ticks are visible high risk; your judgement "
    "counts whatever the number.",
    questions=tuple(_topic(number, label) for number, label in enumerate(TOPICS, start=1)),
    bands=(
        Band("standard", "Standard", 0, 9, ("Safety advice", "Offer a domestic abuse service")),
        Band("medium", "Medium", 10, 13, ("A safety plan", "A domestic abuse adviser", "Tell the panel if it grows")),
        Band("high", "High", 14, 24, ("Refer to this panel", "An independent adviser the same day")),
    ),
    rules=(FlagRule("suicide", prompt="crisis"), FlagRule("violence", prompt="violence")),
)
