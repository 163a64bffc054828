"""The application as residents fill it in themselves. Almost nothing in it must be answered.

Sections and questions that mean what they mean in ``application_form`` have the same ids, so that the threshold, the
people, the letters and the safe ways work alike. ``happened_words`` and ``reported_words`` hold a day as it was said;
``public_meaning`` works the day out of them. Labels are read by staff as well, in English.
"""

from casework.panel_type.questions import YES, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review import public_choices as choices
from panels.definitions.asb_case_review.incidents_section import SURE
from panels.definitions.asb_case_review.people_identity import AFFECTED, ROLES, SPEAKS

GROUP = "What the resident told us"
LONG = 4000
ON_BEHALF = Condition("who_applies", equals="on_behalf")

APPLICATION = Section(
    id="application",
    title="Who is this for",
    group=GROUP,
    questions=(
        Question(
            "who_applies",
            "Who are you asking for?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=choices.WHO_APPLIES,
            error="Select who you are asking for",
        ),
        Question(
            "consent",
            "Does the person agree?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=choices.CONSENT,
            show_if=ON_BEHALF,
            hint="We ask the person before we do anything, if they have not told us yet.",
            error="Select whether the person agrees",
        ),
    ),
)

PEOPLE = Section(
    id="people",
    title="The people",
    group=GROUP,
    repeats=True,
    min_items=1,
    item_name="your name",
    questions=(
        Question("roles", "Their part in this", Kind.MULTI, Sensitivity.I, choices=ROLES),
        Question(
            "full_name",
            "Name, or a name we can use",
            Kind.TEXT,
            Sensitivity.I,
            required=True,
            hint="It does not have to be the name on your papers.",
            error="Enter a name, or a name we can use",
        ),
        Question("forenames", "First names", Kind.TEXT, Sensitivity.I),
        Question("surname", "Last name", Kind.TEXT, Sensitivity.I),
        Question(
            "date_of_birth",
            "Date of birth",
            Kind.DATE,
            Sensitivity.I,
            past_only=True,
            hint="You do not have to say. For example, 27 3 1988.",
        ),
        Question("relation", "How do you know the person?", Kind.CHOICE, Sensitivity.I, choices=choices.RELATIONS),
        Question("organisation", "Where you work, if you ask as part of your work", Kind.TEXT, Sensitivity.I),
        Question(
            "scope_updates",
            "Does the person agree that we tell you how it goes?",
            Kind.CHOICE,
            Sensitivity.O,
            choices=choices.YES_NO_UNSURE,
            show_if=SPEAKS,
        ),
        Question(
            "scope_contents",
            "Does the person agree that you read what we write?",
            Kind.CHOICE,
            Sensitivity.O,
            choices=choices.YES_NO_UNSURE,
            show_if=SPEAKS,
        ),
        Question(
            "address",
            "Address",
            Kind.ADDRESS,
            Sensitivity.I,
            restricted=True,
            hint="The address of the home where this happens. The postcode is the most useful part.",
        ),
        Question("tenure", "What kind of home is it?", Kind.CHOICE, Sensitivity.I, choices=choices.TENURES),
        Question(
            "landlord", "Who is your landlord?", Kind.TEXT, Sensitivity.I, hint="Leave this empty if you do not know."
        ),
        Question(
            "contact_seen",
            "Does anyone else see your phone, post or e-mail?",
            Kind.CHOICE,
            Sensitivity.I,
            choices=choices.SEEN,
        ),
        Question(
            "must_not_know",
            "Who must not know about this?",
            Kind.TEXT,
            Sensitivity.I,
            hint="For example, a person who uses the same phone.",
        ),
        Question("safe_to_call", "Phone call", Kind.CHOICE, Sensitivity.I, choices=choices.SAFE),
        Question("phone", "Phone number", Kind.PHONE, Sensitivity.I),
        Question("safe_times", "Safe times to call", Kind.MULTI, Sensitivity.I, choices=choices.TIMES),
        Question("best_time", "Best time", Kind.TEXT, Sensitivity.I),
        Question("answered", "If someone else answers", Kind.CHOICE, Sensitivity.I, choices=choices.ANSWERED),
        Question("what_to_say", "What we may say", Kind.TEXT, Sensitivity.I),
        Question("safe_to_leave_message", "Voice message", Kind.CHOICE, Sensitivity.I, choices=choices.SAFE),
        Question("safe_to_text", "Text message", Kind.CHOICE, Sensitivity.I, choices=choices.SAFE),
        Question("safe_to_email", "E-mail", Kind.CHOICE, Sensitivity.I, choices=choices.SAFE),
        Question("email", "E-mail address", Kind.EMAIL, Sensitivity.I),
        Question("safe_to_write", "Letter to my home", Kind.CHOICE, Sensitivity.I, choices=choices.SAFE),
        Question(
            "will_call",
            "If no way is safe",
            Kind.MULTI,
            Sensitivity.I,
            choices=choices.WILL_CALL,
            hint="Then we never contact you first. You call us with your number.",
        ),
        Question(
            "language",
            "Which language do you speak best?",
            Kind.CHOICE,
            Sensitivity.SC,
            choices=choices.LANGUAGES,
        ),
        Question(
            "other_language",
            "Which other language?",
            Kind.TEXT,
            Sensitivity.SC,
            show_if=Condition("language", equals="other"),
        ),
        Question(
            "interpreter", "Do you need an interpreter?", Kind.CHOICE, Sensitivity.SC, choices=choices.YES_NO_UNSURE
        ),
        Question("formats", "How should our letters reach you?", Kind.MULTI, Sensitivity.SC, choices=choices.FORMATS),
        Question(
            "communication_needs",
            "What else helps you to take part?",
            Kind.TEXT,
            Sensitivity.SC,
            hint="For example short calls, breaks, a lift, or someone with you.",
        ),
        Question(
            "vulnerabilities",
            "Is any of this true for you?",
            Kind.MULTI,
            Sensitivity.SC,
            choices=choices.VULNERABILITIES,
            show_if=AFFECTED,
        ),
        Question(
            "support",
            "What help do you have, or need?",
            Kind.LONG,
            Sensitivity.SC,
            max_length=LONG,
            show_if=AFFECTED,
        ),
    ),
)

PROBLEM = Section(
    id="problem",
    title="What is happening",
    group=GROUP,
    questions=(
        Question(
            "summary",
            "What is happening?",
            Kind.LONG,
            Sensitivity.N,
            max_length=LONG,
            hint="Use your own words, in any language. A few words are enough.",
        ),
        Question("types", "What kind of problem is it?", Kind.MULTI, Sensitivity.CO, choices=choices.TYPES),
        Question(
            "responsible",
            "Do you know who does it?",
            Kind.LONG,
            Sensitivity.CO,
            max_length=2000,
            hint="You do not have to say. We do not tell them about you.",
        ),
        Question(
            "place",
            "Or tell us the place in your own words",
            Kind.TEXT,
            Sensitivity.CO,
            hint="For example, the stairs of a building, or a park.",
        ),
    ),
)

OTHERS = Section(
    id="group",
    title="Other people",
    group=GROUP,
    repeats=True,
    item_name="another person",
    questions=(
        Question("name", "Their name", Kind.TEXT, Sensitivity.I),
        Question("contact", "A safe way to contact them", Kind.TEXT, Sensitivity.I),
        Question("agreed", "Did they agree that you name them?", Kind.CHOICE, Sensitivity.O, choices=choices.AGREED),
    ),
)


def _day(what: str, asked: str, hint: str) -> tuple[Question, ...]:
    return (
        Question(f"{what}_words", asked, Kind.TEXT, Sensitivity.CO, hint=hint),
        Question(f"{what}_forgotten", "If you do not remember", Kind.MULTI, Sensitivity.CO, choices=choices.FORGOTTEN),
        Question(f"{what}_sure", "Is the day certain?", Kind.CHOICE, Sensitivity.CO, choices=SURE),
        Question(
            f"{what}_on",
            "The day, as worked out from these words",
            Kind.DATE,
            Sensitivity.CO,
            show_if=Condition(f"{what}_sure", any_of=("exact", "about")),
        ),
    )


INCIDENTS = Section(
    id="incidents",
    title="What happened",
    group=GROUP,
    repeats=True,
    item_name="something that happened",
    questions=(
        Question("what_happened", "What happened?", Kind.LONG, Sensitivity.N, max_length=LONG),
        *_day("happened", "When did it happen?", "For example: 3 May, about June, last summer."),
        Question("hate", "Was it because of who you are?", Kind.CHOICE, Sensitivity.SC, choices=choices.YES_NO_UNSURE),
        Question(
            "hate_strands",
            "Because of what?",
            Kind.MULTI,
            Sensitivity.SC,
            choices=choices.STRANDS,
            show_if=Condition("hate", equals=YES),
        ),
    ),
)

REPORTS = Section(
    id="reports",
    title="Who was told",
    group=GROUP,
    repeats=True,
    item_name="someone who was told",
    questions=(
        Question("incident", "About what happened, number", Kind.INTEGER, Sensitivity.O, lowest=1, highest=99),
        Question("to", "Who did you tell?", Kind.CHOICE, Sensitivity.O, choices=choices.BODIES),
        *_day("reported", "When did you tell them?", "For example: the next day, 4 May, about June."),
        Question("how", "How did you tell them?", Kind.CHOICE, Sensitivity.O, choices=choices.HOW),
        Question(
            "reference",
            "Did they give you a number?",
            Kind.TEXT,
            Sensitivity.CO,
            hint="Leave this empty if you have none.",
        ),
        Question("to_name", "Who did you speak to?", Kind.TEXT, Sensitivity.I),
        Question("response", "What did they say or do?", Kind.LONG, Sensitivity.N, max_length=LONG),
    ),
)

IMPACT = Section(
    id="impact",
    title="How it affects you",
    group=GROUP,
    questions=(
        Question(
            "effect",
            "How does it affect you and the people you live with?",
            Kind.LONG,
            Sensitivity.N,
            max_length=LONG,
            hint="For example sleep, health, children, work or money. You can also tell us by phone.",
        ),
        Question(
            "because",
            "Do they do it because of who you are?",
            Kind.CHOICE,
            Sensitivity.SC,
            choices=choices.YES_NO_UNSURE,
        ),
        Question(
            "strands",
            "If yes: because of what?",
            Kind.MULTI,
            Sensitivity.SC,
            choices=choices.STRANDS,
        ),
        Question(
            "at_risk",
            "Is a child in danger, or an adult who needs care?",
            Kind.CHOICE,
            Sensitivity.SC,
            choices=choices.YES_NO_UNSURE,
        ),
    ),
)

TRIED = Section(
    id="tried",
    title="What was done",
    group=GROUP,
    questions=(
        Question(
            "actions",
            "What has been done so far, and by whom?",
            Kind.LONG,
            Sensitivity.N,
            max_length=LONG,
        ),
        Question("stopped", "Did it stop?", Kind.CHOICE, Sensitivity.O, choices=choices.STOPPED),
        Question("not_enough", "Why was it not enough?", Kind.LONG, Sensitivity.N, max_length=LONG),
        Question(
            "complaint",
            "Have you made a formal complaint about this?",
            Kind.CHOICE,
            Sensitivity.O,
            choices=choices.YES_NO_UNSURE,
            hint="It makes no difference to your request.",
        ),
    ),
)

WISHES = Section(
    id="wishes",
    title="What you would like",
    group=GROUP,
    questions=(
        Question("wanted", "What would you like to happen?", Kind.MULTI, Sensitivity.N, choices=choices.WANTED),
        Question("wanted_words", "In your own words", Kind.LONG, Sensitivity.N, max_length=LONG),
        Question(
            "involved",
            "How would you like to take part?",
            Kind.CHOICE,
            Sensitivity.O,
            choices=choices.INVOLVED,
        ),
    ),
)

NOTICE = Section(
    id="notice",
    title="How we use this",
    group=GROUP,
    questions=(
        Question(
            "declared",
            "What you told us",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=choices.TRUE,
            error="Select the box if it is true, as far as you know",
        ),
    ),
)

PUBLIC_FORM = Form(
    id="trigger_app_online",
    version=1,
    title="Your request",
    sections=(APPLICATION, PEOPLE, PROBLEM, OTHERS, INCIDENTS, REPORTS, IMPACT, TRIED, WISHES, NOTICE),
)
