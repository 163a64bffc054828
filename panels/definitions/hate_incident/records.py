"""How long records are kept, who may learn of them, letters, what is counted, what is passed on."""

from casework.panel_type.common_lifecycle import CHAIRS
from casework.panel_type.common_records import COMMON_RETENTION
from casework.panel_type.common_sections.tension import TENSION_REPORT, TOPIC
from casework.panel_type.definition import PassOn, ReferralReason, ReferralReasons, Visibility
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.letter_templates import LetterTemplate, To
from casework.panel_type.questions import Choice, Condition, Form
from panels.definitions.hate_incident.choices import SANCTION_DETECTIONS

RETENTION = COMMON_RETENTION

# Specialist organisations are let into single cases, with the person's agreement, until ten working days after the end.
VISIBILITY = Visibility(match_visible_to=("community_safety",), associates=True, associate_days=10)

LETTERS = (
    LetterTemplate("referral_received", "We have your report", To.REFERRER, ("submit",)),
    LetterTemplate("more_information", "We need to know more", To.REFERRER, ("ask",)),
    LetterTemplate("referral_not_taken", "Your report was not taken", To.REFERRER, ("reject",)),
    LetterTemplate("referral_accepted", "Your report was taken", To.REFERRER, ("accept",)),
    LetterTemplate("outcome_referrer", "What the panel agreed", To.REFERRER),
    LetterTemplate("outcome_victim", "What we are doing to help you", To.SUBJECT, approvers=CHAIRS),
    LetterTemplate("closure_victim", "We have closed our work", To.SUBJECT, ("close",), CHAIRS),
    LetterTemplate("survey_victim", "How did we do?", To.SUBJECT),
)

FIGURES = (
    Figure("reports", "Reports received", Counts.SENT),
    Figure("heard", "Cases the panel heard", Counts.ENTERED, "heard"),
    Figure("closed", "Cases closed", Counts.ENTERED, "closed"),
    Figure("police_outcomes", "Cases with a police outcome", Counts.FILLED, "police_outcome"),
    Figure(
        "sanction_detections",
        "Cases with a charge, caution or penalty notice",
        Counts.FILLED,
        "police_outcome",
        Condition("outcome", any_of=SANCTION_DETECTIONS),
    ),
)

ESCALATION = PassOn(
    key="tension",
    title="Pass on the tension around this case",
    topic=TOPIC,
    form=Form("tension_summary", 1, "Pass on the tension around this case", (TENSION_REPORT,)),
    roles=CHAIRS,
    verb="escalate",
    intro="Only what you write here goes, without the reference. Words that name somebody are sent back.",
)

ALTERNATIVE_FORUMS = (
    Choice("community_marac", "Meeting on serious anti-social behaviour"),
    Choice("domestic_abuse_marac", "Domestic abuse MARAC"),
    Choice("child_protection", "Child protection conference"),
    Choice("adult_enquiry", "Adult safeguarding enquiry"),
    Choice("tension", "Group that watches tension in the community"),
    Choice("another", "Another meeting", "Do not name a meeting whose cases are secret"),
)

REFERRAL_REASONS = ReferralReasons(
    reject=(
        ReferralReason(
            "single_agency",
            "One agency can deal with this",
            "Go on with the case in your agency. Report again if it gets worse or if you need others.",
        ),
        ReferralReason(
            "better_forum",
            "Another meeting is better placed",
            "The coordinator will tell you which, and who to speak to. Refer there: we do not pass it on for you.",
        ),
        ReferralReason(
            "not_perceived",
            "Nobody sees it as hate",
            "Nobody involved sees hostility or prejudice in it. If the person affected does, tell us.",
        ),
        ReferralReason(
            "already_open", "The panel already has this case", "What you sent was not lost. Speak to the coordinator."
        ),
    ),
    accept=(
        ReferralReason("score_high", "The risk score is high"),
        ReferralReason("repeat", "It has happened before"),
        ReferralReason("tension", "It reaches the community"),
        ReferralReason("judgement", "Professional judgement"),
        ReferralReason("several_agencies", "It needs several agencies together"),
    ),
)

__all__ = [
    "ALTERNATIVE_FORUMS",
    "ESCALATION",
    "FIGURES",
    "LETTERS",
    "REFERRAL_REASONS",
    "RETENTION",
    "VISIBILITY",
]
