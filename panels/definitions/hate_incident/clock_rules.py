"""Deadlines of this panel. None is statutory; the lengths are the partnership's to change."""

from casework.panel_type.case_forms import form_event
from casework.panel_type.clocks import AnswerPlace, ClockRule, Unit
from casework.panel_type.common_clocks import COMMON_CLOCKS, POLICY
from casework.panel_type.definition import COORDINATOR
from casework.panel_type.prompts import Trigger
from panels.definitions.hate_incident.incidents import GRAFFITI

CLOCKS = (
    *COMMON_CLOCKS,
    ClockRule(
        key="acknowledge",
        title="Acknowledge the report",
        starts_on="submitted",
        length=1,
        unit=Unit.WORKING_DAYS,
        met_by=("accept", "reject", "ask"),
        owner_role=COORDINATOR,
        source=POLICY,
    ),
    ClockRule(
        key="first_contact",
        title="Speak to the person affected",
        starts_on="submitted",
        length=5,
        unit=Unit.WORKING_DAYS,
        lengths_by_band=(("high", 1), ("medium", 2), ("standard", 5)),
        met_by=(form_event("contact"), "rejected", "withdrawn"),
        owner_role=COORDINATOR,
        source=POLICY,
        carries_on=True,
    ),
    ClockRule(
        key="graffiti",
        title="Remove offensive graffiti",
        starts_on="submitted",
        length=24,
        unit=Unit.HOURS,
        met_by=(form_event("graffiti_removed"),),
        owner_role=COORDINATOR,
        source=POLICY,
        starts_from=AnswerPlace("incidents", "graffiti_reported_at"),
        only_if=Trigger("incidents", GRAFFITI),
        carries_on=True,
    ),
    ClockRule(
        key="review",
        title="Review the case at a meeting",
        starts_on="heard",
        length=1,
        unit=Unit.CALENDAR_MONTHS,
        met_by=("heard", "closed", "transferred", "withdrawn"),
        owner_role=COORDINATOR,
        source=POLICY,
        tolerance_days=7,
    ),
    ClockRule(
        key="survey",
        title="Ask the person affected how it went",
        starts_on="closed",
        length=10,
        unit=Unit.WORKING_DAYS,
        met_by=(form_event("survey"),),
        owner_role=COORDINATOR,
        source=POLICY,
    ),
)
