"""No word on how long anything is kept."""

from dataclasses import replace

from panels.definitions.nothing_kept.records import RETENTION

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="nothing_kept",
    retention=RETENTION,
)
