"""The shipped test panel with three ways to run it: in full, without words, and not at all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from auth.roles import Actor
from casework.panel_settings.present import forget
from casework.panel_settings.service import Proof, choose_mode
from casework.panel_type.modes import Mode
from casework.panel_type.registry import panel_types
from tests.conftest import PANEL
from wording.dates import today

WHY = "The board decided so on 3 November"
USUAL = Mode("usual", "In full", "Everything is written here.")
ASSESSED = Mode("assessed", "In full, assessed", "As before.", needs_record="A signed data protection assessment")
BRIEF = Mode(
    "brief",
    "Without words",
    "Dates, choices and actions only.",
    narrative=False,
    reasons=("It is agreed.",),
    incidents=("A threat at the door",),
    sources=("The police",),
    elsewhere="Write it in the national tracker",
)
OFF = Mode("off", "Not run here", "The panel does not exist here.", runs=False)
PROOF = Proof("DPIA 2026/14", "Information governance lead", date(2026, 3, 2), date(2099, 3, 2))


@pytest.fixture
def modes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the panel have modes. Every decision has a prepared reason, as a mode without words needs it."""
    panel = panel_types.declared(PANEL)
    decisions = tuple(replace(one, prepared_reasons=one.prepared_reasons or ("As agreed.",)) for one in panel.decisions)
    with_modes = replace(panel, modes=(USUAL, ASSESSED, BRIEF, OFF), decisions=decisions)
    monkeypatch.setitem(panel_types._panels, PANEL, with_modes)


def run_in(actor: Actor, mode: str, **values: Any) -> None:
    """Run the panel in a mode from today on."""
    choose_mode(actor=actor, panel=PANEL, mode=mode, from_on=values.pop("from_on", today()), why=WHY, **values)
    forget()
