"""The monthly meeting: its cycle, its agenda, who must be there."""

from casework.panel_type.agency_types import COUNCIL, HEALTH
from casework.panel_type.common_meeting import AGENDA_AFTER, AGENDA_BEFORE, CONFIDENTIALITY
from casework.panel_type.definition import CHAIR, VICE_CHAIR, BriefLine
from casework.panel_type.meeting_rules import MeetingRules, Quorum, QuorumPart

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
    agenda_before=AGENDA_BEFORE,
    agenda_after=AGENDA_AFTER,
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
