"""Deadlines. The police's are targets; three months is what guidance says; the rest is the partnership's to change."""

from dataclasses import replace

from casework.panel_type.clocks import AnswerPlace, ClockRule, Unit
from casework.panel_type.common_clocks import POLICY, TRIAGE, URGENT_MEETING
from casework.panel_type.definition import CASE_OFFICER, COORDINATOR
from casework.panel_type.prompts import Trigger
from casework.panel_type.questions import Condition
from panels.definitions.channel.choices import FOR_A_CHILD
from panels.definitions.channel.requirements import GUIDANCE

TARGET = "Police target"
RECEIVED_ON = AnswerPlace("tracker", "received_on")
LEFT = ("gateway_exit", "plp", "pursue", "transferred_area")
DECIDED = ("heard", *LEFT)

CLOCKS = (
    replace(
        TRIAGE,
        title="Take it on, or record the gateway exit",
        starts_on="notified",
        met_by=("info_gathering", "gateway_exit"),
        pause_states=(),
    ),
    ClockRule(
        key="gateway",
        title="Police gateway (target)",
        starts_on="notified",
        starts_from=RECEIVED_ON,
        length=5,
        unit=Unit.WORKING_DAYS,
        met_by=("info_gathering", "gateway_exit"),
        owner_role=CASE_OFFICER,
        source=TARGET,
    ),
    ClockRule(
        key="information",
        title="Answers from the agencies (target)",
        starts_on="info_gathering",
        length=5,
        unit=Unit.WORKING_DAYS,
        met_by=("form:information", "s36_met", *LEFT),
        owner_role=CASE_OFFICER,
        source=TARGET,
    ),
    ClockRule(
        key="s36",
        title="Section 36 decision (target)",
        starts_on="notified",
        starts_from=RECEIVED_ON,
        length=20,
        unit=Unit.WORKING_DAYS,
        met_by=("s36_met", *LEFT),
        owner_role=CASE_OFFICER,
        source=TARGET,
        carries_on=True,
    ),
    ClockRule(
        key="first_panel",
        title="Hear the case",
        starts_on="s36_met",
        or_on=("reopened",),
        length=1,
        unit=Unit.CALENDAR_MONTHS,
        met_by=DECIDED,
        owner_role=COORDINATOR,
        source=TARGET,
    ),
    replace(URGENT_MEETING, met_by=DECIDED),
    ClockRule(
        key="deferral",
        title="Hear the case that was put off",
        starts_on="deferred",
        length=1,
        unit=Unit.CALENDAR_MONTHS,
        met_by=DECIDED,
        owner_role=COORDINATOR,
        source=POLICY,
    ),
    ClockRule(
        key="consent_request",
        title="Ask for consent",
        starts_on="adopted_pending_consent",
        length=10,
        unit=Unit.WORKING_DAYS,
        met_by=("form:consent", "in_support", "consent_refused", *LEFT),
        owner_role=COORDINATOR,
        source=POLICY,
    ),
    ClockRule(
        key="review",
        title="Review the assessment and the support plan",
        starts_on="adopt",
        or_on=("keep",),
        length=3,
        unit=Unit.CALENDAR_MONTHS,
        met_by=("heard", "consent_refused", "consent_withdrawn", *LEFT),
        owner_role=COORDINATOR,
        source=GUIDANCE,
        tolerance_days=7,
    ),
    ClockRule(
        key="adult_consent",
        title="The person turns 18: ask them for consent",
        starts_on="form:consent",
        starts_from=AnswerPlace("consent", "adult_on", first_moment=True),
        only_if=Trigger("consent", Condition("given_by", any_of=FOR_A_CHILD)),
        length=0,
        unit=Unit.HOURS,
        holds_support=True,
        met_by=("form:consent", "consent_refused", "consent_withdrawn", *LEFT),
        owner_role=COORDINATOR,
        source="Explanatory notes to section 36",
    ),
    ClockRule(
        key="residual",
        title="Look at the remaining risk again",
        starts_on="form:residual_risk",
        starts_from=AnswerPlace("residual", "review_on"),
        only_if=Trigger("residual", Condition("next_step", equals="review")),
        length=0,
        unit=Unit.CALENDAR_DAYS,
        met_by=("heard", "closed", *LEFT),
        owner_role=COORDINATOR,
        source=POLICY,
    ),
    ClockRule(
        key="post_exit_6",
        title="Look six months after exit",
        starts_on="closed",
        length=6,
        unit=Unit.CALENDAR_MONTHS,
        met_by=("post_exit_6m", "reopened"),
        owner_role=COORDINATOR,
        source=GUIDANCE,
    ),
    ClockRule(
        key="post_exit_12",
        title="Look twelve months after exit",
        starts_on="closed",
        length=12,
        unit=Unit.CALENDAR_MONTHS,
        met_by=("post_exit_12m", "reopened"),
        owner_role=COORDINATOR,
        source=GUIDANCE,
    ),
)
