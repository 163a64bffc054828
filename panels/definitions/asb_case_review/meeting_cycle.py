"""The review meeting: one case, called when it is needed, the person affected in the first part of it."""

from casework.panel_type.agency_types import COUNCIL, HEALTH, LANDLORDS
from casework.panel_type.definition import CHAIR, VICE_CHAIR, BriefLine
from casework.panel_type.meeting_rules import HearingStep, MeetingRules, Quorum, QuorumPart
from panels.definitions.asb_case_review.independence import may_chair

CONFIDENTIALITY = (
    "Everything said, shown or handed out here is official-sensitive. We share it to review the response to "
    "anti-social behaviour, under Schedule 4 of the 2014 Act and the partnership's information sharing agreement. It "
    "stays the property of the agency that brought it: ask that agency before you use it for anything else. Make no "
    "recording and keep no copy. The person affected hears nothing about anybody else's health, record or home. If you "
    "have any link with a person in this case, or dealt with it, say so now. If you stay, you accept this."
)

RELEVANT = tuple(dict.fromkeys(("police", *COUNCIL, *HEALTH, *LANDLORDS)))

QUORUM = Quorum(
    (
        QuorumPart("Independent chair", roles=(CHAIR, VICE_CHAIR)),
        QuorumPart("Two relevant bodies besides the chair's", agency_types=RELEVANT, agencies=2, besides_chair=True),
        QuorumPart("The landlord of the case", landlord=True),
    )
)

STEPS = (
    HearingStep("Introductions, and what the review can do", 5, subject_present=True),
    HearingStep("The person affected: what happened, what they want", 20, subject_present=True),
    HearingStep("The person affected leaves"),
    HearingStep("What each body was told, and did", 25),
    HearingStep("Gaps: what was late, missed or not tried", 10),
    HearingStep("What more can be done", 10),
    HearingStep("Recommendations and plan: to whom, what, by when", 10),
    HearingStep("What the person affected is told, by whom and when", 5),
)

MEETING = MeetingRules(
    minutes_new=90,
    minutes_review=60,
    cutoff_wd=5,
    pack_wd=5,
    late_wd=3,
    returns_wd=5,
    final_pack_wd=2,
    actions_wd=1,
    minutes_wd=3,
    approve_wd=5,
    agenda_before=("Welcome, who is here, apologies", "Confidentiality", "Quorum", "Conflicts of interest"),
    agenda_after=("What bodies can learn from this case", "Who writes to the person affected, and by when"),
    confidentiality_statement=CONFIDENTIALITY,
    quorum=QUORUM,
    review_months_by_band=(),
    review_tolerance_days=0,
    steps=STEPS,
    one_case=True,
    may_chair=may_chair,
)

BRIEF = (
    BriefLine("What is happening", "problem", "summary"),
    BriefLine("What it does to them", "impact", "effect"),
    BriefLine("What they would like, in their own words", "wishes", "wanted_words"),
)
