"""Deadlines of this panel. None is statutory; the lengths are the partnership's to change."""

from casework.panel_type.clocks import ClockRule, Event, Unit
from casework.panel_type.definition import COORDINATOR, REFERRER

POLICY = "Partnership policy"

CLOCKS = (
    ClockRule(
        key="triage",
        title="Decide whether to take the referral",
        starts_on="submitted",
        length=3,
        unit=Unit.WORKING_DAYS,
        met_by=("accepted", "rejected", "listed", "withdrawn"),
        pause_states=("more_info",),
        owner_role=COORDINATOR,
        source=POLICY,
    ),
    ClockRule(
        key="answer_reminder",
        title="Remind the referrer to answer",
        starts_on="more_info",
        length=3,
        unit=Unit.WORKING_DAYS,
        met_by=("answer", "withdrawn"),
        owner_role=REFERRER,
        source=POLICY,
    ),
    ClockRule(
        key="answer_lapse",
        title="Referral lapses without an answer",
        starts_on="more_info",
        length=10,
        unit=Unit.WORKING_DAYS,
        met_by=("answer", "withdrawn"),
        owner_role=REFERRER,
        source=POLICY,
    ),
    ClockRule(
        key="urgent_meeting",
        title="Hear an urgent case",
        starts_on=Event.URGENT_ACCEPTED,
        length=2,
        unit=Unit.WORKING_DAYS,
        met_by=("heard", Event.MEETING_HELD),
        owner_role=COORDINATOR,
        source=POLICY,
    ),
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
