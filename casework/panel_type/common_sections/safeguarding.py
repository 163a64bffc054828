"""Safeguarding, and the risk assessment.

Source of the three questions about an adult: Care Act 2014 s42(1). A concern about radicalisation is never described
in this form: the question shows the route and has no box to write in.
"""

from casework.panel_type.common_choices import RISK_BANDS
from casework.panel_type.questions import NO, YES, Condition, Kind, Question, Section, Sensitivity

GROUP = "Risk"


def _asked(key: str, label: str, hint: str = "") -> Question:
    return Question(key, label, Kind.YES_NO, Sensitivity.SC, required=True, hint=hint)


SAFEGUARDING = Section(
    id="safeguarding",
    title="Children and adults at risk",
    group=GROUP,
    intro="If somebody is in danger now, ring 999. Do not wait for the panel.",
    questions=(
        _asked("care_needs", "Does an adult involved need care and support?"),
        _asked("abuse", "Is that adult being abused or neglected, or at risk of it?"),
        _asked("cannot_protect", "Do their needs stop them from protecting themselves?"),
        Question("adult_concern", "Has an adult safeguarding concern been raised?", Kind.YES_NO, Sensitivity.SC),
        Question(
            "adult_concern_on",
            "When was it raised?",
            Kind.DATE,
            Sensitivity.SC,
            show_if=Condition("adult_concern", equals=YES),
            allow_not_known=True,
            past_only=True,
            required=True,
            error="Enter when the adult concern was raised",
        ),
        Question(
            "adult_concern_reference",
            "Reference of the adult concern",
            Kind.TEXT,
            Sensitivity.SC,
            show_if=Condition("adult_concern", equals=YES),
            allow_not_known=True,
        ),
        _asked("child_at_risk", "Is a child at risk of harm?"),
        Question("child_referral", "Has a referral been made to children's services?", Kind.YES_NO, Sensitivity.SC),
        Question(
            "child_referral_on",
            "When was that referral made?",
            Kind.DATE,
            Sensitivity.SC,
            show_if=Condition("child_referral", equals=YES),
            allow_not_known=True,
            past_only=True,
            required=True,
            error="Enter when the referral to children's services was made",
        ),
        Question(
            "child_referral_reference",
            "Reference of that referral",
            Kind.TEXT,
            Sensitivity.SC,
            show_if=Condition("child_referral", equals=YES),
            allow_not_known=True,
        ),
        _asked("domestic_abuse", "Are there signs of domestic abuse?"),
        _asked("exploitation", "Are there signs of exploitation or modern slavery?"),
        _asked(
            "radicalisation",
            "Do you have a concern about radicalisation?",
            "Do not describe it anywhere in this form. If you select yes, we show you where to take it",
        ),
        _asked("fire_risk", "Is there a risk of fire?", "For example, threats of arson, hoarding, smoking in bed"),
        _asked("suicide_risk", "Is anybody at risk of suicide or self-harm?"),
    ),
)

ASSESSMENT = Section(
    id="assessment",
    title="How serious it is",
    group=GROUP,
    questions=(
        Question(
            "assessed",
            "Have you answered the risk questions with the person affected?",
            Kind.YES_NO,
            Sensitivity.O,
            required=True,
            error="Select whether you have answered the risk questions",
        ),
        Question(
            "not_assessed_reason",
            "Why not?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            show_if=Condition("assessed", any_of=(NO, "not_known")),
            max_length=2000,
            error="Enter why the risk questions were not answered",
        ),
        Question(
            "own_view",
            "Your own view of the risk",
            Kind.CHOICE,
            Sensitivity.O,
            choices=RISK_BANDS,
            recommended=True,
            hint="The score informs, you judge. Your view can differ from it",
        ),
        Question(
            "own_view_reason",
            "What is your view based on?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            show_if=Condition("own_view", any_of=tuple(band.value for band in RISK_BANDS)),
            max_length=4000,
            error="Enter what your view is based on",
        ),
    ),
)
