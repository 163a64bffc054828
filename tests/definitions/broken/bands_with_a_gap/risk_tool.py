from dataclasses import replace

from casework.panel_type.risk import Band
from tests.panel_type.small_panel import TOOL as SOUND

TOOL = replace(SOUND, bands=(Band("low", "Low", 0, 0), Band("high", "High", 2, 2)))
