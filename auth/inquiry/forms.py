"""Forms of an inquiry."""

from wtforms.widgets import HiddenInput

from auth.inquiry.flags import BREACH, EXPLAINED
from inputs import ChoiceField, DateField, InputField, LineField, NumberField, Option, PageForm, TextField

ASK = "ask"
NO_CASE_DATA = "Do not write names, addresses or anything of a case"
CHOICES = (
    Option(EXPLAINED, "Explained", "You know why, and it is in order"),
    Option(ASK, "Ask the person", "They get a message that something needs them, and answer on a page of their own"),
    Option(BREACH, "Breach", "The privacy officers are told at once"),
)
OF_A_CASE = (CHOICES[0], CHOICES[2])


class SeenField(InputField):
    """What the page showed when it was opened; ``data`` is its text."""

    kind = "hidden"
    widget = HiddenInput()

    def _value(self) -> str:
        return str(self.data)


class DecideForm(PageForm):
    """What the auditor decides about a flag. ``seen``: of :attr:`auth.inquiry.flags.Flag.seen`."""

    seen = SeenField("Seen")

    decision = ChoiceField("What do you decide?", choices=CHOICES, required="Select what you decide")
    words = TextField(
        "Why, or what you ask",
        hint=f"Who is asked, or told, reads this. {NO_CASE_DATA}",
        required="Enter why, or what you ask",
        max_length=2_000,
    )


class AnswerForm(PageForm):
    """The officer's answer."""

    words = TextField("Your answer", hint=NO_CASE_DATA, required="Enter your answer", max_length=2_000)


class NameForm(PageForm):
    """Why a name is needed."""

    reason = TextField(
        "Why do you need the name?",
        hint="It is kept in the log with this look. At least 20 characters",
        required="Enter why you need the name",
        max_length=500,
    )


class SampleForm(PageForm):
    """A sample to draw."""

    first = DateField("First day", required="Enter the first day")
    last = DateField("Last day", required="Enter the last day")
    size = NumberField("How many entries", required="Enter how many entries", lowest=1, highest=500)
    seed = LineField(
        "Seed",
        hint="Leave it empty for a new one. With the seed and the last entry of an earlier sample you get the same "
        "entries",
        max_length=40,
    )
    up_to = NumberField(
        "Last entry",
        hint="Leave it empty for a new sample. Of an earlier one it stands on its page",
        lowest=1,
        highest=10**11,
    )


class PlainForm(PageForm):
    """A button alone."""
