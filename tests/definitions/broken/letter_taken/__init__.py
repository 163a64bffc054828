"""A reference letter that another panel has."""

from dataclasses import replace

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="letter_taken",
    reference_letter="A",
)
