"""Emergency access for members, who hold rights of their own."""

from dataclasses import replace

from panels.definitions.emergency_for_members.records import VISIBILITY

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="emergency_for_members",
    visibility=VISIBILITY,
)
