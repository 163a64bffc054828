"""Faults in the ways in which a panel may run."""

from collections.abc import Iterator

from casework.panel_type.definition import PanelType
from casework.panel_type.faults import Fault, repeated


def mode_faults(panel: PanelType) -> Iterator[Fault]:
    """Faults of the modes, and of what the mode in force takes away."""
    yield from repeated("mode", panel.modes)
    if panel.modes and panel.modes[0].needs_record:
        mend = "Put a mode first that needs nothing on record: it is in force from the start"
        yield Fault(f"mode {panel.modes[0].key} is the default and needs a record", mend, panel.modes[0])
    if not panel.in_mode.narrative:
        yield from _without_narrative(panel)


def _without_narrative(panel: PanelType) -> Iterator[Fault]:
    if not panel.in_mode.reasons:
        mend = "Give the mode reasons: what can be picked where a reason is asked for and none can be typed"
        yield Fault("there is no reason to pick", mend, panel.in_mode)
    if not (panel.in_mode.incidents and panel.in_mode.sources):
        mend = "Give the mode incidents and sources: what staff who visit are warned of, and who told it"
        yield Fault("there is no incident or source to pick for a warning to staff", mend, panel.in_mode)
    if not panel.stock_actions:
        mend = "Give the panel stock_actions: no action can be typed in this mode"
        yield Fault("there is no action to pick", mend, panel.in_mode)
    for decision in panel.decisions:
        if not decision.prepared_reasons:
            mend = "Give it prepared_reasons: no reason can be typed in this mode"
            yield Fault(f"decision {decision.key} has no prepared reason", mend, decision)
