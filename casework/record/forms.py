"""The form that closes a case."""

from casework.cases.closing import VICTIM_TOLD
from inputs import ChoiceField, PageForm, TextField


class ClosureForm(PageForm):
    """Why it ends, and who tells the person affected."""

    reason = ChoiceField("Why is the case closed?", required="Select why the case is closed")
    victim_told = ChoiceField(
        "Has the person affected been told?",
        choices=VICTIM_TOLD,
        required="Select whether the person affected has been told",
    )
    victim_told_words = TextField(
        "Who tells them, and how? If they will not be told, why not?",
        max_length=2_000,
        hint="Only in a way that the safe contact card allows",
        required="Enter who tells them and how, or why they will not be told",
    )
    text = TextField("Anything else for the record", max_length=4_000)
