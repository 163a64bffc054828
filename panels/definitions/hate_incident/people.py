"""Everyone involved: as in other panels, with institutions and communities as victims, and the risk of being outed."""

from casework.panel_type.common_choices import VICTIM
from casework.panel_type.common_sections.contact import COMMUNICATION, SAFE_CONTACT
from casework.panel_type.common_sections.identity import HOME, IDENTITY
from casework.panel_type.common_sections.needs import HEALTH_AND_RISK, MONITORING
from casework.panel_type.questions import YES, Condition, Kind, Question, Section, Sensitivity
from panels.definitions.hate_incident.choices import PARTY_KINDS

AFFECTED = Condition("roles", contains=VICTIM)

TARGET = (
    Question(
        "party_kind",
        "Who is affected?",
        Kind.CHOICE,
        Sensitivity.I,
        required=True,
        choices=PARTY_KINDS,
        show_if=AFFECTED,
        hint="For an institution or a community, give its name as the last name below",
        error="Select who is affected",
    ),
    Question(
        "association",
        "Were they targeted because of somebody they belong with?",
        Kind.YES_NO,
        Sensitivity.SC,
        show_if=AFFECTED,
    ),
    Question(
        "own_words",
        "How do they describe who they are?",
        Kind.TEXT,
        Sensitivity.SC,
        show_if=AFFECTED,
        hint="In their own words. Leave it empty if they did not say",
    ),
    Question(
        "outing_risk",
        "Is there anybody at home or around them who does not know this about them?",
        Kind.YES_NO,
        Sensitivity.SC,
        required=True,
        restricted=True,
        show_if=AFFECTED,
        hint="Sexual orientation, gender identity or a change of faith. Kept apart: it opens for a reason only",
        error="Select whether somebody around them does not know",
    ),
    Question(
        "outing_details",
        "Who must not learn of it?",
        Kind.TEXT,
        Sensitivity.SC,
        required=True,
        restricted=True,
        show_if=Condition("outing_risk", equals=YES),
        hint="Also enter them under “Who must not know about this?”, which everybody who makes contact reads",
        error="Enter who must not learn of it",
    ),
)

PEOPLE = Section(
    id="people",
    title="Everyone involved",
    group="About the people",
    repeats=True,
    min_items=1,
    item_name="a person, an institution or a community",
    intro="Start with whoever is affected. Add everyone else one at a time.",
    questions=(
        IDENTITY[0],
        TARGET[0],
        *IDENTITY[1:],
        *HOME,
        *SAFE_CONTACT,
        *COMMUNICATION,
        *TARGET[1:],
        *HEALTH_AND_RISK,
        *MONITORING,
    ),
)
