"""Who is said to be responsible. An employee of a partner is asked about, so that their own agency does not read it."""

from dataclasses import replace

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.common_sections import responsible
from casework.panel_type.questions import YES, Choice, Condition, Kind, Question, Sensitivity

AGE_BANDS = (
    Choice("under_10", "Under 10"),
    Choice("10_17", "10 to 17", "The youth justice service is asked first"),
    Choice("18_24", "18 to 24"),
    Choice("25_54", "25 to 54"),
    Choice("55_over", "55 or over"),
)

MORE = (
    Question("group", "Is it a group?", Kind.YES_NO, Sensitivity.CO),
    Question("age_band", "About how old?", Kind.CHOICE, Sensitivity.CO, choices=AGE_BANDS, allow_not_known=True),
    Question("tenancy", "Their landlord and tenancy", Kind.TEXT, Sensitivity.CO, allow_not_known=True),
    Question("online_name", "Name used online", Kind.TEXT, Sensitivity.CO),
    Question(
        "partner_staff",
        "Do they work for an agency of this partnership?",
        Kind.YES_NO,
        Sensitivity.CO,
        required=True,
        error="Select whether they work for an agency of this partnership",
    ),
    Question(
        "partner_agency",
        "Which kind of agency?",
        Kind.CHOICE,
        Sensitivity.CO,
        required=True,
        choices=AGENCY_TYPES,
        show_if=Condition("partner_staff", equals=YES),
        error="Select the kind of agency they work for",
    ),
)

RESPONSIBLE = replace(responsible.RESPONSIBLE, questions=(*responsible.RESPONSIBLE.questions, *MORE))
