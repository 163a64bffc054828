"""Who a person is and where they live."""

from casework.panel_type.common_choices import CASE_ROLES, TENURES
from casework.panel_type.questions import NOT_KNOWN, Condition, Kind, Question, Sensitivity

IDENTITY = (
    Question(
        "roles",
        "What is their part in this case?",
        Kind.MULTI,
        Sensitivity.CO,
        required=True,
        choices=CASE_ROLES,
        hint="Select all that apply. One person can be affected and be said to be responsible",
        error="Select their part in this case",
    ),
    Question("title", "Title", Kind.TEXT, Sensitivity.I, max_length=30),
    Question("forenames", "First names", Kind.TEXT, Sensitivity.I, required=True, allow_not_known=True),
    Question("surname", "Last name", Kind.TEXT, Sensitivity.I, required=True, allow_not_known=True),
    Question("aliases", "Other names they use", Kind.TEXT, Sensitivity.I),
    Question("preferred_name", "What they like to be called", Kind.TEXT, Sensitivity.I),
    Question(
        "date_of_birth",
        "Date of birth",
        Kind.DATE,
        Sensitivity.I,
        required=True,
        allow_not_known=True,
        past_only=True,
        hint="For example, 27 3 1988",
        error="Enter the date of birth, or select that you do not know it",
    ),
    Question(
        "estimated_age",
        "About how old are they?",
        Kind.INTEGER,
        Sensitivity.I,
        required=True,
        show_if=Condition("date_of_birth", equals=NOT_KNOWN),
        highest=120,
        allow_not_known=True,
        error="Enter about how old they are",
    ),
)

HOME = (
    Question(
        "address",
        "Address",
        Kind.ADDRESS,
        Sensitivity.I,
        required=True,
        allow_not_known=True,
        restricted=True,
        error="Enter the address, or select no fixed address or that you do not know it",
    ),
    Question("tenure", "Their home", Kind.CHOICE, Sensitivity.I, required=True, choices=TENURES, allow_not_known=True),
    Question("landlord", "Landlord", Kind.TEXT, Sensitivity.I, required=True, allow_not_known=True),
)
