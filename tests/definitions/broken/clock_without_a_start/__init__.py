"""A clock that starts on something that never happens."""

from dataclasses import replace

from panels.definitions.clock_without_a_start.clock_rules import CLOCKS

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="clock_without_a_start",
    clocks=CLOCKS,
    examples=(),
)
