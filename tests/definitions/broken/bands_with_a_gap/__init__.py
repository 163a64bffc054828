"""A total that belongs to no band."""

from dataclasses import replace

from panels.definitions.bands_with_a_gap.risk_tool import TOOL

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="bands_with_a_gap",
    risk_tools=(TOOL,),
    examples=(),
)
