"""Deadlines that every panel with the common lifecycle keeps. None is statutory; the partnership may change them.

A panel that keeps one of them otherwise says in what: ``replace(TRIAGE, length=1)``.
"""

from casework.panel_type.clocks import ClockRule, Event, Unit
from casework.panel_type.definition import COORDINATOR, REFERRER

POLICY = "Partnership policy"

TRIAGE = ClockRule(
    key="triage",
    title="Decide whether to take the referral",
    starts_on="submitted",
    length=3,
    unit=Unit.WORKING_DAYS,
    met_by=("accepted", "rejected", "listed", "withdrawn"),
    pause_states=("more_info",),
    owner_role=COORDINATOR,
    source=POLICY,
)
ANSWER_REMINDER = ClockRule(
    key="answer_reminder",
    title="Remind the referrer to answer",
    starts_on="more_info",
    length=3,
    unit=Unit.WORKING_DAYS,
    met_by=("answer", "withdrawn"),
    owner_role=REFERRER,
    source=POLICY,
)
ANSWER_LAPSE = ClockRule(
    key="answer_lapse",
    title="Referral lapses without an answer",
    starts_on="more_info",
    length=10,
    unit=Unit.WORKING_DAYS,
    met_by=("answer", "withdrawn"),
    owner_role=REFERRER,
    source=POLICY,
    window=True,
)
URGENT_MEETING = ClockRule(
    key="urgent_meeting",
    title="Hear an urgent case",
    starts_on=Event.URGENT_ACCEPTED,
    length=2,
    unit=Unit.WORKING_DAYS,
    met_by=("heard", Event.MEETING_HELD),
    owner_role=COORDINATOR,
    source=POLICY,
    carries_on=True,
)
COMMON_CLOCKS = (TRIAGE, ANSWER_REMINDER, ANSWER_LAPSE, URGENT_MEETING)
