"""Boxes for text: one line, several lines, an e-mail address."""

from collections.abc import Mapping
from typing import Any

from email_validator import EmailNotValidError, validate_email

from inputs.input_field import InputField
from inputs.text_rules import clean_line, clean_text, subject_of
from wording.languages import gettext

LIKE = "name@example.org"


class LineField(InputField):
    """One line. ``max_length`` counts characters."""

    kind = "text"

    def __init__(self, label: str, validators: Any = (), *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.max_length = max_length

    def read(self, typed: Mapping[str, str]) -> str:
        """The line, cleaned. Raises ``RefusedText``."""
        return clean_line(typed[""], label=self.label.text, limit=self.max_length)


class TextField(InputField):
    """Several lines. ``max_length`` counts characters and may be as high as 1,000,000."""

    kind = "long"

    def __init__(self, label: str, validators: Any = (), *, max_length: int = 10_000, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.max_length = max_length

    def read(self, typed: Mapping[str, str]) -> str:
        """The text, cleaned. Raises ``RefusedText``."""
        return clean_text(typed[""], label=self.label.text, limit=self.max_length)


class EmailField(LineField):
    """One e-mail address. Whether its domain takes mail is not asked: nothing is looked up while a person waits."""

    kind = "email"

    def read(self, typed: Mapping[str, str]) -> str:
        """The address in its normal form. Raises ``ValueError``."""
        line = super().read(typed)
        try:
            return validate_email(line, check_deliverability=False).normalized
        except EmailNotValidError:
            words = gettext("%(what)s must be one address, like %(like)s", what=subject_of(self.label.text), like=LIKE)
            raise ValueError(words) from None
