"""The forms of the resident's way that are not made of questions."""

from collections.abc import Mapping

from casework.documents.forms import UploadField
from casework.trigger import rules
from inputs import ChoiceField, InputField, LineField, Option, PageForm, TextField
from wording.languages import gettext, msg

ENTER_PIN = msg("Enter 6 numbers for your PIN")
EASY_PIN = msg("Choose a PIN that is harder to guess. Not 111111, and not 123456.")
ENTER_NUMBER = msg("Enter your request number. It has 8 numbers.")


class DigitsField(InputField):
    """Digits of any script, with spaces where people put them. What was typed is not given back to the page, unless
    ``given_back`` says so."""

    kind = "digits"
    given_back = False

    def read(self, typed: Mapping[str, str]) -> str:
        """The digits."""
        return rules.digits_in(typed[""])[:40]


class StartForm(PageForm):
    """Nothing but going on."""


class PinForm(PageForm):
    """A PIN, and the time after which the form closes."""

    pin = DigitsField("PIN")
    idle = ChoiceField("Time")

    def refuse_pin(self) -> bool:
        """Put what is wrong with the PIN beside it; whether anything is."""
        pin = str(self.pin.data or "")
        wrong = ENTER_PIN if not rules.is_pin(pin) else EASY_PIN if rules.is_easy(pin) else ""
        if wrong:
            self.pin.errors = [gettext(wrong)]
        return bool(wrong)


class ReturnForm(PageForm):
    """The number and the PIN of a request."""

    number = DigitsField("Number")
    pin = DigitsField("PIN")

    def is_whole(self) -> bool:
        """Whether both could be right; what is missing is said beside it."""
        if not rules.is_number(str(self.number.data or "")):
            self.number.errors = [gettext(ENTER_NUMBER)]
        if not rules.is_pin(str(self.pin.data or "")):
            self.pin.errors = [gettext(ENTER_PIN)]
        return not self.number.errors and not self.pin.errors


class ResidentUploadField(UploadField):
    """One file, with a box that the list of errors can lead to."""

    @property
    def first_box(self) -> str:
        """Its id."""
        return str(self.name)


class FileForm(PageForm):
    """One file, and what it shows."""

    upload = ResidentUploadField("File")
    about = LineField("About", max_length=300)


class MoreForm(PageForm):
    """Whether there is another."""

    more = ChoiceField("More")


class TellForm(PageForm):
    """Something new about a request that was sent."""

    text = TextField("Text")


class ReceiptForm(PageForm):
    """A receipt, as it was kept."""

    text = TextField("Receipt", max_length=2000)


def tell_form() -> TellForm:
    """The form in the language of the request."""
    form = TellForm()
    form.text.label.text = gettext("What has changed?")
    form.text.hint = gettext("Write in any language. What you sent before stays as it is.")
    return form


def receipt_form() -> ReceiptForm:
    """The form in the language of the request."""
    form = ReceiptForm()
    form.text.label.text = gettext("The receipt")
    form.text.hint = gettext("Copy all five lines, from N to S.")
    return form


def pin_form() -> PinForm:
    """The form in the language of the request."""
    form = PinForm()
    form.pin.label.text = gettext("Choose a PIN of 6 numbers")
    form.pin.hint = gettext("Not a birthday, and not a door number. Only you must know it.")
    form.idle.label.text = gettext("If I stop, close this form after")
    form.idle.choices = (
        Option("20", gettext("20 minutes")),
        Option("240", gettext("4 hours"), gettext("Choose this if you need more time to read or to write.")),
    )
    form.idle.unknown_choice = gettext("Select one of the answers shown")
    return form


def return_form() -> ReturnForm:
    """The form in the language of the request."""
    form = ReturnForm()
    form.number.label.text = gettext("Your request number")
    form.number.hint = gettext("It has 8 numbers.")
    form.pin.label.text = gettext("Your PIN")
    form.pin.hint = gettext("It has 6 numbers. You chose it yourself.")
    return form


def more_form() -> MoreForm:
    """The form in the language of the request."""
    form = MoreForm()
    form.more.label.text = gettext("Did it happen another time that you want to tell us about?")
    form.more.choices = (Option("yes", gettext("Yes")), Option("no", gettext("No")))
    form.more.unknown_choice = gettext("Select one of the answers shown")
    return form


def file_form(**given: object) -> FileForm:
    """The form in the language of the request. ``given``: as for any form."""
    form = FileForm(**given)
    form.upload.label.text = gettext("Choose one file")
    form.about.label.text = gettext("What does it show?")
    form.about.hint = gettext("You can leave this empty.")
    return form
