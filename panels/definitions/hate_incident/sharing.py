"""The person's own choices about who is told. A refusal is respected, unless serious harm overrides it with a reason.

The override is a judgement of the coordinator and is recorded on the case, not here.
"""

from casework.panel_type.common_sections import sharing
from casework.panel_type.questions import Choice, Kind, Question, Section, Sensitivity

SHARE = (Choice("yes", "Yes"), Choice("no", "No"), Choice("not_asked", "They were not asked"))
"""No "not known": somebody who was not asked has not agreed."""


def _choice(key: str, label: str) -> Question:
    return Question(key, label, Kind.CHOICE, Sensitivity.O, required=True, choices=SHARE)


CHOICES = Section(
    id="choices",
    title="Who may be told",
    group="Sharing and safety",
    intro="The person affected decides. Ask them. “No” and “not asked” both mean that it is not shared.",
    questions=(
        _choice("share_police", "May the police be told?"),
        _choice("share_victim_support", "May a victim support service be told?"),
        _choice("share_specialist", "May a specialist organisation for their community be told?"),
        Question(
            "anonymous",
            "Do they want to be presented without their name?",
            Kind.YES_NO,
            Sensitivity.O,
            required=True,
            hint="Only the coordinator and the chairs then read the name",
            error="Select whether they want to be presented without their name",
        ),
    ),
)

SHARING, DECLARATION = sharing.SHARING, sharing.DECLARATION
