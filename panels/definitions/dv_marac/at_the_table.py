"""The meeting, every two to four weeks: its cycle, who must be there, what it can decide."""

from casework.panel_type.agency_types import HEALTH, LANDLORDS
from casework.panel_type.common_lifecycle import TABLE
from casework.panel_type.common_meeting import AGENDA_AFTER, AGENDA_BEFORE, CONFIDENTIALITY
from casework.panel_type.definition import (
    CHAIR,
    VICE_CHAIR,
    BriefLine,
    ClosureReason,
    DecisionOption,
    StockAction,
)
from casework.panel_type.meeting_rules import MeetingRules, Quorum, QuorumPart

MEETING = MeetingRules(
    minutes_new=12,
    minutes_review=6,
    cutoff_wd=10,
    pack_wd=8,
    late_wd=3,
    returns_wd=3,
    final_pack_wd=2,
    actions_wd=1,
    minutes_wd=5,
    approve_wd=10,
    agenda_before=AGENDA_BEFORE,
    agenda_after=AGENDA_AFTER,
    confidentiality_statement=CONFIDENTIALITY,
    quorum=Quorum(
        (
            QuorumPart("Chair or vice-chair", roles=(CHAIR, VICE_CHAIR)),
            QuorumPart("Police", agency_types=("police",)),
            QuorumPart("Health or housing", agency_types=(*HEALTH, *LANDLORDS)),
            QuorumPart("A domestic abuse or victim service", agency_types=("domestic_abuse", "victim_support")),
        )
    ),
    review_months_by_band=(("high", 1), ("medium", 2), ("standard", 3)),
    review_tolerance_days=14,
)

BRIEF = (
    BriefLine("What has happened", "reason", "what_happened"),
    BriefLine("What it has done to them", "impact", "effect"),
    BriefLine("Their own words, by their adviser", "impact", "voice"),
)

TOLD = ("outcome_victim", "outcome_referrer")
DECISIONS = (
    DecisionOption(
        "adopt", "Open with a plan", 1, TABLE, "active", prepared_reasons=("A safety plan was agreed.",), letters=TOLD
    ),
    DecisionOption(
        "close",
        "Close",
        2,
        TABLE,
        "closed",
        needs_closure_reason=True,
        needs_review=False,
        prepared_reasons=("The plan is complete and the risk is lower.",),
        letters=("closure_victim", "outcome_referrer"),
    ),
    DecisionOption("refer_on", "Refer to another panel", 4, TABLE, "transferred", needs_review=False, letters=TOLD),
    DecisionOption(
        "adjourn",
        "Put off to the next meeting",
        5,
        TABLE,
        "listed",
        needs_review=False,
        prepared_reasons=("An agency that is needed was not here.",),
        no_letter_because="Nothing is decided yet",
    ),
    DecisionOption("keep_for_review", "Keep for review", 6, TABLE, "active", letters=TOLD),
    DecisionOption("monitor", "Check more lightly", 7, TABLE, "monitoring", letters=TOLD),
)

CLOSURE_REASONS = (
    ClosureReason("plan_complete", "The plan is complete and the risk is lower", "RISK_REDUCED"),
    ClosureReason("in_custody", "The person responsible is in custody", "ENFORCED"),
    ClosureReason("rehoused", "The person affected was moved to be safe", "REHOUSED"),
    ClosureReason("support", "Support is in place", "SUPPORT_IN_PLACE"),
    ClosureReason("declined", "The person affected wants no more help. The risk was looked at again", "DISENGAGED"),
    ClosureReason("other_forum", "Another meeting or service has taken it on", "TRANSFERRED_FORUM"),
    ClosureReason("out_of_area", "Another area has taken it on", "TRANSFERRED_AREA"),
    ClosureReason("died", "A person involved has died, and a review route was considered", "DECEASED"),
)

STOCK_ACTIONS = (
    StockAction("I", "Offer an independent adviser", "domestic_abuse"),
    StockAction("P", "Put a marker on the address", "police"),
    StockAction("K", "Make the home safer: locks, lights, letterbox", "housing_association"),
    StockAction("S", "Make a safeguarding referral"),
    StockAction("C", "Check on the children", "children_social_care"),
    StockAction("H", "Flag the health record", "icb"),
    StockAction("R", "Look for a place in a refuge", "domestic_abuse"),
    StockAction("B", "Review bail and orders", "police"),
)
