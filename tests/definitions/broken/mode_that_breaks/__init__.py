"""A mode without narrative, and decisions that only words could give a reason for."""

from dataclasses import replace

from panels.definitions.mode_that_breaks.ways_to_run import MODES

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="mode_that_breaks",
    modes=MODES,
)
