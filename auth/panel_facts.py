"""What this floor must know of panels, which stand above it: plain values, handed in where the application is made."""

from dataclasses import dataclass

from flask import current_app

EXTENSION = "casework-panel-facts"


@dataclass(frozen=True)
class PanelFacts:
    """``fresh_proof``: panels whose records want a fresh proof of who it is. ``hidden``: panels of which outsiders must
    not learn that they have a case."""

    fresh_proof: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


def panel_facts() -> PanelFacts:
    """The facts of this installation; none where no panels were handed in."""
    found: PanelFacts = current_app.extensions.get(EXTENSION) or PanelFacts()
    return found


def wants_fresh_proof(panel: str | None) -> bool:
    """Whether records of this panel are opened only to somebody who has just shown who they are."""
    return panel in panel_facts().fresh_proof


def hidden_panels() -> frozenset[str]:
    """The panels of which outsiders must not learn that they have a case."""
    return panel_facts().hidden


def is_hidden(panel: str | None) -> bool:
    """Whether outsiders must not learn that this panel has a case."""
    return panel in panel_facts().hidden
