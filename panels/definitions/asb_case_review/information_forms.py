"""Asking the applicant, and the bodies, for what the threshold and the review rest on."""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.definition import MEMBER
from casework.panel_type.questions import NO, YES, Choice, Form, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review.case_lifecycle import BEFORE_DECISION, KEEPERS, UNDER_REVIEW
from panels.definitions.asb_case_review.form_checks import bodies_complete, reports_to_judge
from panels.definitions.asb_case_review.incidents_section import INCIDENTS, REPORTS
from panels.definitions.asb_case_review.threshold_facts import JUDGEMENTS

OF_BODIES = (MEMBER, *KEEPERS)
YES_OR_NO = (Choice(YES, "Yes"), Choice(NO, "No"))

MORE = tuple(
    Section(
        section.id,
        section.title,
        "",
        section.questions,
        repeats=True,
        item_name=section.item_name,
        intro="The numbers go on after those of the application.",
    )
    for section in (INCIDENTS, REPORTS)
)
TOLD = Section(
    "told",
    "What they told us",
    "",
    (
        Question("on", "When?", Kind.DATE, Sensitivity.O, required=True, past_only=True),
        Question(
            "words",
            "What did they say?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            error="Enter what they said",
        ),
    ),
)

ASK_APPLICANT = CaseForm(
    key="ask_applicant",
    title="Ask the applicant for more",
    form=Form(
        "ask_applicant",
        1,
        "Ask the applicant for more",
        (
            Section(
                "ask",
                "What they are asked for",
                "",
                (
                    Question(
                        "asked",
                        "What are they asked for?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=2000,
                        error="Enter what they are asked for",
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("screening",),
    follows=(Follow("ask_applicant"),),
    intro="Without an answer in time the decision is made on what is held: silence never refuses anything.",
)
APPLICANT_INFORMATION = CaseForm(
    key="applicant_information",
    title="What the applicant has told us since",
    form=Form("applicant_information", 1, "What the applicant has told us since", (TOLD, *MORE)),
    roles=KEEPERS,
    states=("awaiting_information",),
    follows=(Follow("applicant_answered"),),
)
MORE_REPORTS = CaseForm(
    key="more_reports",
    title="Further incidents and reports",
    form=Form("more_reports", 1, "Further incidents and reports", (TOLD, *MORE)),
    roles=KEEPERS,
    states=("screening",),
    intro="For what the applicant or a body adds of itself. The application itself is never changed.",
)

JUDGE_REPORTS = CaseForm(
    key=JUDGEMENTS,
    title="Judge reports whose day is not certain",
    form=Form(
        JUDGEMENTS,
        1,
        "Judge reports whose day is not certain",
        (
            Section(
                JUDGEMENTS,
                "Reports",
                "",
                (
                    Question(
                        "report",
                        "Number of the report",
                        Kind.INTEGER,
                        Sensitivity.O,
                        required=True,
                        lowest=1,
                        highest=99,
                        error="Enter the number of the report",
                    ),
                    Question(
                        "incident",
                        "Number of the incident it is about, if it named none that is known",
                        Kind.INTEGER,
                        Sensitivity.O,
                        lowest=1,
                        highest=99,
                    ),
                    Question("counts", "Does it count?", Kind.CHOICE, Sensitivity.O, required=True, choices=YES_OR_NO),
                    Question(
                        "why",
                        "Why?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=2000,
                        hint="What a record of an agency shows, what else fixes the day. A doubt goes to the applicant",
                        error="Enter why it counts or not",
                    ),
                ),
                repeats=True,
                min_items=1,
                item_name="a report",
            ),
        ),
    ),
    roles=KEEPERS,
    states=("screening",),
    checks=(reports_to_judge,),
)

BODIES_ASKED = CaseForm(
    key="bodies",
    title="The bodies whose response is looked at",
    form=Form(
        "bodies",
        1,
        "The bodies whose response is looked at",
        (
            Section(
                "bodies",
                "Bodies",
                "",
                (
                    Question(
                        "kind", "Kind of service", Kind.CHOICE, Sensitivity.O, required=True, choices=AGENCY_TYPES
                    ),
                    Question(
                        "name",
                        "Name of the service",
                        Kind.TEXT,
                        Sensitivity.O,
                        required=True,
                        hint="As exactly as you can: the chair of the review is compared with it",
                        error="Enter the name of the service",
                    ),
                    Question(
                        "complained",
                        "Is its response what the review looks at?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=YES_OR_NO,
                        error="Select whether its response is looked at",
                    ),
                    Question("passed_on", "When did it get the application?", Kind.DATE, Sensitivity.O, required=True),
                ),
                repeats=True,
                min_items=1,
                item_name="a body",
            ),
        ),
    ),
    roles=KEEPERS,
    states=(*BEFORE_DECISION, *UNDER_REVIEW),
    checks=(bodies_complete,),
    intro="Every application goes to all relevant bodies (section 104(3)). Name each that was told of an incident.",
)
