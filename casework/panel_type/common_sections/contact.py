"""How to contact a person safely, and what helps them to follow."""

from casework.panel_type.common_choices import VICTIM
from casework.panel_type.monitoring_choices import LANGUAGES
from casework.panel_type.questions import Condition, Kind, Question, Sensitivity

CONTACTED_ROLES = (VICTIM, "complainant", "representative", "witness", "parent_carer")
"""Roles of people the panel may write to or call. Nobody else is contacted."""
CONTACTED = Condition("roles", any_of=CONTACTED_ROLES)

SAFE_CONTACT = (
    Question(
        "safe_to_call",
        "Is it safe to call them?",
        Kind.YES_NO,
        Sensitivity.I,
        required=True,
        show_if=CONTACTED,
        error="Select whether it is safe to call them",
    ),
    Question(
        "safe_to_leave_message",
        "Is it safe to leave a message?",
        Kind.YES_NO,
        Sensitivity.I,
        required=True,
        show_if=CONTACTED,
        error="Select whether it is safe to leave a message",
    ),
    Question(
        "safe_to_write",
        "Is it safe to write to their home?",
        Kind.YES_NO,
        Sensitivity.I,
        required=True,
        show_if=CONTACTED,
        error="Select whether it is safe to write to their home",
    ),
    Question(
        "best_time",
        "When is it best to contact them?",
        Kind.TEXT,
        Sensitivity.I,
        required=True,
        show_if=CONTACTED,
        allow_not_known=True,
        error="Enter when it is best to contact them",
    ),
    Question(
        "must_not_know",
        "Who must not know about this?",
        Kind.TEXT,
        Sensitivity.I,
        required=True,
        show_if=CONTACTED,
        allow_not_known=True,
        hint="For example, a relative who shares their phone. Enter “nobody” if there is none",
        error="Enter who must not know about this, or “nobody”",
    ),
    Question("phone", "Phone number", Kind.PHONE, Sensitivity.I, required=True, allow_not_known=True),
    Question("second_phone", "Another phone number", Kind.PHONE, Sensitivity.I),
    Question("email", "E-mail address", Kind.EMAIL, Sensitivity.I, allow_not_known=True),
)

COMMUNICATION = (
    Question(
        "language",
        "First language",
        Kind.CHOICE,
        Sensitivity.SC,
        required=True,
        choices=LANGUAGES,
        allow_not_known=True,
    ),
    Question(
        "other_language",
        "Which language?",
        Kind.TEXT,
        Sensitivity.SC,
        required=True,
        show_if=Condition("language", equals="other"),
        error="Enter the language",
    ),
    Question(
        "interpreter",
        "Do they need an interpreter?",
        Kind.YES_NO,
        Sensitivity.SC,
        required=True,
        error="Select whether they need an interpreter",
    ),
    Question(
        "communication_needs",
        "What helps them to follow and take part",
        Kind.TEXT,
        Sensitivity.SC,
        required=True,
        allow_not_known=True,
        hint="For example, large print, short calls, somebody with them. Enter “nothing” if there is none",
    ),
    Question(
        "adjustments",
        "Adjustments that agencies have agreed to make",
        Kind.TEXT,
        Sensitivity.SC,
        required=True,
        allow_not_known=True,
        hint="Reasonable adjustments under the Equality Act. Enter “none” if there are none",
    ),
)
