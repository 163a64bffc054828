"""What all fields have in common: boxes, what was typed, and "We do not know this"."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from inputs.asked_for import AskedFor
from inputs.text_rules import looks_blank, object_of, without_hidden

NOT_KNOWN = "not_known"
"""The value of a field whose "We do not know this" was chosen; also the ending of that checkbox's name."""


class Posted(Protocol):
    """What a browser sent."""

    def getlist(self, key: str) -> list[Any]: ...


class InputField(Field):
    """A field of one or more boxes, named ``<name>`` or ``<name>-<part>``.

    ``typed``: text by part (``""`` for the only box), exactly as typed but for hidden characters, which are marked.
    ``not_known``: whether "We do not know this" was chosen; ``data`` is then ``NOT_KNOWN``. ``required``: the message
    when nothing is given; without it a blank is let in and ``data`` is ``blank``. ``hint`` is shown under the label.
    """

    kind: ClassVar[str] = ""
    parts: ClassVar[tuple[str, ...]] = ("",)
    switches: ClassVar[tuple[str, ...]] = ()
    """Checkboxes of the field, named like parts; ``typed`` holds "on" or nothing for each."""
    blank: Any = ""

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        required: str = "",
        allow_not_known: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kwargs)
        self.hint = hint
        self.required = required
        self.allow_not_known = allow_not_known
        self.not_known = False
        self.typed: dict[str, str] = {}

    def box(self, part: str) -> str:
        """The HTML name and id of a box."""
        return f"{self.name}-{part}" if part else self.name

    @property
    def first_box(self) -> str:
        """The id that an error summary links to."""
        return self.box(self.parts[0])

    @property
    def not_known_name(self) -> str:
        """The HTML name and id of the "We do not know this" checkbox."""
        return f"{self.name}-{NOT_KNOWN}"

    @property
    def what(self) -> str:
        """The label as it stands inside a sentence."""
        return object_of(self.label.text)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Fill the field from what was posted, else from ``data`` or the default."""
        self.process_errors: list[str] = []
        if data is unset_value:
            data = self.default() if callable(self.default) else self.default
        self.object_data = data
        self._fill(data)
        if formdata is not None:
            self._read(formdata)
        if not self.process_errors and not self.not_known:
            for change in (*self.filters, *(extra_filters or ())):
                self.data = change(self.data)

    def process_data(self, value: Any) -> None:
        """Take a stored value. Raises ``ValueError`` for one that does not fit the field."""
        self.data = self.blank if value is None else value
        self.typed = self.as_typed(self.data)

    def as_typed(self, value: Any) -> dict[str, str]:
        """A stored value as text by part."""
        return {"": str(value)}

    def read(self, typed: Mapping[str, str]) -> Any:
        """The value of what was typed (not blank). Raises ``ValueError`` with what to do."""
        return typed[""]

    def is_blank(self, typed: Mapping[str, str]) -> bool:
        """Whether nothing was typed."""
        return all(looks_blank(text) for text in typed.values())

    def pre_validate(self, form: Any) -> None:
        """Ask for what is required. Further validators run only on a value that could be read."""
        if self.process_errors:
            raise StopValidation
        if self.required and self.data in (None, "", []):
            raise StopValidation(self.required)

    def _fill(self, data: Any) -> None:
        self.data, self.not_known = self.blank, data == NOT_KNOWN
        self.typed = dict.fromkeys((*self.parts, *self.switches), "")
        if self.not_known:
            self.data = NOT_KNOWN
            return
        try:
            self.process_data(data)
        except ValueError as refused:
            self.process_errors.append(str(refused))

    def _read(self, posted: Posted) -> None:
        given = self._given(posted)
        self.raw_data = [text for text in given.values() if text]
        self.typed = {part: without_hidden(text) for part, text in given.items()}
        self.not_known = self.allow_not_known and bool(posted.getlist(self.not_known_name))
        self.data = NOT_KNOWN if self.not_known else self.blank
        if self.is_blank(given):
            return
        if self.not_known:
            self.process_errors.append(f"Enter {self.what} or select that you do not know it, not both")
            return
        try:
            self.data = self.read(given)
        except ValueError as refused:
            self.process_errors.append(str(refused))

    def _given(self, posted: Posted) -> dict[str, str]:
        """The first value of each box: one rule for a box that was sent twice."""
        names = {part: posted.getlist(self.box(part)) for part in (*self.parts, *self.switches)}
        for one in getattr(posted, "dicts", [posted]):  # files and form together
            if isinstance(one, AskedFor):
                for part in names:
                    one.one_is_read(self.box(part))
        return {part: found[0] if found and isinstance(found[0], str) else "" for part, found in names.items()}
