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


def reasons_of(panel: str) -> tuple[str, ...]:
    """What can be picked as a reason where none is typed; empty where the panel takes words."""
    mode = panel_types.get(panel).in_mode
    return () if mode.narrative else mode.reasons


def incidents_of(panel: str) -> tuple[str, ...]:
    """What a warning to staff can rest on where nothing is typed; empty where the panel takes words."""
    mode = panel_types.get(panel).in_mode
    return () if mode.narrative else mode.incidents


def sources_of(panel: str) -> tuple[str, ...]:
    """Who can have told of it there; empty where the panel takes words."""
    mode = panel_types.get(panel).in_mode
    return () if mode.narrative else mode.sources


def actions_of(panel: str) -> tuple[str, ...]:
    """What can be given to do where nothing is typed; empty where the panel takes words."""
    found = panel_types.get(panel)
    return () if found.in_mode.narrative else tuple(stock.text for stock in found.stock_actions)


def must_be_reason(panel: str, **texts: str | None) -> None:
    """Where nothing is typed, each text is empty or one of the reasons that can be picked.

    :raises Refused: one is not; names its field and says where to write instead.
    """
    _must_be_among(panel, reasons_of(panel), texts)


def must_be_action(panel: str, **texts: str | None) -> None:
    """The same for what an agency is to do: one of the panel's stock actions.

    :raises Refused: as :func:`must_be_reason`.
    """
    _must_be_among(panel, actions_of(panel), texts)


def must_be_warning(panel: str, *, incident: str, source: str) -> None:
    """The same for what a warning to staff rests on, and who told it.

    :raises Refused: as :func:`must_be_reason`.
    """
    _must_be_among(panel, incidents_of(panel), {"incident": incident})
    _must_be_among(panel, sources_of(panel), {"source": source})


def must_be_empty(panel: str, **texts: str | None) -> None:
    """Where nothing is typed, none of the texts holds anything.

    :raises Refused: as :func:`must_be_reason`.
    """
    _must_be_among(panel, (), texts)


def _must_be_among(panel: str, offered: tuple[str, ...], texts: dict[str, str | None]) -> None:
    instead = instead_of_words(panel)
    for field, text in texts.items():
        if instead and text and text.strip() and text.strip() not in offered:
            raise Refused(instead, field)
