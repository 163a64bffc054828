"""Where nothing is written about people, every place that would take such words asks here first."""

from casework.errors import Refused
from casework.panel_type.registry import panel_types


def instead_of_words(panel: str) -> str:
    """Why no words about people are taken and where to write them; empty where the panel takes them."""
    mode = panel_types.get(panel).in_mode
    return "" if mode.narrative else mode.no_narrative


def must_take_words(panel: str, field: str | None = None) -> None:
    """:raises Refused: the panel runs without narrative; says where to write instead."""
    instead = instead_of_words(panel)
    if instead:
        raise Refused(instead, field)
