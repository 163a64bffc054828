"""Who refers, and how the referral came about."""

from casework.panel_type.questions import Choice, Kind, Question, Section, Sensitivity

GROUP = "About you and this referral"

RELATIONSHIPS = (
    Choice("case_holder", "I hold the case in my agency"),
    Choice("duty", "I am on duty and took the report"),
    Choice("research", "I found it while looking into something else"),
    Choice("other", "Something else"),
)

ROUTES = (
    Choice("score_high", "The risk score is high"),
    Choice("escalation", "It is happening more often or getting worse"),
    Choice("judgement", "My professional judgement"),
    Choice("repeat", "It has been to this panel before"),
    Choice("urgent", "It cannot wait for the next meeting"),
)

REFERRER = Section(
    id="referrer",
    title="You and your agency",
    group=GROUP,
    intro="We filled this in from your account. Change what is not right for this referral.",
    questions=(
        Question("name", "Your name", Kind.TEXT, Sensitivity.I, required=True, error="Enter your name"),
        Question("job_title", "Your job title", Kind.TEXT, Sensitivity.O, required=True),
        Question("team", "Your team", Kind.TEXT, Sensitivity.O, required=True),
        Question("agency", "Your agency", Kind.TEXT, Sensitivity.O, required=True),
        Question("phone", "Your phone number", Kind.PHONE, Sensitivity.I, required=True),
        Question("email", "Your secure e-mail address", Kind.EMAIL, Sensitivity.I, required=True),
        Question("line_manager", "Your line manager", Kind.TEXT, Sensitivity.I, recommended=True),
        Question(
            "manager_informed",
            "Does your line manager know about this referral?",
            Kind.YES_NO,
            Sensitivity.O,
            recommended=True,
        ),
        Question(
            "made_at",
            "Date and time of this referral",
            Kind.DATETIME,
            Sensitivity.O,
            required=True,
            past_only=True,
            hint="For example, 27 3 2026 at 2:30pm",
        ),
    ),
)

ORIGIN = Section(
    id="origin",
    title="How this referral came about",
    group=GROUP,
    questions=(
        Question(
            "relationship",
            "What is your part in this case?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=RELATIONSHIPS,
            error="Select your part in this case",
        ),
        Question(
            "lead_officer",
            "Officer who leads on this case",
            Kind.TEXT,
            Sensitivity.I,
            required=True,
            hint="This can be you",
            error="Enter the officer who leads on this case",
        ),
        Question("lead_agency", "Their agency", Kind.TEXT, Sensitivity.O, required=True, error="Enter their agency"),
        Question(
            "routes",
            "Why are you referring now?",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=ROUTES,
            hint="Select all that apply. A low score alone is no reason not to refer",
            error="Select why you are referring now",
        ),
    ),
)
