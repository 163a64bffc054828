"""What a partnership may set of a panel: its marked numbers, its names and its mode. Pure.

A definition gives defaults (domain: every number that differs by area is marked). ``marked_numbers`` lists them with
their limits; ``in_force`` is the definition with the values that were set.
"""

from collections.abc import Mapping

from casework.panel_type.definition import PanelType
from casework.panel_type.in_force import in_mode
from casework.panel_type.marked.clocks import clock_numbers
from casework.panel_type.marked.finding import finding_numbers
from casework.panel_type.marked.meetings import meeting_numbers
from casework.panel_type.marked.numbers import MODE, SWITCH, Marked, MarkedWords
from casework.panel_type.marked.records import own_numbers, record_numbers
from casework.panel_type.marked.risk import risk_numbers
from casework.panel_type.marked.words import marked_words

__all__ = ["MODE", "SWITCH", "Marked", "MarkedWords", "in_force", "marked_numbers", "marked_words", "misfits"]


def marked_numbers(panel: PanelType) -> tuple[Marked, ...]:
    """Every number of the panel that the partnership may set, as it stands in ``panel``, in the order of the page."""
    return (
        *own_numbers(panel),
        *clock_numbers(panel),
        *meeting_numbers(panel),
        *risk_numbers(panel),
        *record_numbers(panel),
        *finding_numbers(panel),
    )


def in_force(panel: PanelType, values: Mapping[str, str]) -> PanelType:
    """The declared ``panel`` with ``values`` (name -> what was set) put in.

    What no longer fits the declaration (its name is gone, or the declaration's limits have moved) is left out, so that
    the declaration stands: see ``misfits``.
    """
    out = misfits(panel, values)
    numbers = {marked.name: marked for marked in marked_numbers(panel)}
    words = {marked.name: marked for marked in marked_words(panel)}
    made = panel
    for name, value in values.items():
        if name in out:
            continue
        if name in numbers:
            made = numbers[name].put(made, int(value))
        elif name in words:
            made = words[name].put(made, value)
    mode = next((mode for mode in panel.modes if mode.key == values.get(MODE)), panel.in_mode)
    return in_mode(made, mode)


def misfits(panel: PanelType, values: Mapping[str, str]) -> frozenset[str]:
    """Names of values that do not fit the panel as it is declared now."""
    numbers = {marked.name: marked for marked in marked_numbers(panel)}
    known = {*numbers, *(marked.name for marked in marked_words(panel))}
    modes = {mode.key for mode in panel.modes}
    return frozenset(
        name
        for name, value in values.items()
        if (name == MODE and value not in modes)
        or (name != MODE and name not in known)
        or (name in numbers and not numbers[name].fits(value))
    )
