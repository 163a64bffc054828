"""Deadlines of this panel. None is statutory; the lengths are the partnership's to change."""

from casework.panel_type.clocks import ClockRule, Unit
from casework.panel_type.common_clocks import COMMON_CLOCKS, POLICY
from casework.panel_type.definition import COORDINATOR

CLOCKS = (
    *COMMON_CLOCKS,
    ClockRule(
        key="review",
        title="Review the case at a meeting",
        starts_on="heard",
        length=3,
        unit=Unit.CALENDAR_MONTHS,
        lengths_by_band=(("high", 1), ("medium", 2), ("standard", 3)),
        met_by=("heard", "closed", "transferred", "withdrawn"),
        owner_role=COORDINATOR,
        source=POLICY,
        tolerance_days=7,
    ),
)
