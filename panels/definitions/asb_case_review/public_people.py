"""The people of a resident's request, in the resident's words: who she is, where she lives, how to reach her safely.

Whoever asks for somebody else is the second entry, with ways of contact of their own.
"""

from casework.panel_type.questions import Condition, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review import public_choices as choices
from panels.definitions.asb_case_review.people_identity import AFFECTED, ROLES, SPEAKS

GROUP = "What the resident told us"
LONG = 4000

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
        Question(
            "title",
            "Title, if you use one",
            Kind.TEXT,
            Sensitivity.I,
            max_length=30,
            hint="For example Mr, Mrs or Dr.",
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
            "prefers",
            "Which way do you like best?",
            Kind.CHOICE,
            Sensitivity.I,
            choices=choices.LIKED,
            hint="We use it only if it is safe.",
        ),
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
