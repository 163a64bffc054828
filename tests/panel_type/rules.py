"""How a small panel meets, for tests."""

from casework.panel_type.meeting_rules import MeetingRules, Quorum, QuorumPart

QUORUM = Quorum(
    (
        QuorumPart("Chair", roles=("chair", "vice_chair")),
        QuorumPart("Police", agency_types=("police",)),
        QuorumPart("Landlord", landlord=True),
    )
)
RULES = MeetingRules(
    minutes_new=15,
    minutes_review=7,
    cutoff_wd=10,
    late_wd=5,
    pack_wd=7,
    returns_wd=3,
    final_pack_wd=2,
    actions_wd=1,
    minutes_wd=5,
    approve_wd=10,
    agenda_before=("Welcome",),
    agenda_after=("Close",),
    confidentiality_statement="Keep this here.",
    quorum=QUORUM,
    review_months_by_band=(("high", 1),),
    review_tolerance_days=7,
)
