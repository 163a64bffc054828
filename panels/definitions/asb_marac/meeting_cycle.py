"""The monthly meeting: its cycle, its agenda, who must be there."""

from casework.panel_type.agency_types import COUNCIL, HEALTH
from casework.panel_type.definition import CHAIR, VICE_CHAIR, BriefLine
from casework.panel_type.meeting_rules import MeetingRules, Quorum, QuorumPart

CONFIDENTIALITY = (
    "Everything said, shown or handed out here is official-sensitive. We share it under the partnership's information "
    "sharing agreement, and only to keep people safe and to prevent crime and disorder. It stays the property of the "
    "agency that brought it: ask that agency before you use it for anything else or pass it on. Please make no "
    "recording and keep no copy. If you know or have any link with a person on the agenda, tell us now. If you stay, "
    "you accept this."
)

QUORUM = Quorum(
    (
        QuorumPart("Chair or vice-chair", roles=(CHAIR, VICE_CHAIR)),
        QuorumPart("Police", agency_types=("police",)),
        QuorumPart("Council", agency_types=COUNCIL),
        QuorumPart("A health service", agency_types=HEALTH),
        QuorumPart("The landlord of the case", landlord=True),
    )
)

MEETING = MeetingRules(
    minutes_new=15,
    minutes_review=7,
    cutoff_wd=10,
    pack_wd=7,
    late_wd=5,
    returns_wd=3,
    final_pack_wd=2,
    actions_wd=1,
    minutes_wd=5,
    approve_wd=10,
    agenda_before=(
        "Welcome, who is here, apologies",
        "Confidentiality",
        "Quorum",
        "Conflicts of interest",
        "Minutes of the last meeting",
        "Actions that are late or at risk",
    ),
    agenda_after=(
        "What we learned from closed cases",
        "New themes and places, without names",
        "How referrals are going",
        "Any other business",
        "Date of the next meeting",
    ),
    confidentiality_statement=CONFIDENTIALITY,
    quorum=QUORUM,
    review_months_by_band=(("high", 1), ("medium", 2), ("standard", 3)),
    review_tolerance_days=7,
)

BRIEF = (
    BriefLine("Why we are here", "outcome", "why_together"),
    BriefLine("What it has done to them", "impact", "effect"),
    BriefLine("Their own words", "impact", "voice"),
)
