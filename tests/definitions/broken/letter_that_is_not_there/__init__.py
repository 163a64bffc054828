"""A decision that drafts a letter nobody wrote."""

from dataclasses import replace

from panels.definitions.letter_that_is_not_there.case_decisions import DECISIONS

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="letter_that_is_not_there",
    decisions=DECISIONS,
)
