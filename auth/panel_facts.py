"""What this floor must know of panels, which stand above it: plain values, handed in where the application is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app

from auth.roles import UNVETTED_ROLES, Role

EXTENSION = "casework-panel-facts"


@dataclass(frozen=True)
class PanelFacts:
    """``fresh_proof``: panels whose records want a fresh proof of who it is. ``hidden``: panels of which outsiders must
    not learn that they have a case. ``certified_every``: after how many months a role in it is confirmed again.
    ``neutral_names``: what each is called where others may see it. ``vetted``: panels in which a role counts only while
    the person is vetted."""

    fresh_proof: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    certified_every: Mapping[str, int] = field(default_factory=dict)
    neutral_names: Mapping[str, str] = field(default_factory=dict)
    vetted: frozenset[str] = frozenset()


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


def wants_vetting(panel: str | None, role: Role) -> bool:
    """Whether this role counts in this panel only while the person is vetted."""
    return panel in panel_facts().vetted and role not in UNVETTED_ROLES


def certified_every(panel: str | None) -> int:
    """After how many months a role in this panel is confirmed again; three where the panel is not known here."""
    return panel_facts().certified_every.get(panel or "", 3)
