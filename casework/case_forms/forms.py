"""Forms of the pages about case forms, besides those that the panel's own questions make."""

from inputs import PageForm, TextField


class DeclineForm(PageForm):
    """Why the second person does not agree."""

    reason = TextField("Why do you not agree?", max_length=4_000)
