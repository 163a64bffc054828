"""Radios and checkboxes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wtforms.validators import StopValidation

from inputs.input_field import NOT_KNOWN, InputField, Posted
from wording.languages import gettext, msg


class Offered(Protocol):
    """Anything that can be offered as an answer."""

    @property
    def value(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def hint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be picked. ``checked`` is set when a field is shown."""

    value: str
    label: str
    hint: str = ""
    checked: bool = False


MOST_PICKED = 1_000
"""Checkboxes that can be ticked on one page."""
DO_NOT_KNOW = Option(NOT_KNOWN, "We do not know this")


class ChoiceField(InputField):
    """Radios: one answer, ``data`` is its value. ``choices`` may be set again on the form before it is validated."""

    kind = "choice"

    def __init__(
        self,
        label: str,
        validators: Any = (),
        *,
        choices: Iterable[Offered] = (),
        unknown_choice: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.choices: Sequence[Offered] = tuple(choices)
        self.unknown_choice = unknown_choice or msg("Select one of the answers shown")

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers to show, "We do not know this" last where it is allowed, each with whether it is picked."""
        return tuple(Option(c.value, c.label, c.hint, c.value in self._picked()) for c in self._offered())

    @property
    def first_box(self) -> str:
        """The id of the first radio or checkbox."""
        return self.option_id(0)

    def option_id(self, index: int) -> str:
        """The HTML id of an answer: the field's own for the first, as GOV.UK components have it."""
        return self.name if index == 0 else f"{self.name}-{index + 1}"

    def pre_validate(self, form: Any) -> None:
        """Refuse an answer that was not offered; ask for one that is required."""
        super().pre_validate(form)
        if not self._picked() <= {choice.value for choice in self._offered()}:
            raise StopValidation(gettext(self.unknown_choice))

    def _offered(self) -> tuple[Offered, ...]:
        return (*self.choices, DO_NOT_KNOW) if self.allow_not_known else tuple(self.choices)

    def _picked(self) -> set[str]:
        return {self.data} if self.data else set()

    def _read(self, posted: Posted) -> None:
        super()._read(posted)
        self.not_known = self.allow_not_known and self.data == NOT_KNOWN


class YesNoField(ChoiceField):
    """Yes, no, or not known: three-valued unless ``allow_not_known=False``."""

    kind = "yes_no"

    def __init__(self, label: str, validators: Any = (), *, allow_not_known: bool = True, **kwargs: Any) -> None:
        answers = (Option("yes", "Yes"), Option("no", "No"))
        super().__init__(label, validators, choices=answers, allow_not_known=allow_not_known, **kwargs)

    def _offered(self) -> tuple[Offered, ...]:
        return (*self.choices, Option(NOT_KNOWN, "We do not know")) if self.allow_not_known else tuple(self.choices)


class MultiField(ChoiceField):
    """Checkboxes: ``data`` is a list of values in the order offered, or ``NOT_KNOWN`` alone."""

    kind = "multi"

    def process_data(self, value: Any) -> None:
        """Take a stored list."""
        self.data = [str(part) for part in value] if value else []

    def pre_validate(self, form: Any) -> None:
        """Refuse "We do not know this" together with another answer, and what was not offered."""
        super().pre_validate(form)
        if isinstance(self.data, list):
            self.data = self._in_order(self.data)
        if isinstance(self.data, list) and NOT_KNOWN in self.data:
            raise StopValidation("Select what applies, or select that you do not know this, not both")

    def _picked(self) -> set[str]:
        return {self.data} if self.data == NOT_KNOWN else set(self.data or ())

    def _in_order(self, values: Iterable[str]) -> list[str]:
        order = {choice.value: place for place, choice in enumerate(self._offered())}
        return sorted(values, key=lambda value: order.get(value, len(order)))

    def _read(self, posted: Posted) -> None:
        given = [value for value in posted.getlist(self.name) if isinstance(value, str)]
        self.raw_data = given
        # A hostile post can send values without end; what is kept is bounded by what is offered and one more, or by
        # what any page could offer when the answers are set after this. Validation checks and orders them either way.
        most = len(self._offered()) + 1 if self.choices else MOST_PICKED
        found = self._in_order(dict.fromkeys(given))[:most]
        self.data = NOT_KNOWN if found == [NOT_KNOWN] and self.allow_not_known else found
        self.not_known = self.data == NOT_KNOWN
        self.typed = {}

    def as_typed(self, value: Any) -> dict[str, str]:
        """Checkboxes hold no text."""
        return {}

    def is_blank(self, typed: Mapping[str, str]) -> bool:
        """Whether nothing is picked."""
        return not self.data
