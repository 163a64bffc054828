"""A decision that nobody may take."""

from dataclasses import replace

from panels.definitions.decision_without_a_role.case_decisions import DECISIONS

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="decision_without_a_role",
    decisions=DECISIONS,
)
