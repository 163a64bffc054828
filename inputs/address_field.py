"""Boxes for an address of the United Kingdom."""

import re
from collections.abc import Mapping
from typing import Any

from inputs.input_field import InputField
from inputs.text_rules import clean_line, digits_as_ascii, looks_blank
from wording.languages import gettext, msg

POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
LABELS = {
    "line1": msg("Address line 1"),
    "line2": msg("Address line 2"),
    "town": msg("Town or city"),
    "postcode": msg("Postcode"),
    "uprn": "Property number (UPRN)",
}


def postcode_of(typed: str) -> str:
    """A postcode in capitals with its space. Raises ``ValueError`` if it cannot be one."""
    found = POSTCODE.fullmatch(re.sub(r"[\s.-]", "", digits_as_ascii(typed)).upper())
    if not found:
        raise ValueError(gettext("Postcode must be real, like %(like)s", like="E1 4AB"))
    return f"{found[1]} {found[2]}"


class AddressField(InputField):
    """Lines, town, postcode, property number, and two switches: no fixed address, and keep this address hidden.

    ``data`` is a dict of ``line1 line2 town postcode uprn`` (text) and ``no_fixed_address hidden`` (bool), or ``None``.
    """

    kind = "address"
    parts = tuple(LABELS)
    switches = ("no_fixed_address", "hidden")
    blank = None

    def as_typed(self, value: Any) -> dict[str, str]:
        """The address in its boxes."""
        stored = value or {}
        boxes = {part: str(stored.get(part) or "") for part in self.parts}
        return boxes | {switch: "on" if stored.get(switch) else "" for switch in self.switches}

    def is_blank(self, typed: Mapping[str, str]) -> bool:
        """Whether there is no address: only "keep hidden" is not one."""
        return not any(not looks_blank(text) for part, text in typed.items() if part != "hidden")

    def read(self, typed: Mapping[str, str]) -> dict[str, str | bool]:
        """The address. Raises ``ValueError`` for the first part that cannot be held."""
        lines = {part: clean_line(typed[part], label=gettext(label), limit=200) for part, label in LABELS.items()}
        if lines["postcode"]:
            lines["postcode"] = postcode_of(lines["postcode"])
        if lines["uprn"] and not re.fullmatch("[0-9]{1,12}", digits_as_ascii(lines["uprn"])):
            raise ValueError("Property number (UPRN) must be up to 12 numbers")
        lines["uprn"] = digits_as_ascii(lines["uprn"])
        return {**lines, **{switch: bool(typed[switch]) for switch in self.switches}}
