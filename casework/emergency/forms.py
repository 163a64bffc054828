"""Forms of emergency access."""

from casework.emergency.rules import FINDINGS, REASONS, SHORTEST_REASON
from inputs import ChoiceField, LineField, PageForm, TextField


class AskForm(PageForm):
    """Which case, and why now. The reference is typed: there is no search here."""

    reference = LineField(
        "Case reference",
        hint="Type the whole reference",
        required="Enter the case reference",
        max_length=20,
    )
    kind = ChoiceField(
        "Why do you need to open it now?", choices=REASONS, required="Select why you need to open the case now"
    )
    reason = TextField(
        "Say more",
        hint=f"At least {SHORTEST_REASON} characters. Who reviews it reads this. Do not write more about the person "
        "than is needed",
        required="Enter why you need to open the case now",
        max_length=2_000,
    )


class ReviewForm(PageForm):
    """What the reviewer found."""

    finding = ChoiceField("What did you find?", choices=FINDINGS, required="Select what you found")
    words = TextField(
        "Why, or what you want to know",
        required="Enter why, or what you want to know",
        hint="The person who used the emergency access reads this",
        max_length=2_000,
    )


class AnswerForm(PageForm):
    """The answer of whoever used it."""

    words = TextField("Your answer", required="Enter your answer", max_length=2_000)


class PlainForm(PageForm):
    """A button alone."""
