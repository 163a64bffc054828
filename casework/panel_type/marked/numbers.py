"""One number or word that a partnership may set."""

from collections.abc import Callable
from dataclasses import dataclass, field

from casework.panel_type.definition import PanelType

MODE = "mode"
"""The name under which the mode of a panel is set."""
RULES, DEADLINES, MEETINGS = "The panel's own rules", "Deadlines", "Meetings"
RISK, KEEPING, FINDING = "Risk assessment", "Keeping and looking back", "Finding people"
SWITCH = "switch"
"""The unit of a number that is 0 for off or 1 for on."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One number. ``value`` is what stands in the panel it was listed for. ``basis`` names who drew the limits.

    ``group`` is the heading it stands under, ``about`` the line within it, ``unit`` what it counts. ``put`` gives the
    panel with another value in its place. ``told``: what whoever sets it must know first, a paragraph each.
    ``by_administrators``: nobody else sets it, for it is about the installation more than about the panel's work.
    """

    name: str
    title: str
    group: str
    about: str
    unit: str
    value: int
    lowest: int
    highest: int
    put: Callable[[PanelType, int], PanelType] = field(repr=False, compare=False)
    basis: str = ""
    told: tuple[str, ...] = ()
    by_administrators: bool = False

    def fits(self, value: str) -> bool:
        """Whether a stored value is a number within the limits."""
        return value.lstrip("-").isdigit() and self.lowest <= int(value) <= self.highest

    @property
    def limits(self) -> str:
        """The limits in words, with who drew them."""
        if self.unit == SWITCH:
            return "Off or on"
        source = f" ({self.basis})" if self.basis else ""
        return f"{self.lowest} to {self.highest}{source}"


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """A name of the panel that the partnership may set: at most ``most`` characters."""

    name: str
    title: str
    value: str
    most: int
    put: Callable[[PanelType, str], PanelType] = field(repr=False, compare=False)
