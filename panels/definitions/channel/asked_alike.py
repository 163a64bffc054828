"""Questions that the forms of this panel ask in the same way."""

from casework.panel_type.questions import Choice, Condition, Kind, Question, Sensitivity


def past_day(key: str, label: str, error: str, show_if: Condition | None = None) -> Question:
    """A day that has been."""
    return Question(key, label, Kind.DATE, Sensitivity.O, required=True, past_only=True, error=error, show_if=show_if)


def confirmation(key: str, value: str, label: str) -> Question:
    """A box that has to be ticked."""
    return Question(
        key,
        "I confirm that",
        Kind.MULTI,
        Sensitivity.O,
        required=True,
        choices=(Choice(value, label),),
        error=f"Confirm that {label}",
    )


def plan_version_question() -> Question:
    """The version of the support plan."""
    return Question(
        "plan_version",
        "Version of the plan",
        Kind.INTEGER,
        Sensitivity.O,
        required=True,
        lowest=1,
        highest=50,
        error="Enter the version of the plan",
    )
