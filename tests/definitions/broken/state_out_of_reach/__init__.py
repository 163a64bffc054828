"""A state that no move leads to."""

from dataclasses import replace

from panels.definitions.state_out_of_reach.case_lifecycle import LIFECYCLE

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="state_out_of_reach",
    lifecycle=LIFECYCLE,
)
