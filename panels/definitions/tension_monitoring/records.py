"""Retention, sight, letters, reasons, clocks, worked examples."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.panel_type.clocks import ClockRule, Event, Unit
from casework.panel_type.common_clocks import ANSWER_LAPSE, ANSWER_REMINDER, POLICY, TRIAGE, URGENT_MEETING
from casework.panel_type.common_records import TO_REFERRERS
from casework.panel_type.definition import (
    COORDINATOR,
    ReferralReason,
    ReferralReasons,
    RetentionRule,
    Visibility,
)
from casework.panel_type.examples import ExampleClock, ExampleMeeting, ExampleScore
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.questions import Choice

RETENTION = (
    RetentionRule("case", 6, starts_on="stood_down", basis="As the minutes of the meeting that ended it"),
    RetentionRule("noted", 1, starts_on="noted", basis="Data minimisation"),
    RetentionRule("withdrawn", 1, starts_on="withdrawn", basis="Data minimisation"),
    RetentionRule("draft", 0, months=1, starts_on="draft", basis="Data minimisation"),
    RetentionRule("minutes", 6, starts_on="meeting_held", basis="Record of decisions"),
    RetentionRule("access_log", 6, starts_on="stood_down", basis="Accountability: never shorter than the case"),
)
VISIBILITY = Visibility()
LETTERS = TO_REFERRERS
FIGURES = (
    Figure("reports", "Reports raised", Counts.SENT),
    Figure("convened", "Reports the group met about", Counts.ENTERED, "convened"),
    Figure("stood_down", "Reports stood down", Counts.ENTERED, "stood_down"),
)

REFERRAL_REASONS = ReferralReasons(
    reject=(
        ReferralReason(
            "single_agency", "One agency can deal with this", "Go on in your agency. Report again if tension grows."
        ),
        ReferralReason(
            "person", "It is about a person, not a community", "Refer to the panel that helps people like this one."
        ),
        ReferralReason("known", "The group knows of it", "What you sent was added to what the group knows."),
    ),
    accept=(
        ReferralReason("large", "Many are affected, or disorder is possible"),
        ReferralReason("single", "One incident is likely to grow"),
        ReferralReason("after_panel", "Another panel has done what it can"),
    ),
)
ALTERNATIVE_FORUMS = (
    Choice("hate", "Meeting on hate incidents"),
    Choice("community_marac", "Meeting on serious anti-social behaviour"),
    Choice("tasking", "Police and council tasking"),
    Choice("another", "Another meeting"),
)

CLOCKS = (
    replace(
        TRIAGE,
        title="Assess the report",
        starts_on="raised",
        length=1,
        met_by=("assessed", "noted", "listed", "withdrawn"),
    ),
    replace(ANSWER_REMINDER, title="Remind whoever raised it to answer", length=2),
    replace(ANSWER_LAPSE, title="Report lapses without an answer", length=5),
    replace(
        URGENT_MEETING,
        title="Convene at short notice",
        length=24,
        unit=Unit.HOURS,
        met_by=("convened", Event.MEETING_HELD),
        carries_on=False,
    ),
    ClockRule(
        key="review",
        title="Look at it again",
        starts_on="convened",
        length=3,
        unit=Unit.CALENDAR_MONTHS,
        lengths_by_band=(("high", 1), ("raised", 1), ("low", 3)),
        met_by=("convened", "stood_down", "withdrawn"),
        owner_role=COORDINATOR,
        source=POLICY,
        tolerance_days=7,
    ),
)

LONDON = ZoneInfo("Europe/London")


def _at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


EXAMPLES = (
    ExampleScore("Disorder has started", "tension_score", (("level", "disorder"),), 5, "high", ("disorder",)),
    ExampleScore("People talk about it", "tension_score", (("level", "talk"),), 1, "low"),
    ExampleClock("Urgent on the eve of a bank holiday", "urgent_meeting", _at(2027, 5, 2), _at(2027, 5, 3)),
    ExampleClock("Raised on Christmas Eve", "triage", _at(2026, 12, 24), _at(2026, 12, 29, 17)),
    ExampleMeeting(
        "The quarterly meeting of January 2027",
        date(2027, 1, 20),
        cut_off_on=date(2027, 1, 13),
        pack_on=date(2027, 1, 15),
        returns_on=date(2027, 1, 18),
        actions_on=date(2027, 1, 21),
        minutes_on=date(2027, 1, 27),
    ),
)
