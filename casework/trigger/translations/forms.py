"""The forms of a translation's check."""

from inputs import LineField, PageForm


class CheckedForm(PageForm):
    """Who has checked it."""

    speaker = LineField(
        "Who checked it",
        hint="A name or an organisation, and how they know the language",
        required="Enter who checked it",
        max_length=200,
    )


class TakeBackForm(PageForm):
    """A button alone."""
