"""The two assessment tools. Both inform judgement; neither is a score, and nothing in them is ever added up.

The Vulnerability Assessment Framework's 22 factors are named in short words of our own, in its three dimensions. The
Prevent Assessment Framework (2024) is controlled material: this is an empty shell for it, and its domains are loaded by
an area that is authorised to hold them.
"""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.case_forms import CaseForm
from casework.panel_type.definition import CASE_OFFICER, COORDINATOR
from casework.panel_type.questions import Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.channel.choices import LEVELS

GROUP = "Assessment"
OFFICERS = (COORDINATOR, CASE_OFFICER)

ENGAGEMENT = (
    ("grievance", "Grievance or sense of injustice"),
    ("threat", "Feels under threat"),
    ("identity", "Need for identity, meaning and belonging"),
    ("status", "Desire for status"),
    ("excitement", "Desire for excitement and adventure"),
    ("dominance", "Need to dominate and control others"),
    ("indoctrination", "Open to indoctrination"),
    ("change", "Desire for political or moral change"),
    ("opportunity", "Involved because the chance was there"),
    ("family", "Family or friends in extremism"),
    ("transition", "At a time of change in life"),
    ("group", "Influenced or controlled by a group"),
    ("mental_health", "Relevant mental health"),
)
INTENT = (
    ("over_identified", "Over-identifies with a group or ideology"),
    ("them_and_us", "Thinks in them and us"),
    ("dehumanising", "Sees the enemy as less than human"),
    ("justifying", "Attitudes that justify offending"),
    ("harmful_means", "Harmful means to an end"),
    ("harmful_ends", "Harmful objectives"),
)
CAPABILITY = (
    ("knowledge", "Own knowledge, skills and competence"),
    ("access", "Access to networks, funding and equipment"),
    ("criminal", "Criminal capability"),
)
DIMENSIONS = (
    ("engagement", "Engagement", ENGAGEMENT),
    ("intent", "Intent", INTENT),
    ("capability", "Capability", CAPABILITY),
)
NOT_EVIDENT = "not_evident"
RATINGS = (
    Choice(NOT_EVIDENT, "Not evident"),
    Choice("possible", "Possible"),
    Choice("evident", "Evident"),
    Choice("strong", "Strongly evident"),
)
SEEN = tuple(choice.value for choice in RATINGS if choice.value != NOT_EVIDENT)
PAF_DOMAINS: tuple[tuple[str, str], ...] = ()
"""Key and title of each domain. Empty on purpose: an authorised area loads its own."""


def _factor(key: str, title: str) -> tuple[Question, ...]:
    seen = Condition(f"{key}_rating", any_of=SEEN)
    return (
        Question(
            f"{key}_rating",
            title,
            Kind.CHOICE,
            Sensitivity.SC,
            required=True,
            choices=RATINGS,
            error=f"Select how evident this is: {title}",
        ),
        Question(f"{key}_evidence", f"{title}: evidence", Kind.LONG, Sensitivity.N, show_if=seen, max_length=3000),
        Question(
            f"{key}_source",
            f"{title}: source",
            Kind.CHOICE,
            Sensitivity.O,
            choices=AGENCY_TYPES,
            show_if=seen,
        ),
        Question(
            f"{key}_protective", f"{title}: what protects", Kind.LONG, Sensitivity.N, show_if=seen, max_length=3000
        ),
    )


def _level(key: str, label: str) -> Question:
    error = f"Select the overall rating of {label.lower()}"
    return Question(
        f"{key}_overall", f"{label} overall", Kind.CHOICE, Sensitivity.SC, required=True, choices=LEVELS, error=error
    )


def _dimension(key: str, title: str, factors: tuple[tuple[str, str], ...]) -> Section:
    asked = tuple(question for factor in factors for question in _factor(*factor))
    summary = Question(
        f"{key}_narrative", f"{title} in words", Kind.LONG, Sensitivity.N, required=True, error=f"Enter {key} in words"
    )
    return Section(key, title, GROUP, (*asked, _level(key, title), summary))


def _made(section: str) -> tuple[Question, ...]:
    return (
        Question(
            "assessed_on",
            "When was it assessed?",
            Kind.DATE,
            Sensitivity.O,
            required=True,
            past_only=True,
            error="Enter when it was assessed",
        ),
        Question(
            "assessor", "Who assessed it?", Kind.TEXT, Sensitivity.I, required=True, error="Enter who assessed it"
        ),
        Question("next_due_on", "When is the next one due?", Kind.DATE, Sensitivity.O, hint="Within three months"),
    )


VAF = CaseForm(
    key="vaf",
    title="Vulnerability Assessment Framework",
    intro=(
        "It complements professional judgement. A factor that is present does not of itself mean that the person needs "
        "Channel. Nothing here is added up. Repeat it at least every three months, and at exit."
    ),
    roles=OFFICERS,
    needs_narrative=True,
    form=Form(
        "vaf",
        1,
        "Vulnerability Assessment Framework",
        (
            *(_dimension(*dimension) for dimension in DIMENSIONS),
            Section(
                "vaf_whole",
                "Taken together",
                GROUP,
                (
                    Question(
                        "whole",
                        "The whole in words",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        error="Enter the whole in words",
                    ),
                    Question(
                        "recommended",
                        "What is recommended?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        error="Enter what is recommended",
                    ),
                    *_made("vaf"),
                ),
            ),
        ),
    ),
)

STAGES = (
    Choice("gateway", "Gateway"),
    Choice("panel", "Panel"),
    Choice("review", "Review"),
    Choice("exit", "Exit"),
)


def paf_form(domains: tuple[tuple[str, str], ...]) -> Form:
    """The shell with the domains that an authorised area has loaded; without any, no rating of a domain is asked."""
    rated = tuple(_level(key, title) for key, title in domains)
    loaded = (Section("paf_domains", "Domains", GROUP, rated),) if rated else ()
    return Form(
        "paf_shell",
        1,
        "Prevent Assessment Framework",
        (
            Section(
                "paf",
                "The assessment",
                GROUP,
                (
                    Question("tool_version", "Version of the framework", Kind.TEXT, Sensitivity.O, required=True),
                    Question(
                        "stage",
                        "At which stage?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=STAGES,
                        error="Select the stage",
                    ),
                    Question("reference", "Tracker reference", Kind.TEXT, Sensitivity.I, required=True),
                    Question("risk", "Summary of risk", Kind.LONG, Sensitivity.N, required=True),
                    Question("need", "Summary of need", Kind.LONG, Sensitivity.N, required=True),
                    Question("protective", "Summary of what protects", Kind.LONG, Sensitivity.N, required=True),
                    _level("paf", "Risk"),
                    Question("recommended", "What is recommended?", Kind.LONG, Sensitivity.N, required=True),
                    *_made("paf"),
                ),
            ),
            *loaded,
        ),
    )


PAF = CaseForm(
    key="paf_shell",
    title="Prevent Assessment Framework",
    intro="Fill the framework in where you are authorised to. Copy only its summary here.",
    roles=OFFICERS,
    needs_narrative=True,
    form=paf_form(PAF_DOMAINS),
)
