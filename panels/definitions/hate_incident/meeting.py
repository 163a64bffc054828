"""The meeting, every month or six weeks: its cycle, who must be there, what is read out."""

from casework.panel_type.agency_types import LANDLORDS
from casework.panel_type.common_meeting import AGENDA_AFTER, AGENDA_BEFORE, CONFIDENTIALITY
from casework.panel_type.definition import CHAIR, VICE_CHAIR, BriefLine
from casework.panel_type.meeting_rules import MeetingRules, Quorum, QuorumPart

QUORUM = Quorum(
    (
        QuorumPart("Chair or vice-chair", roles=(CHAIR, VICE_CHAIR)),
        QuorumPart("Police", agency_types=("police",)),
        QuorumPart("A landlord or a victim support service", agency_types=(*LANDLORDS, "victim_support")),
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
    agenda_after=("Tension in the community, without names", *AGENDA_AFTER),
    confidentiality_statement=CONFIDENTIALITY,
    quorum=QUORUM,
    review_months_by_band=(("high", 1), ("medium", 1), ("standard", 1)),
    review_tolerance_days=7,
)

BRIEF = (
    BriefLine("Why we are here", "outcome", "why_together"),
    BriefLine("What it has done to them", "impact", "effect"),
    BriefLine("Their own words", "impact", "voice"),
    BriefLine("What they want", "outcome", "wish_words"),
)
