"""What a body says it found and did (``trigger_return``). One for each body; the newest of a body stands."""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.case_forms import CaseForm
from casework.panel_type.questions import NO, YES, Choice, Form, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review.case_lifecycle import BEFORE_DECISION, UNDER_REVIEW
from panels.definitions.asb_case_review.information_forms import OF_BODIES

QUALIFIES = (
    Choice(YES, "Yes, in our record"),
    Choice(NO, "No"),
    Choice("disputed", "Our record differs from what the applicant says"),
)
FOLLOWED = (
    Choice(YES, "Yes"),
    Choice("partly", "In part, or late"),
    Choice(NO, "No"),
    Choice("none", "We have none for this"),
)
MAY_TELL = (
    Choice("all", "All of it may be told to the applicant"),
    Choice("outline", "In outline: it names somebody else"),
    Choice("nothing", "Nothing: for the review alone"),
)

BODY = Section(
    "body",
    "The body",
    "",
    (
        Question("kind", "Kind of service", Kind.CHOICE, Sensitivity.O, required=True, choices=AGENCY_TYPES),
        Question("name", "Name of the service", Kind.TEXT, Sensitivity.O, required=True),
        Question("officer", "Officer who answers", Kind.TEXT, Sensitivity.I, required=True),
    ),
)
CONTACTS = Section(
    "contacts",
    "Contacts found",
    "",
    (
        Question("on", "When", Kind.DATE, Sensitivity.CO, required=True, past_only=True),
        Question("reference", "Reference", Kind.TEXT, Sensitivity.CO),
        Question("about", "What it was about", Kind.TEXT, Sensitivity.CO, required=True, max_length=200),
        Question("reporter", "Who reported it", Kind.TEXT, Sensitivity.I),
        Question(
            "qualifies",
            "Is it one of the reports in the application?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=QUALIFIES,
            error="Select whether it is one of the reports in the application",
        ),
    ),
    repeats=True,
    item_name="a contact",
)
ACTIONS = Section(
    "actions",
    "What was done",
    "",
    (
        Question("on", "When", Kind.DATE, Sensitivity.O, required=True, past_only=True),
        Question("done", "What was done", Kind.LONG, Sensitivity.N, required=True, max_length=2000),
        Question("result", "What came of it", Kind.LONG, Sensitivity.N, max_length=2000),
    ),
    repeats=True,
    item_name="an action",
)
SUMMARY = Section(
    "summary",
    "Where it stands",
    "",
    (
        Question("status", "What is going on now?", Kind.LONG, Sensitivity.N, required=True, max_length=2000),
        Question(
            "more",
            "What more could be done?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=2000,
            error="Enter what more could be done, or that there is nothing",
        ),
        Question("risk", "Known risk or vulnerability", Kind.LONG, Sensitivity.SC, max_length=2000),
        Question(
            "policies",
            "Were your policies and times kept?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=FOLLOWED,
            error="Select whether your policies and times were kept",
        ),
        Question("policies_words", "Which, and what was not kept", Kind.LONG, Sensitivity.N, max_length=2000),
        Question(
            "may_tell",
            "What may the applicant be told?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=MAY_TELL,
            error="Select what the applicant may be told",
        ),
        Question(
            "signed",
            "I have",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=(Choice("checked", "checked this and may share it under Schedule 4, paragraph 7"),),
            error="Confirm that you have checked this and may share it",
        ),
    ),
)

AGENCY_RETURN = CaseForm(
    key="agency_return",
    title="What a body found and did",
    form=Form("trigger_return", 1, "What a body found and did", (BODY, CONTACTS, ACTIONS, SUMMARY)),
    roles=OF_BODIES,
    states=(*BEFORE_DECISION, *UNDER_REVIEW),
    intro="A body with public functions must answer, unless data protection law forbids it (Schedule 4, paragraph 7).",
)
