"""The monthly meeting: each case papered on its own, guests for their item only, and a quorum that binds."""

from casework.panel_type.agency_types import COUNCIL
from casework.panel_type.definition import CHAIR, VICE_CHAIR, BriefLine
from casework.panel_type.meeting_rules import HearingStep, MeetingRules, Quorum, QuorumPart, WayToDecide
from panels.definitions.channel.requirements import ACT

CONFIDENTIALITY = (
    "What is said and written here is official-sensitive and confidential to the people who were asked to come for "
    "each person. It is used only to protect somebody from being drawn into terrorism. Nothing from an intelligence "
    "service is spoken of. Do not record, copy or forward anything, and speak to nobody about it who was not in the "
    "room for the same person. Information stays the property of the agency that brought it. If you have any link "
    "with a person we are going to speak of, say so now. If you stay, you accept this."
)

# Section 37(1), (3) and (5): the local authority, and the chief officer of police for the area where the person lives.
QUORUM = Quorum(
    (
        QuorumPart("The chair or the deputy chair", roles=(CHAIR, VICE_CHAIR)),
        QuorumPart("The local authority", agency_types=COUNCIL),
        QuorumPart("The police of the area where the person lives", agency_types=("police",), needed=True),
    )
)

RULE = f"{ACT.replace('Counter-Terrorism and Security Act', 'CTSA')} s37(6)"
WAYS = (
    WayToDecide("unanimity", "Everybody agreed", basis=RULE, unanimous=True),
    WayToDecide("majority", "Majority", needs_votes=True, needs_dissent=True, basis=RULE),
    WayToDecide("chair", "The chair decided", needs_votes=True, needs_dissent=True, basis=RULE, by_votes=False),
)

MEETING = MeetingRules(
    minutes_new=30,
    minutes_review=30,
    cutoff_wd=10,
    late_wd=5,
    pack_wd=7,
    returns_wd=3,
    final_pack_wd=2,
    actions_wd=1,
    minutes_wd=5,
    approve_wd=10,
    agenda_before=(
        "Welcome, who is here, apologies",
        "Confidentiality, accepted by everybody present",
        "Local authority and police are present",
        "Conflicts of interest",
        "Minutes of the last meeting",
        "Actions that are late or at risk",
    ),
    agenda_after=(
        "People looked at six and twelve months after exit",
        "Themes, without names",
        "Any other business",
        "Date of the next meeting",
    ),
    confidentiality_statement=CONFIDENTIALITY,
    quorum=QUORUM,
    review_months_by_band=(),
    usual_review_months=3,
    review_tolerance_days=7,
    ways_to_decide=WAYS,
    quorum_binds=True,
    steps=(
        HearingStep("The chair calls the reference. Guests for this person come in. Conflicts", 2),
        HearingStep("The police case officer sums up", 5),
        HearingStep("What the person and the family say", 3),
        HearingStep("Each agency: facts, then opinion", 10),
        HearingStep("The assessment and what protects", 4),
        HearingStep("Options, decision and who disagrees", 4),
        HearingStep("Actions read back, who tells whom, next review", 2),
    ),
)

BRIEF = (
    BriefLine("Tracker reference", "tracker", "tracker_reference"),
    BriefLine("The concern", "about", "summary"),
    BriefLine("In their own words", "about", "voice"),
)
