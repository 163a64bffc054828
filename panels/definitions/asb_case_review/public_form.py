"""The application as residents fill it in themselves. Almost nothing in it must be answered.

Sections and questions that mean what they mean in ``application_form`` have the same ids, so that the threshold, the
people, the letters and the safe ways work alike. ``happened_words`` and ``reported_words`` hold a day as it was said;
``public_meaning`` works the day out of them. Labels are read by staff as well, in English.
"""

from casework.panel_type.questions import YES, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review import public_choices as choices
from panels.definitions.asb_case_review.incidents_section import SURE
from panels.definitions.asb_case_review.public_people import GROUP, LONG, PEOPLE

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
            hint="If they signed a paper, you can add a photo of it before you send. If not, we ask them first.",
            error="Select whether the person agrees",
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
            hint="For example a name, how you know them, or where they live. We do not tell them about you.",
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
        Question("contact", "A safe way to contact them", Kind.TEXT, Sensitivity.I, reaches=True),
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
        Question("place", "Where did it happen?", Kind.TEXT, Sensitivity.CO),
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
            hint="Say as well if something is still going on.",
        ),
        Question("stopped", "Did it stop?", Kind.CHOICE, Sensitivity.O, choices=choices.STOPPED),
        Question("not_enough", "Why was it not enough?", Kind.LONG, Sensitivity.N, max_length=LONG),
        Question(
            "complaint",
            "Have you made a formal complaint about this?",
            Kind.CHOICE,
            Sensitivity.O,
            choices=choices.YES_NO_UNSURE,
            hint="For example to the council or an ombudsman. It makes no difference to your request.",
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
