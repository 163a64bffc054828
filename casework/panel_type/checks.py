"""Faults in a panel's definition, found at start and named in words, so that a wrong panel never runs."""

from collections.abc import Iterator
from dataclasses import replace

from casework.panel_type.checks_case_forms import case_form_faults
from casework.panel_type.checks_cases import case_faults
from casework.panel_type.checks_effects import effect_faults
from casework.panel_type.checks_examples import example_faults
from casework.panel_type.checks_forms import form_faults
from casework.panel_type.checks_meetings import meeting_faults
from casework.panel_type.checks_modes import mode_faults
from casework.panel_type.checks_public_door import public_door_faults
from casework.panel_type.checks_public_face import public_face_faults
from casework.panel_type.checks_records import record_faults
from casework.panel_type.definition import PanelType
from casework.panel_type.faults import DefinitionError, Fault
from casework.panel_type.in_force import in_mode

__all__ = ["DefinitionError", "Fault", "check", "unsound"]


def check(panel: PanelType) -> list[Fault]:
    """Every fault of a definition as it is declared, in each of its modes; empty for a sound one."""
    faults = unsound(panel)
    # What stands on unsound declarations cannot be judged: a worked example least of all.
    return faults or [*example_faults(panel), *_in_other_modes(panel)]


def unsound(panel: PanelType) -> list[Fault]:
    """What keeps a panel from running as it stands, its settings included. Worked examples are not worked: they hold
    for the numbers that were declared."""
    parts = (
        public_face_faults,
        public_door_faults,
        form_faults,
        case_faults,
        case_form_faults,
        effect_faults,
        meeting_faults,
        record_faults,
        mode_faults,
    )
    return [fault for faults_of in parts for fault in faults_of(panel)]


def _in_other_modes(panel: PanelType) -> Iterator[Fault]:
    for mode in panel.modes:
        if not mode.narrative:
            for fault in unsound(in_mode(panel, mode)):
                yield replace(fault, words=f"in mode {mode.key}, without narrative, {fault.words}")
