"""Forms of the letters' pages."""

from casework.letters.rules import SCOPE_WORDS
from casework.letters.service import LONGEST_BODY, LONGEST_TITLE
from inputs import ChoiceField, DateField, LineField, MultiField, Option, PageForm, TextField


class SelectField(ChoiceField):
    """A drop-down list."""

    kind = "select"


class WriteForm(PageForm):
    """Which letter to write."""

    template = ChoiceField("Which letter?", required="Select a letter")


class WordsForm(PageForm):
    """The words of a letter."""

    title = LineField("Subject", required="Enter what the letter is about", max_length=LONGEST_TITLE)
    body = TextField(
        "Letter",
        hint="Leave an empty line between paragraphs. ## makes a heading, - a list, | a row of a table.",
        required="Enter the letter",
        max_length=LONGEST_BODY,
    )
    agency = SelectField("Which agency is it to?")


class ApprovalForm(PageForm):
    """Let a letter go."""

    confirmed = MultiField(
        "What it says about other people",
        choices=(Option("yes", "I have read these and they may stand in the letter"),),
    )


class SendingForm(PageForm):
    """How a letter went."""

    way = ChoiceField("How does it reach them?", required="Select how it reaches them")
    sent_on = DateField("When did it go?", hint="Today, if you leave this empty", past_only=True)
    note = TextField("Anything to note?", hint="For example, who handed it over, or what they said", max_length=1_000)


class WithholdForm(PageForm):
    """Why a letter is not sent."""

    reason = TextField("Why is it not sent?", required="Enter why it is not sent", max_length=2_000)


class AgreementForm(PageForm):
    """How much somebody who speaks for a person may be told."""

    person = ChoiceField("Who speaks for them?", required="Select who speaks for them")
    scope = ChoiceField(
        "What may they be told?",
        choices=tuple(Option(scope.value, words) for scope, words in SCOPE_WORDS.items()),
        required="Select what they may be told",
    )
    words = TextField(
        "When and how did the person say so?",
        hint="The person this case is about, not the one who speaks for them",
        required="Enter when and how the person said so",
        max_length=2_000,
    )
