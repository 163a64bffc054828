"""What is recorded on a case besides notes: contact, graffiti, how police record it, their outcome, who is told."""

from casework.panel_type.case_forms import CaseForm
from casework.panel_type.common_disclosure import DISCLOSURE
from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, VICE_CHAIR
from casework.panel_type.facts import Requirement
from casework.panel_type.questions import Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.hate_incident.choices import PERCEIVED_BY, POLICE_OUTCOMES, RECORDING_CATEGORIES

KEEPERS = (COORDINATOR, CHAIR, VICE_CHAIR)
TABLE = (*KEEPERS, MEMBER)
POLICE = ("police", "transport_police")


def _one(key: str, title: str, *questions: Question, intro: str = "") -> Form:
    return Form(key, 1, title, (Section(key, title, "", questions, intro=intro),))


def _day(key: str, label: str, error: str) -> Question:
    return Question(key, label, Kind.DATE, Sensitivity.O, required=True, past_only=True, error=error)


CONTACT = CaseForm(
    key="contact",
    title="Contact with the person affected",
    roles=TABLE,
    form=_one(
        "contact",
        "Contact with the person affected",
        _day("on", "When?", "Enter when they were spoken to"),
        Question("by", "Who spoke to them?", Kind.TEXT, Sensitivity.I, required=True),
        Question(
            "reached",
            "Were they reached?",
            Kind.YES_NO,
            Sensitivity.O,
            required=True,
            error="Select whether they were reached",
        ),
        Question("said", "What did they say?", Kind.LONG, Sensitivity.N, max_length=4000),
        intro="Look at the safe contact card first.",
    ),
)

GRAFFITI_TOLD = Requirement(
    "graffiti_told",
    "No report in this case told of graffiti that can still be seen",
    # The time to remove it runs where one of the case's referrals told of it, a joined one too, and never otherwise.
    lambda facts: "graffiti" in facts.due,
)
GRAFFITI_REMOVED = CaseForm(
    key="graffiti_removed",
    title="Graffiti removed",
    roles=TABLE,
    offered=GRAFFITI_TOLD,
    form=_one(
        "graffiti_removed",
        "Graffiti removed",
        Question(
            "at",
            "When was it gone?",
            Kind.DATETIME,
            Sensitivity.O,
            required=True,
            past_only=True,
            error="Enter when it was gone",
        ),
        Question(
            "recorded",
            "Was a photograph taken before?",
            Kind.YES_NO,
            Sensitivity.O,
            required=True,
            error="Select whether a photograph was taken before",
        ),
    ),
)

RECORDING = CaseForm(
    key="recording",
    title="How police record it",
    roles=TABLE,
    form=_one(
        "recording",
        "How police record it",
        Question("report", "Which report?", Kind.TEXT, Sensitivity.CO, required=True, hint="The police reference"),
        Question(
            "category",
            "Recorded as",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=RECORDING_CATEGORIES,
            error="Select how it is recorded",
        ),
        _day("from_on", "Since when?", "Enter since when it is recorded so"),
        Question(
            "earlier",
            "Recorded as before",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=RECORDING_CATEGORIES,
            allow_not_known=True,
            error="Select how it was recorded before",
        ),
        Question("why", "Why was it changed?", Kind.TEXT, Sensitivity.CO, required=True, allow_not_known=True),
        Question(
            "perceived_by",
            "Who sees it as hate?",
            Kind.CHOICE,
            Sensitivity.SC,
            required=True,
            choices=PERCEIVED_BY,
            hint="This stays as it was, whatever it is recorded as",
            error="Select who sees it as hate",
        ),
        intro="Each change is kept with its date. What the person affected perceives is not changed by it.",
    ),
)

POLICE_OUTCOME = CaseForm(
    key="police_outcome",
    title="Police outcome",
    roles=TABLE,
    agency_types=POLICE,
    form=_one(
        "police_outcome",
        "Police outcome",
        Question("report", "Which report?", Kind.TEXT, Sensitivity.CO, required=True, hint="The police reference"),
        Question(
            "outcome",
            "Outcome",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=POLICE_OUTCOMES,
            error="Select the outcome",
        ),
        _day("on", "When?", "Enter when that was"),
    ),
)

WHO_IS_TOLD = (
    Choice("police", "The police"),
    Choice("victim_support", "A victim support service"),
    Choice("specialist", "A specialist organisation"),
)
GROUNDS = (
    Choice("serious_harm", "Somebody may be seriously harmed"),
    Choice("child", "A child is at risk"),
    Choice("adult", "An adult at risk needs protecting"),
    Choice("crime", "To prevent a crime"),
)

SHARING_CHOICE = CaseForm(
    key="sharing_choice",
    title="Who may be told: a new choice",
    roles=KEEPERS,
    form=_one(
        "sharing_choice",
        "Who may be told: a new choice",
        Question(
            "who",
            "Who may be told?",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=(*WHO_IS_TOLD, Choice("nobody", "None of them")),
            hint="Select everybody who may be told from now on",
            error="Select who may be told",
        ),
        _day("on", "When did they say so?", "Enter when they said so"),
        Question("how", "How did they say so?", Kind.TEXT, Sensitivity.O, required=True),
    ),
)

OVERRIDE = CaseForm(
    key="sharing_override",
    title="Share against the person's choice",
    roles=(CHAIR, VICE_CHAIR),
    form=_one(
        "sharing_override",
        "Share against the person's choice",
        Question(
            "who",
            "Who is told?",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=WHO_IS_TOLD,
            error="Select who is told",
        ),
        Question(
            "grounds",
            "On what ground?",
            Kind.MULTI,
            Sensitivity.SC,
            required=True,
            choices=GROUNDS,
            error="Select the ground",
        ),
        Question(
            "why",
            "Why does it outweigh what they chose?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            error="Enter why it outweighs what they chose",
        ),
        Question(
            "told",
            "Have they been told that it is shared?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=(Choice("yes", "Yes"), Choice("unsafe", "No, it would not be safe")),
            error="Select whether they have been told",
        ),
        intro="A refusal is respected unless somebody may come to serious harm. Say why it is not.",
    ),
)

SURVEY = CaseForm(
    key="survey",
    title="How it went for the person affected",
    roles=KEEPERS,
    states=("closed",),
    form=_one(
        "survey",
        "How it went for the person affected",
        _day("on", "When were they asked?", "Enter when they were asked"),
        Question(
            "answered",
            "Did they answer?",
            Kind.YES_NO,
            Sensitivity.O,
            required=True,
            error="Select whether they answered",
        ),
        Question(
            "satisfied",
            "How satisfied are they?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=(Choice("very", "Very"), Choice("fairly", "Fairly"), Choice("not", "Not")),
            show_if=Condition("answered", equals="yes"),
            error="Select how satisfied they are",
        ),
        Question("words", "In their own words", Kind.LONG, Sensitivity.N, max_length=4000),
    ),
)

CASE_FORMS = (CONTACT, GRAFFITI_REMOVED, RECORDING, POLICE_OUTCOME, SHARING_CHOICE, OVERRIDE, SURVEY, DISCLOSURE)
