"""What makes a person more vulnerable, the support they have or need, and the risk to staff who visit."""

from casework.panel_type.common_choices import VULNERABILITIES
from casework.panel_type.questions import YES, Condition, Kind, Question, Sensitivity
from panels.definitions.asb_case_review.people_identity import AFFECTED

SUPPORT = (
    Question(
        "vulnerabilities",
        "Does any of this apply to them?",
        Kind.MULTI,
        Sensitivity.SC,
        choices=VULNERABILITIES,
        allow_not_known=True,
        recommended=True,
        show_if=AFFECTED,
    ),
    Question(
        "support",
        "What support do they have or need?",
        Kind.LONG,
        Sensitivity.SC,
        max_length=4000,
        recommended=True,
        show_if=AFFECTED,
    ),
    Question("staff_risk", "Is there a known risk to staff who visit?", Kind.YES_NO, Sensitivity.CO, show_if=AFFECTED),
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
)
