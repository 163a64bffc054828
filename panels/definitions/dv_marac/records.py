"""How long records are kept, who may learn of them, letters, reasons, clocks, worked examples."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.panel_type.clocks import ClockRule, Unit
from casework.panel_type.common_clocks import COMMON_CLOCKS, POLICY
from casework.panel_type.common_lifecycle import CHAIRS
from casework.panel_type.common_records import COMMON_RETENTION, TO_REFERRERS
from casework.panel_type.definition import (
    COORDINATOR,
    ReferralReason,
    ReferralReasons,
    Visibility,
)
from casework.panel_type.examples import ExampleClock, ExampleMeeting, ExampleScore
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.letter_templates import LetterTemplate, To
from casework.panel_type.questions import Choice

RETENTION = COMMON_RETENTION
VISIBILITY = Visibility(match_visible_to=("exploitation",))

LETTERS = (
    *TO_REFERRERS,
    LetterTemplate("outcome_victim", "What we are doing to help you", To.SUBJECT, approvers=CHAIRS),
    LetterTemplate("closure_victim", "We have finished our work with you", To.SUBJECT, ("close",), CHAIRS),
)

FIGURES = (
    Figure("referrals", "Referrals received", Counts.SENT),
    Figure("heard", "Cases the panel heard", Counts.ENTERED, "heard"),
    Figure("closed", "Cases closed", Counts.ENTERED, "closed"),
)

REFERRAL_REASONS = ReferralReasons(
    reject=(
        ReferralReason(
            "below",
            "The risk is not high enough for this panel",
            "Offer a domestic abuse service and a safety plan. Refer again if it happens more often or gets worse.",
        ),
        ReferralReason(
            "better_forum",
            "Another meeting is better placed",
            "The coordinator will tell you which, and who to speak to. Refer there: we do not pass it on for you.",
        ),
        ReferralReason(
            "already_open", "The panel already has this case", "What you sent was not lost. Speak to the coordinator."
        ),
    ),
    accept=(
        ReferralReason("visible_risk", "Visible high risk"),
        ReferralReason("judgement", "Professional judgement"),
        ReferralReason("escalation", "Escalation"),
        ReferralReason("repeat", "A new incident within twelve months of the last hearing"),
    ),
)

ALTERNATIVE_FORUMS = (
    Choice("community_marac", "Meeting on serious anti-social behaviour"),
    Choice("mappa", "MAPPA"),
    Choice("child_protection", "Child protection conference"),
    Choice("adult_enquiry", "Adult safeguarding enquiry"),
    Choice("another", "Another meeting", "Do not name a meeting whose cases are secret"),
)

CLOCKS = (
    *COMMON_CLOCKS,
    ClockRule(
        key="review",
        title="Review the case at a meeting",
        starts_on="heard",
        length=1,
        unit=Unit.CALENDAR_MONTHS,
        met_by=("heard", "closed", "transferred", "withdrawn"),
        owner_role=COORDINATOR,
        source=POLICY,
        tolerance_days=14,
    ),
)

LONDON = ZoneInfo("Europe/London")


def _ticks(count: int) -> tuple[tuple[str, str], ...]:
    """So many ticks, from the last topic backwards, so that no single topic raises a flag by the way."""
    return tuple((f"d{number}", "yes" if number > 24 - count else "no") for number in range(1, 25))


def _at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


EXAMPLES = (
    ExampleScore("Nine ticks", "dash_shell", _ticks(9), 9, "standard"),
    ExampleScore("Thirteen ticks", "dash_shell", _ticks(13), 13, "medium", ("violence",)),
    ExampleScore("Fourteen ticks", "dash_shell", _ticks(14), 14, "high", ("violence",)),
    ExampleClock("Sent before Christmas", "triage", _at(2026, 12, 23), _at(2026, 12, 30, 17)),
    ExampleClock("Heard in January", "review", _at(2027, 1, 27), _at(2027, 2, 27, 17)),
    ExampleMeeting(
        "The meeting of January 2027, after the holidays",
        date(2027, 1, 14),
        cut_off_on=date(2026, 12, 30),
        pack_on=date(2027, 1, 4),
        returns_on=date(2027, 1, 11),
        actions_on=date(2027, 1, 15),
        minutes_on=date(2027, 1, 21),
    ),
)
