"""How long records are kept, who may learn of them, what is told to referrers."""

from casework.panel_type.common_records import COMMON_RETENTION, TO_REFERRERS
from casework.panel_type.definition import (
    CHAIR,
    VICE_CHAIR,
    ReferralReason,
    ReferralReasons,
    Visibility,
)
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.letter_templates import LetterTemplate, To
from casework.panel_type.questions import Choice

RETENTION = COMMON_RETENTION

# Panels of the community safety team tell each other's coordinators of a match, by reference alone.
VISIBILITY = Visibility(silo=True, existence_hidden=False, step_up=False, match_visible_to=("community_safety",))

LETTERS = (
    *TO_REFERRERS,
    LetterTemplate("outcome_victim", "What we are doing to help you", To.SUBJECT, approvers=(CHAIR, VICE_CHAIR)),
    LetterTemplate("closure_victim", "We have closed our work", To.SUBJECT, ("close",), (CHAIR, VICE_CHAIR)),
)

ALTERNATIVE_FORUMS = (
    Choice("domestic_abuse_marac", "Domestic abuse MARAC"),
    Choice("mappa", "MAPPA"),
    Choice("child_protection", "Child protection conference"),
    Choice("adult_enquiry", "Adult safeguarding enquiry"),
    Choice("exploitation_hub", "Exploitation hub"),
    Choice("tasking", "Police and council tasking"),
    Choice("another", "Another meeting", "Do not name a meeting whose cases are secret"),
)

FIGURES = (
    Figure("referrals", "Referrals received", Counts.SENT),
    Figure("heard", "Cases the panel heard", Counts.ENTERED, "heard", basis="Community safety plan: cases heard"),
    Figure("closed", "Cases closed", Counts.ENTERED, "closed"),
)

REFERRAL_REASONS = ReferralReasons(
    reject=(
        ReferralReason(
            "single_agency",
            "One agency can deal with this",
            "Go on with the case in your agency. Refer again if it gets worse or if you need others.",
        ),
        ReferralReason(
            "better_forum",
            "Another meeting is better placed",
            "The coordinator will tell you which, and who to speak to. Refer there: we do not pass it on for you.",
        ),
        ReferralReason(
            "not_enough_risk",
            "The risk is not high enough for this panel",
            "Keep a record of what happens. Refer again if it happens more often, gets worse or if you are worried.",
        ),
        ReferralReason(
            "nothing_tried",
            "Your agency has not yet tried what it can do alone",
            "Try the steps the coordinator lists, note the result, and refer again if they do not help.",
        ),
        ReferralReason(
            "not_asb",
            "This is not anti-social behaviour",
            "The coordinator will tell you which service deals with it.",
        ),
        ReferralReason(
            "already_open", "The panel already has this case", "What you sent was not lost. Speak to the coordinator."
        ),
    ),
    accept=(
        ReferralReason("score_high", "The risk score is high"),
        ReferralReason("escalation", "It is happening more often or getting worse"),
        ReferralReason("judgement", "Professional judgement"),
        ReferralReason("several_agencies", "It needs several agencies together"),
    ),
)
