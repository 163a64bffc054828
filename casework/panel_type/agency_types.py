"""Kinds of agency that take part in risk panels. The value is stored with the agency; the label may be reworded."""

from casework.panel_type.questions import Choice

AGENCY_TYPES: tuple[Choice, ...] = (
    Choice("police", "Police"),
    Choice("transport_police", "British Transport Police"),
    Choice("council_community_safety", "Council: community safety"),
    Choice("council_housing", "Council: housing"),
    Choice("housing_association", "Housing association"),
    Choice("adult_social_care", "Adult social care"),
    Choice("children_social_care", "Children's social care"),
    Choice("early_help", "Early help"),
    Choice("youth_justice", "Youth justice"),
    Choice("education", "School or college"),
    Choice("education_safeguarding", "Education safeguarding"),
    Choice("mental_health", "NHS mental health trust"),
    Choice("acute_health", "NHS hospital"),
    Choice("primary_care", "GP or primary care"),
    Choice("icb", "Integrated care board"),
    Choice("public_health", "Public health"),
    Choice("drug_alcohol_adult", "Drug and alcohol service: adults"),
    Choice("drug_alcohol_young", "Drug and alcohol service: young people"),
    Choice("probation", "Probation"),
    Choice("prison", "Prison"),
    Choice("fire", "Fire and rescue"),
    Choice("victim_support", "Victim support"),
    Choice("domestic_abuse", "Domestic abuse service"),
    Choice("hate_crime_service", "Hate crime service"),
    Choice("faith_community", "Faith or community group"),
    Choice("dwp", "Department for Work and Pensions"),
    Choice("immigration", "Immigration Enforcement"),
    Choice("environmental_health", "Environmental health and noise"),
    Choice("licensing", "Licensing and trading standards"),
    Choice("parks", "Parks and street enforcement"),
    Choice("legal", "Legal services"),
    Choice("elected_member", "Office of a councillor or MP"),
    Choice("other", "Another agency"),
)

PUBLIC = "public"
"""Not an agency, and never offered as one: under this kind stand requests that residents send themselves."""

HEALTH = ("mental_health", "acute_health", "primary_care", "icb", "public_health")
COUNCIL = ("council_community_safety", "council_housing")
LANDLORDS = ("council_housing", "housing_association")


def agency_type_label(value: str) -> str:
    """The label of an agency type; the value itself if it is not one of ours."""
    return next((choice.label for choice in AGENCY_TYPES if choice.value == value), value)
