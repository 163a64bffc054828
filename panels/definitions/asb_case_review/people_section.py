"""Everybody in the application: the person affected, whoever applies or speaks for them, and who lives with them.

Nobody said to be responsible is entered as a person: the review looks at what agencies did, and not at guilt. What is
said of them stands in words in ``problem_section``.
"""

from casework.panel_type.common_sections.needs import MONITORING
from casework.panel_type.questions import Section
from panels.definitions.asb_case_review.people_contact import COMMUNICATION, SAFE_CONTACT
from panels.definitions.asb_case_review.people_identity import HOME, IDENTITY, REPRESENTATIVE
from panels.definitions.asb_case_review.people_needs import SUPPORT

PEOPLE = Section(
    id="people",
    title="The people in this application",
    group="About the people",
    repeats=True,
    min_items=1,
    item_name="a person",
    intro="Start with the person it happens to. If somebody else applies or speaks for them, add that person as well.",
    read_out="Now about you, and about the person this is happening to if that is somebody else.",
    questions=(*IDENTITY, *REPRESENTATIVE, *HOME, *SAFE_CONTACT, *COMMUNICATION, *SUPPORT, *MONITORING),
)
