"""The person, and those who are asked for them. Identity and safe contact; what is written about them stands apart."""

from dataclasses import replace

from casework.panel_type.common_sections.contact import COMMUNICATION, SAFE_CONTACT
from casework.panel_type.common_sections.identity import HOME, IDENTITY
from casework.panel_type.common_sections.needs import MONITORING
from casework.panel_type.questions import Choice, Condition, Kind, Question, Section, Sensitivity
from panels.definitions.channel.choices import CASE_ROLES, PARENT, SUBJECT

# Consent is asked of the person or of a parent, so these two are ever written to or called.
CONTACTED = Condition("roles", any_of=(SUBJECT, PARENT, "representative"))
ABOUT_THE_PERSON = Condition("roles", contains=SUBJECT)

FORCES = (
    Choice("here", "The police force of this area"),
    Choice("elsewhere", "Another force"),
)

ROLES = replace(
    IDENTITY[0],
    choices=CASE_ROLES,
    hint="Start with the person there is concern about. Add a parent or guardian if the person is under 18",
)

FORCE_AREA = (
    Question(
        "force_area",
        "Which police force covers the person’s home?",
        Kind.CHOICE,
        Sensitivity.I,
        required=True,
        choices=FORCES,
        show_if=ABOUT_THE_PERSON,
        hint="The panel can only decide when that force is in the room (section 37)",
        error="Select which police force covers the person’s home",
    ),
    Question(
        "force_name",
        "Name of that force",
        Kind.TEXT,
        Sensitivity.I,
        required=True,
        show_if=Condition("force_area", equals="elsewhere"),
        error="Enter the name of that force",
    ),
)

WAYS_TO_REACH = (
    *(replace(question, show_if=CONTACTED) for question in SAFE_CONTACT if question.show_if is not None),
    Question("safe_to_text", "Is it safe to send a text?", Kind.YES_NO, Sensitivity.I, show_if=CONTACTED),
    Question("safe_to_email", "Is it safe to send an e-mail?", Kind.YES_NO, Sensitivity.I, show_if=CONTACTED),
    *(question for question in SAFE_CONTACT if question.show_if is None),
)
LANGUAGE = tuple(question for question in COMMUNICATION if question.id != "adjustments")

STUDY_AND_WORK = (
    Question("school", "School, college or university", Kind.TEXT, Sensitivity.I, allow_not_known=True),
    Question("employer", "Employer", Kind.TEXT, Sensitivity.I, allow_not_known=True),
    Question("online_names", "Names they use online", Kind.TEXT, Sensitivity.I),
    Question(
        "aware",
        "Does this person know about the referral?",
        Kind.YES_NO,
        Sensitivity.I,
        required=True,
        show_if=CONTACTED,
        hint="They need not be told at this stage",
        error="Select whether this person knows about the referral",
    ),
)

PEOPLE = Section(
    id="people",
    title="The person, and who is asked for them",
    group="About the person",
    repeats=True,
    min_items=1,
    item_name="a person",
    intro="Start with the person there is concern about. Under 18, add each parent or guardian as well.",
    questions=(
        ROLES,
        *IDENTITY[1:],
        HOME[0],
        *FORCE_AREA,
        *WAYS_TO_REACH,
        *LANGUAGE,
        *STUDY_AND_WORK,
        *MONITORING,
    ),
)
