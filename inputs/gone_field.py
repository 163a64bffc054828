"""A box that is not there: it takes nothing, and hands back what comes all the same."""

from collections.abc import Mapping
from typing import Any

from inputs.input_field import InputField


class GoneField(InputField):
    """A field in the place of one that this page does not ask. ``data`` is always empty. Nothing is drawn unless words
    came, from a page that was opened when there was a box: then ``instead`` is the error and the words stand below it,
    to be copied."""

    kind = "gone"

    def __init__(self, label: str, validators: Any = (), *, instead: str, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.instead = instead

    def process_data(self, value: Any) -> None:
        """What is stored from before is not this page's to show or to store again."""
        self.data = self.blank

    def read(self, typed: Mapping[str, str]) -> Any:
        """Raises ``ValueError``, always."""
        raise ValueError(self.instead)
