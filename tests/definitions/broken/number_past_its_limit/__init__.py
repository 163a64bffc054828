"""A number of the panel that the statute does not allow."""

from dataclasses import replace

from panels.definitions.number_past_its_limit.own_numbers import OWN_NUMBERS

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="number_past_its_limit",
    own_numbers=OWN_NUMBERS,
)
