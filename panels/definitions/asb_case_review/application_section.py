"""Who writes it down, how the application came in, who applies and for whom."""

from casework.panel_type.questions import Choice, Condition, Kind, Question, Section, Sensitivity

GROUP = "About this application"

ROUTES = (
    Choice("phone", "By phone"),
    Choice("in_person", "In person"),
    Choice("letter", "By letter"),
    Choice("email", "By e-mail"),
)

WHO_APPLIES = (
    Choice("self", "The person it happens to"),
    Choice("on_behalf", "Somebody else, for the person it happens to"),
    Choice("business", "A business"),
    Choice("group", "A group of residents, or a community group"),
)
ON_BEHALF = Condition("who_applies", equals="on_behalf")

CONSENT_SHOWN = (
    Choice("shown", "We hold a signed form, or the person told us so"),
    Choice("to_come", "They will send it"),
    Choice("ask", "They want us to ask the person"),
)

RECORDER = Section(
    id="referrer",
    title="You, who write this down",
    group=GROUP,
    intro="We filled this in from your account. You enter the application; you are not the applicant.",
    questions=(
        Question("name", "Your name", Kind.TEXT, Sensitivity.I, required=True, error="Enter your name"),
        Question("job_title", "Your job title", Kind.TEXT, Sensitivity.O, required=True),
        Question("agency", "Your agency", Kind.TEXT, Sensitivity.O, required=True),
        Question("phone", "Your phone number", Kind.PHONE, Sensitivity.I, required=True),
        Question("email", "Your secure e-mail address", Kind.EMAIL, Sensitivity.I, required=True),
    ),
)

APPLICATION = Section(
    id="application",
    title="How the application came in",
    group=GROUP,
    read_out=(
        "Are you safe to talk now? If somebody is in danger, hang up and ring 999. You are asking for a review of what "
        "we and others have done about anti-social behaviour. I will ask you questions and write down what you say. "
        "It takes about 15 minutes. We can stop at any time and go on another day."
    ),
    questions=(
        Question(
            "route",
            "How did it come in?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=ROUTES,
            error="Select how the application came in",
        ),
        Question(
            "received_on",
            "Which day did it come in?",
            Kind.DATE,
            Sensitivity.O,
            required=True,
            past_only=True,
            hint="The day we got it, not the day it was written down. For example, 27 3 2026. Every deadline counts "
            "from it",
            error="Enter the day the application came in",
        ),
        Question(
            "safe_now",
            "Are they safe to talk now?",
            Kind.YES_NO,
            Sensitivity.SC,
            recommended=True,
            hint="If they are not, stop and agree how and when to go on",
        ),
        Question(
            "who_applies",
            "Who is applying?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=WHO_APPLIES,
            error="Select who is applying",
        ),
        Question(
            "consent",
            "Does the person it happens to agree?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=CONSENT_SHOWN,
            show_if=ON_BEHALF,
            hint="Without their agreement we ask them before we go on. The deadline for the decision rests meanwhile",
            error="Select whether the person it happens to agrees",
        ),
    ),
)
