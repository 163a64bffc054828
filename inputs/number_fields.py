"""Boxes for whole numbers and telephone numbers."""

import re
from collections.abc import Mapping
from typing import Any

import phonenumbers

from inputs.input_field import InputField
from inputs.text_fields import LineField
from inputs.text_rules import clean_line, digits_as_ascii, object_of, subject_of
from wording.languages import gettext, msg

IN_FULL = msg("Enter %(what)s in full, like 020 7946 0000 or +44 20 7946 0000")
COPIED_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Invisible direction marks that telephones put round a number when it is copied."""


class NumberField(InputField):
    """A whole number from ``lowest`` to ``highest``, in digits of any script. ``data`` is ``int`` or ``None``."""

    kind = "integer"
    blank = None

    def __init__(
        self, label: str, validators: Any = (), *, lowest: int = 0, highest: int = 1_000_000, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.lowest = lowest
        self.highest = highest

    def as_typed(self, value: Any) -> dict[str, str]:
        """The number in digits."""
        return {"": "" if value is None else str(value)}

    def read(self, typed: Mapping[str, str]) -> int:
        """The number. Raises ``ValueError``."""
        digits = digits_as_ascii(typed[""].strip()).replace(",", "")
        if not re.fullmatch(r"-?[0-9]{1,12}", digits):
            raise ValueError(f"{subject_of(self.label.text)} must be a whole number, like 12")
        number = int(digits)
        if not self.lowest <= number <= self.highest:
            raise ValueError(f"{subject_of(self.label.text)} must be between {self.lowest:,} and {self.highest:,}")
        return number


class PhoneField(LineField):
    """A telephone number, of the United Kingdom unless it starts with +. Numbers kept for drama are let in."""

    kind = "phone"

    def read(self, typed: Mapping[str, str]) -> str:
        """The number as people write it: national for the United Kingdom, else international. Raises ``ValueError``."""
        line = clean_line(COPIED_MARKS.sub("", typed[""]), label=self.label.text, limit=self.max_length)
        try:
            number = phonenumbers.parse(line, "GB")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not _can_be_called(number):
            raise ValueError(gettext(IN_FULL, what=object_of(self.label.text)))
        style = phonenumbers.PhoneNumberFormat
        at_home = number.country_code == 44
        return str(phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL))


def _can_be_called(number: phonenumbers.PhoneNumber) -> bool:
    """Whether the number has a length that is in use. One without its area code mostly has not."""
    return phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
