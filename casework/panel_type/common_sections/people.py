"""Everyone involved, one entry for each. A person may hold several roles; none is a finding."""

from casework.panel_type.common_sections.contact import COMMUNICATION, SAFE_CONTACT
from casework.panel_type.common_sections.identity import HOME, IDENTITY
from casework.panel_type.common_sections.needs import HEALTH_AND_RISK, MONITORING
from casework.panel_type.questions import Section

PEOPLE = Section(
    id="people",
    title="Everyone involved",
    group="About the people",
    repeats=True,
    min_items=1,
    item_name="a person",
    intro="Start with the person who is affected. Add everyone else one at a time.",
    questions=(*IDENTITY, *HOME, *SAFE_CONTACT, *COMMUNICATION, *HEALTH_AND_RISK, *MONITORING),
)
