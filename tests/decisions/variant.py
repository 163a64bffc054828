"""The panel of the tests with other rules for its meetings or other decisions, as another panel would declare them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from casework.panel_type.definition import DecisionOption, PanelType
from casework.panel_type.meeting_rules import WayToDecide
from casework.panel_type.registry import panel_types
from tests.conftest import PANEL

STATUTE = "CTSA 2015 s37(6)"
UNANIMITY = WayToDecide("unanimity", "Everybody agreed", basis=STATUTE, unanimous=True)
MAJORITY = WayToDecide("majority", "By a majority", needs_votes=True, needs_dissent=True, basis=STATUTE)
CHAIR = WayToDecide("chair", "The chair decided", needs_votes=True, basis=STATUTE, by_votes=False)
STATUTORY = (UNANIMITY, MAJORITY, CHAIR)


@pytest.fixture
def variant(whole_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., PanelType]:
    """``variant(steps=..., ways_to_decide=...)``: from now on the panel meets so; ``decisions`` changes those named,
    ``panel`` anything else of it."""

    def change(
        *, decisions: dict[str, dict[str, Any]] | None = None, panel: dict[str, Any] | None = None, **meeting: Any
    ) -> PanelType:
        declared = panel_types.declared(PANEL)
        options: tuple[DecisionOption, ...] = tuple(
            replace(option, **(decisions or {}).get(option.key, {})) for option in declared.decisions
        )
        rules = replace(declared.meeting, **meeting)
        changed = replace(declared, meeting=rules, decisions=options, **(panel or {}))
        monkeypatch.setitem(panel_types._panels, PANEL, changed)
        return changed

    return change
