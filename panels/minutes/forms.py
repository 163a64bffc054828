"""The forms of closing and minutes."""

from inputs import MultiField, Option, PageForm, TextField


class CloseForm(PageForm):
    """Closing with gaps wants a tick that they were read."""

    accepted = MultiField("Before you close", choices=[Option("yes", "I have read what is missing")])


class ItemForm(PageForm):
    """One button about one case; the version says what was on the page."""


class NoteForm(PageForm):
    """What is written to a case's minute."""

    note = TextField("Note for the minutes", max_length=10_000)


class VersionForm(PageForm):
    """Why minutes that were issued change."""

    reason = TextField("What changes, and why", required="Enter what changes and why", max_length=2_000)
