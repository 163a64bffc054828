"""Health, vulnerability, risk to staff, equality monitoring."""

from casework.panel_type.agency_types import HEALTH
from casework.panel_type.common_choices import VULNERABILITIES
from casework.panel_type.monitoring_choices import (
    DISABILITIES,
    ETHNIC_GROUPS,
    GENDER_IDENTITY,
    RELIGIONS,
    SEXES,
    SEXUAL_ORIENTATIONS,
)
from casework.panel_type.questions import YES, Condition, Kind, Question, Sensitivity

HEALTH_AND_RISK = (
    Question("gp_practice", "GP practice", Kind.TEXT, Sensitivity.SC, allow_not_known=True),
    Question(
        "nhs_number",
        "NHS number",
        Kind.TEXT,
        Sensitivity.SC,
        restricted=True,
        revealed_to=HEALTH,
        max_length=12,
        hint="Only health members of the panel see this",
    ),
    Question(
        "other_identifiers",
        "Other references",
        Kind.TEXT,
        Sensitivity.I,
        hint="For example, tenancy, social care or police reference",
    ),
    Question(
        "vulnerabilities",
        "What makes them more vulnerable?",
        Kind.MULTI,
        Sensitivity.SC,
        required=True,
        choices=VULNERABILITIES,
        allow_not_known=True,
        error="Select what makes them more vulnerable, or that you do not know",
    ),
    Question("vulnerability_details", "More about this", Kind.LONG, Sensitivity.SC, max_length=4000),
    Question(
        "capacity_concern",
        "Is there a concern that they cannot decide about this referral themselves?",
        Kind.YES_NO,
        Sensitivity.SC,
        required=True,
        error="Select whether there is a concern about their mental capacity for this decision",
    ),
    Question(
        "capacity_details",
        "What is the concern?",
        Kind.LONG,
        Sensitivity.SC,
        required=True,
        show_if=Condition("capacity_concern", equals=YES),
        max_length=4000,
        error="Enter what the concern about their mental capacity is",
    ),
    Question(
        "staff_risk",
        "Is there a known risk to staff who visit?",
        Kind.YES_NO,
        Sensitivity.CO,
        required=True,
        error="Select whether there is a known risk to staff who visit",
    ),
    Question(
        "staff_risk_details",
        "What should staff know before a visit?",
        Kind.LONG,
        Sensitivity.CO,
        required=True,
        show_if=Condition("staff_risk", equals=YES),
        max_length=2000,
        hint="Everyone who opens the case sees this as a warning",
        error="Enter what staff should know before a visit",
    ),
    Question(
        "other_case",
        "Are they part of another case?",
        Kind.YES_NO,
        Sensitivity.CO,
        recommended=True,
        hint="As a person affected or a person said to be responsible",
    ),
    Question(
        "other_case_reference",
        "Reference of that case",
        Kind.TEXT,
        Sensitivity.CO,
        show_if=Condition("other_case", equals=YES),
        allow_not_known=True,
    ),
    Question("pets", "Are there animals at home?", Kind.YES_NO, Sensitivity.O),
    Question(
        "dangerous_dog",
        "Is any of them dangerous?",
        Kind.YES_NO,
        Sensitivity.O,
        show_if=Condition("pets", equals=YES),
    ),
)

MONITORING = (
    Question("sex", "Sex", Kind.CHOICE, Sensitivity.SC, choices=SEXES, allow_not_known=True, monitoring=True),
    Question(
        "gender_identity",
        "Gender identity",
        Kind.CHOICE,
        Sensitivity.SC,
        choices=GENDER_IDENTITY,
        allow_not_known=True,
        monitoring=True,
    ),
    Question(
        "ethnicity",
        "Ethnic group",
        Kind.CHOICE,
        Sensitivity.SC,
        choices=ETHNIC_GROUPS,
        allow_not_known=True,
        monitoring=True,
    ),
    Question(
        "religion", "Religion", Kind.CHOICE, Sensitivity.SC, choices=RELIGIONS, allow_not_known=True, monitoring=True
    ),
    Question(
        "sexual_orientation",
        "Sexual orientation",
        Kind.CHOICE,
        Sensitivity.SC,
        choices=SEXUAL_ORIENTATIONS,
        allow_not_known=True,
        monitoring=True,
    ),
    Question(
        "disability",
        "Disability",
        Kind.MULTI,
        Sensitivity.SC,
        choices=DISABILITIES,
        allow_not_known=True,
        monitoring=True,
    ),
)
