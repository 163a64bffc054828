"""Of which panels something was opened in this request: plain keys, kept until its answer is made.

The doors remember; what stands on the page because of it is for the floors above to say.
"""

from flask import g

UNNAMED = ""
"""Stands for the panel of a record that was opened by a rule under which the reader must not learn whose it is."""


def remember(panel: str | None, *, names_panel: bool = True, in_emergency: bool = False) -> None:
    """Keep in mind that something of ``panel`` was opened; ``names_panel``: the reader knows that it is that panel's;
    ``in_emergency``: by emergency access.

    What belongs to no panel is not remembered.
    """
    g.opened_in_emergency = opened_in_emergency() or in_emergency
    if panel is not None:
        g.panels_opened = panels_opened() | {panel if names_panel else UNNAMED}


def forget() -> None:
    """A door refused: its page is the same for everybody, whatever was opened before it."""
    g.panels_opened = frozenset()
    g.opened_in_emergency = False


def panels_opened() -> frozenset[str]:
    """The panels of what was opened so far, :data:`UNNAMED` among them for what must not be told."""
    found: frozenset[str] = g.get("panels_opened", frozenset())
    return found


def opened_in_emergency() -> bool:
    """Whether anything was opened by emergency access so far."""
    return bool(g.get("opened_in_emergency", False))
