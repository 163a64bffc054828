"""Forms from the day an application comes in until the threshold can be worked out."""

from casework.panel_type.case_forms import CaseForm, ContactPlace, Follow, Speakers
from casework.panel_type.common_choices import RISK_BANDS
from casework.panel_type.questions import NO, YES, Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review.case_lifecycle import BEFORE_DECISION, KEEPERS
from panels.definitions.asb_case_review.form_checks import consent_before_screening

NEXT_SCREENING, NEXT_CONSENT, NEXT_INFORMATION = "screening", "consent", "information"

ASB = (
    Choice(YES, "Yes: harassment, alarm or distress is described"),
    Choice("unclear", "Not clear yet"),
    Choice(NO, "No"),
)
NEXT = (
    Choice(NEXT_SCREENING, "Work out the threshold"),
    Choice(NEXT_CONSENT, "Ask the person affected whether they agree", "The deadline for the decision rests"),
    Choice(NEXT_INFORMATION, "Ask the applicant for more", "The deadline for the decision rests"),
)
MANNERS = (
    Choice("written", "In writing"),
    Choice("spoken", "By saying so"),
    Choice("interpreter", "By saying so, through an interpreter"),
)

CONTACT = Section(
    "contact",
    "One person to speak to",
    "",
    (
        Question("contact_name", "Name", Kind.TEXT, Sensitivity.O, required=True, error="Enter who they can speak to"),
        Question("contact_job", "Job title and service", Kind.TEXT, Sensitivity.O, required=True),
        Question("contact_phone", "Phone number", Kind.PHONE, Sensitivity.O, required=True),
        Question("contact_times", "When they can be reached", Kind.TEXT, Sensitivity.O, required=True),
    ),
)

FIRST_LOOK = Section(
    "first_look",
    "What you have checked",
    "",
    (
        Question(
            "in_area",
            "Is the place in this area?",
            Kind.YES_NO,
            Sensitivity.O,
            required=True,
            hint="If it is not, send the case to the area that deals with it",
            error="Select whether the place is in this area",
        ),
        Question(
            "asb",
            "Is it anti-social behaviour as the law means it?",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=ASB,
            hint="Section 104(12): it caused harassment, alarm or distress to a member of the public",
            error="Select whether it is anti-social behaviour",
        ),
        Question(
            "contact_checked",
            "I have",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=(Choice("safe", "checked how they can be contacted safely"),),
            error="Confirm that you have checked how they can be contacted safely",
        ),
        Question(
            "victim_support",
            "Was support by Victim Support offered?",
            Kind.YES_NO,
            Sensitivity.SC,
            required=True,
            error="Select whether support was offered",
        ),
        Question(
            "urgent",
            "Does somebody need to be made safe now?",
            Kind.YES_NO,
            Sensitivity.SC,
            required=True,
            error="Select whether somebody needs to be made safe now",
        ),
        Question(
            "urgent_action",
            "What was done about it?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            show_if=Condition("urgent", equals=YES),
            error="Enter what was done about it",
        ),
        Question("next", "What comes next?", Kind.CHOICE, Sensitivity.O, required=True, choices=NEXT),
        Question(
            "asked",
            "What is the applicant asked for?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=2000,
            show_if=Condition("next", equals=NEXT_INFORMATION),
            error="Enter what the applicant is asked for",
        ),
    ),
)

ACKNOWLEDGEMENT = CaseForm(
    key="acknowledgement",
    title="Acknowledge the application",
    form=Form("acknowledgement", 1, "Acknowledge the application", (CONTACT, FIRST_LOOK)),
    roles=KEEPERS,
    states=("received",),
    checks=(consent_before_screening,),
    follows=(
        Follow("wait_for_consent", Condition("next", equals=NEXT_CONSENT)),
        Follow("ask_at_once", Condition("next", equals=NEXT_INFORMATION)),
        Follow("begin_screening", Condition("next", equals=NEXT_SCREENING)),
    ),
    letters=("receipt",),
    once=True,
    contact=ContactPlace("contact", "contact_name", "contact_phone", "contact_times"),
    intro="Name one person they can speak to, and say what happens next. The acknowledgement is drafted from this.",
)

CONSENT = CaseForm(
    key="consent",
    title="Agreement of the person affected",
    form=Form(
        "consent",
        1,
        "Agreement of the person affected",
        (
            Section(
                "consent",
                "Agreement",
                "",
                (
                    Question(
                        "given",
                        "Does the person agree to this application?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=(Choice(YES, "Yes"), Choice(NO, "No")),
                        error="Select whether the person agrees",
                    ),
                    Question(
                        "manner", "How did they say so?", Kind.CHOICE, Sensitivity.SC, required=True, choices=MANNERS
                    ),
                    Question("on", "When?", Kind.DATE, Sensitivity.O, required=True, past_only=True),
                    Question("asked_by", "Who asked them?", Kind.TEXT, Sensitivity.O, required=True),
                    Question(
                        "scope_updates",
                        "May the person who speaks for them be told how it is going?",
                        Kind.YES_NO,
                        Sensitivity.O,
                        required=True,
                        show_if=Condition("given", equals=YES),
                        error="Select whether they may be told how it is going",
                    ),
                    Question(
                        "scope_contents",
                        "May that person read what we write?",
                        Kind.YES_NO,
                        Sensitivity.O,
                        required=True,
                        show_if=Condition("given", equals=YES),
                        error="Select whether they may read what we write",
                    ),
                    Question("words", "In their own words", Kind.LONG, Sensitivity.N, max_length=2000),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("awaiting_consent",),
    follows=(
        Follow("consent_given", Condition("given", equals=YES)),
        Follow("consent_refused", Condition("given", equals=NO)),
    ),
    speakers=Speakers("scope_updates", "scope_contents", "manner"),
    intro="Ask the person themselves, by a way that is safe, in private, with an interpreter if they need one.",
)

RISK_TALK = CaseForm(
    key="risk_talk",
    title="Risk, talked through with the person affected",
    form=Form(
        "risk_talk",
        1,
        "Risk, talked through with the person affected",
        (
            Section(
                "risk_talk",
                "Risk",
                "",
                (
                    Question("on", "When did you talk?", Kind.DATE, Sensitivity.O, required=True, past_only=True),
                    Question("level", "Risk", Kind.CHOICE, Sensitivity.SC, required=True, choices=RISK_BANDS),
                    Question(
                        "why",
                        "What is that based on?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        error="Enter what the risk is based on",
                    ),
                    Question(
                        "safeguarding",
                        "Was a safeguarding concern raised, adult or child?",
                        Kind.YES_NO,
                        Sensitivity.SC,
                        required=True,
                        error="Select whether a safeguarding concern was raised",
                    ),
                    Question("now", "What was done at once?", Kind.LONG, Sensitivity.N, max_length=4000),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=(*BEFORE_DECISION, "threshold_met", "review_scheduled"),
    in_brief=True,
)

INTAKE_FORMS = (ACKNOWLEDGEMENT, CONSENT, RISK_TALK)
