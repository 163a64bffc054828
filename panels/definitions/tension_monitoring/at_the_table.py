"""The group meets every quarter, and at short notice after a critical incident: who, what it decides, how it ends."""

from casework.panel_type.agency_types import COUNCIL
from casework.panel_type.common_lifecycle import CHAIRS, TABLE
from casework.panel_type.common_meeting import AGENDA_BEFORE, CONFIDENTIALITY
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
    minutes_new=15,
    minutes_review=10,
    cutoff_wd=5,
    pack_wd=3,
    late_wd=1,
    returns_wd=2,
    final_pack_wd=1,
    actions_wd=1,
    minutes_wd=5,
    approve_wd=10,
    agenda_before=AGENDA_BEFORE,
    agenda_after=("Dates to watch in the coming quarter", "Any other business", "Date of the next meeting"),
    confidentiality_statement=CONFIDENTIALITY,
    quorum=Quorum(
        (
            QuorumPart("Chair or vice-chair", roles=(CHAIR, VICE_CHAIR)),
            QuorumPart("Police", agency_types=("police",)),
            QuorumPart("Council", agency_types=COUNCIL),
        )
    ),
    review_months_by_band=(("low", 3), ("raised", 1), ("high", 1)),
    review_tolerance_days=7,
)

BRIEF = (
    BriefLine("What is happening", "tension_report", "summary"),
    BriefLine("What could set it off", "tension_report", "trigger"),
)

NO_PERSON = "The report is about a community; nobody in it is written to"
DECISIONS = (
    DecisionOption(
        "act",
        "Act together",
        1,
        TABLE,
        "acting",
        prepared_reasons=("Several agencies have to act together.",),
        letters=("outcome_referrer",),
    ),
    DecisionOption(
        "stand_down",
        "Stand down",
        2,
        CHAIRS,
        "stood_down",
        needs_closure_reason=True,
        needs_review=False,
        prepared_reasons=("The tension has eased.",),
        letters=("outcome_referrer",),
    ),
    DecisionOption(
        "adjourn",
        "Put off to the next meeting",
        5,
        TABLE,
        "listed",
        needs_review=False,
        prepared_reasons=("Information that was asked for has not come.",),
        no_letter_because="Nothing is decided yet",
    ),
    DecisionOption("watch", "Keep watching", 6, TABLE, "acting", no_letter_because=NO_PERSON),
)

CLOSURE_REASONS = (
    ClosureReason("eased", "The tension has eased", "RISK_REDUCED"),
    ClosureReason("unfounded", "The rumour was wrong, and people know it", "UNFOUNDED"),
    ClosureReason("other_forum", "Another group has taken it on", "TRANSFERRED_FORUM"),
    ClosureReason("single_agency", "One agency goes on alone", "SINGLE_AGENCY"),
)

STOCK_ACTIONS = (
    StockAction("P", "Patrol the area", "police"),
    StockAction("F", "Speak to faith and community leaders", "council_community_safety"),
    StockAction("M", "Agree one public message", "council_community_safety"),
    StockAction("S", "Speak to schools", "education_safeguarding"),
    StockAction("G", "Remove graffiti", "council_community_safety"),
    StockAction("D", "Watch the dates named", "police"),
)
