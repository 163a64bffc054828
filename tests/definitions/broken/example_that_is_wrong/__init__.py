"""A worked example that its own numbers do not bear out."""

from dataclasses import replace

from panels.definitions.example_that_is_wrong.worked_examples import EXAMPLES

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="example_that_is_wrong",
    examples=EXAMPLES,
)
