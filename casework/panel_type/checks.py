"""Faults in a panel's definition, found at start and named in words, so that a wrong panel never runs."""

from casework.panel_type.checks_case_forms import case_form_faults
from casework.panel_type.checks_cases import case_faults
from casework.panel_type.checks_examples import example_faults
from casework.panel_type.checks_forms import form_faults
from casework.panel_type.definition import PanelType


class DefinitionError(Exception):
    """A panel's definition is not sound. ``str()`` names the panel and every fault."""

    def __init__(self, panel_key: str, faults: list[str]) -> None:
        self.panel_key = panel_key
        self.faults = tuple(faults)
        super().__init__(f"The definition of panel {panel_key} cannot be used: {'; '.join(faults)}.")


def check(panel: PanelType) -> list[str]:
    """Every fault of the definition, in plain words; empty for a sound one."""
    faults = [*form_faults(panel), *case_faults(panel), *case_form_faults(panel)]
    # A worked example can only be worked where the declarations it uses are sound.
    return faults or list(example_faults(panel))
