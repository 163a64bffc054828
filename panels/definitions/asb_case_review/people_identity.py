"""Who a person is, for whom they speak and how far, and where they live."""

from casework.panel_type.common_choices import CASE_ROLES, TENURES, VICTIM
from casework.panel_type.questions import Choice, Condition, Kind, Question, Sensitivity

REPRESENTING, APPLYING = "representative", "complainant"
ROLES = tuple(
    role
    for role in CASE_ROLES
    if role.value in (VICTIM, APPLYING, REPRESENTING, "child", "household_member", "parent_carer", "witness")
)
RELATIONS = (
    Choice("family", "Family"),
    Choice("friend", "Friend or neighbour"),
    Choice("carer", "Carer"),
    Choice("advocate", "Advocate or support worker"),
    Choice("councillor", "Councillor"),
    Choice("mp", "Member of Parliament"),
    Choice("officer", "Officer of an agency"),
    Choice("solicitor", "Solicitor"),
    Choice("other", "Somebody else"),
)
SPEAKS = Condition("roles", contains=REPRESENTING)
AFFECTED = Condition("roles", contains=VICTIM)

IDENTITY = (
    Question(
        "roles",
        "What is their part in this application?",
        Kind.MULTI,
        Sensitivity.I,
        required=True,
        choices=ROLES,
        hint="Select all that apply. Somebody who applies for themselves is affected and has applied",
        error="Select their part in this application",
    ),
    Question("title", "Title", Kind.TEXT, Sensitivity.I, max_length=30),
    Question("forenames", "First names", Kind.TEXT, Sensitivity.I, required=True, error="Enter their first names"),
    Question("surname", "Last name", Kind.TEXT, Sensitivity.I, required=True, error="Enter their last name"),
    Question("preferred_name", "What they like to be called", Kind.TEXT, Sensitivity.I),
    Question(
        "date_of_birth",
        "Date of birth",
        Kind.DATE,
        Sensitivity.I,
        allow_not_known=True,
        past_only=True,
        hint="They do not have to say. For example, 27 3 1988",
    ),
)

REPRESENTATIVE = (
    Question(
        "relation",
        "How do they know the person they speak for?",
        Kind.CHOICE,
        Sensitivity.I,
        required=True,
        choices=RELATIONS,
        show_if=SPEAKS,
        error="Select how they know the person they speak for",
    ),
    Question("organisation", "Their organisation, if they act for one", Kind.TEXT, Sensitivity.I, show_if=SPEAKS),
    Question(
        "scope_updates",
        "Does the person agree that they are told how the application is going?",
        Kind.YES_NO,
        Sensitivity.O,
        required=True,
        show_if=SPEAKS,
        error="Select whether they may be told how it is going",
    ),
    Question(
        "scope_contents",
        "Does the person agree that they read what we write?",
        Kind.YES_NO,
        Sensitivity.O,
        required=True,
        show_if=SPEAKS,
        hint="Letters and plans. If not, they learn the stage and the dates alone",
        error="Select whether they may read what we write",
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
        hint="The postcode shows whether the place is in this area",
        error="Enter the address, or select no fixed address or that you do not know it",
    ),
    Question(
        "tenure",
        "Their home",
        Kind.CHOICE,
        Sensitivity.I,
        required=True,
        choices=TENURES,
        allow_not_known=True,
        show_if=AFFECTED,
        error="Select what kind of home it is",
    ),
    Question(
        "landlord",
        "Landlord",
        Kind.TEXT,
        Sensitivity.I,
        required=True,
        allow_not_known=True,
        show_if=AFFECTED,
        hint="Enter “none” if they own their home",
        error="Enter the landlord",
    ),
)
