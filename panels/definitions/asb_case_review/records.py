"""How long records are kept, who may learn of them, the letters, and the figures that the law asks for."""

from casework.panel_type.definition import (
    CHAIR,
    VICE_CHAIR,
    ReferralReason,
    ReferralReasons,
    RetentionRule,
    Visibility,
)
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.letter_templates import LetterTemplate, Tells, To
from casework.panel_type.questions import Choice, Condition

SIX_YEARS = "Time in which a complaint or a claim can be made, as for a closed case"

RETENTION = (
    RetentionRule("case", 6, starts_on="closed", basis=SIX_YEARS),
    RetentionRule("not_asb_redirected", 6, starts_on="not_asb_redirected", basis=SIX_YEARS),
    RetentionRule("out_of_area_forwarded", 1, starts_on="out_of_area_forwarded", basis="Data minimisation"),
    RetentionRule("duplicate", 1, starts_on="duplicate", basis="Data minimisation: the other case holds it"),
    RetentionRule("withdrawn", 1, starts_on="withdrawn", basis="Data minimisation"),
    RetentionRule("draft", 0, months=1, starts_on="draft", basis="Data minimisation"),
    RetentionRule("minutes", 6, starts_on="meeting_held", basis="Record of decisions; case extracts follow the case"),
    RetentionRule("access_log", 6, starts_on="closed", basis="Accountability: never shorter than the case"),
)

# Panels of the community safety team tell each other's coordinators of a match, by reference alone.
# Each review has bodies of its own: their officers open the case they were named for, and no other. The single point of
# contact may be an officer of any of them.
VISIBILITY = Visibility(silo=True, match_visible_to=("community_safety",), members_by_case=True, contacts=True)

CHAIRS = (CHAIR, VICE_CHAIR)
LETTERS = (
    LetterTemplate(
        "acknowledgement", "We have your request", To.SUBJECT, ("begin_screening", "ask_at_once", "consent_given")
    ),
    LetterTemplate("receipt", "We have what you sent for somebody else", To.REPRESENTATIVE, tells=Tells.RECEIPT),
    LetterTemplate("consent_needed", "Somebody asked us for a review for you", To.SUBJECT, ("awaiting_consent",)),
    LetterTemplate("information_needed", "We need to know more", To.SUBJECT, ("awaiting_information",)),
    LetterTemplate("threshold_met", "We will hold a review", To.SUBJECT),
    LetterTemplate("threshold_not_met", "We will not hold a review", To.SUBJECT, approvers=CHAIRS),
    LetterTemplate("declined", "We will not take your request further", To.SUBJECT, approvers=CHAIRS),
    LetterTemplate("redirected", "Another service deals with this", To.SUBJECT),
    LetterTemplate("forwarded", "Another area deals with this", To.SUBJECT, ("forward",)),
    LetterTemplate("merged", "How your request goes on", To.SUBJECT, ("merge",)),
    LetterTemplate("review_date", "The day of your review", To.SUBJECT),
    LetterTemplate("draft_plan", "The plan, for you to read", To.SUBJECT),
    LetterTemplate("outcome", "What the review found", To.SUBJECT, approvers=CHAIRS),
    LetterTemplate("appeal_received", "We have your appeal", To.SUBJECT),
    LetterTemplate("appeal_outcome", "What we decided about your appeal", To.SUBJECT, approvers=CHAIRS),
    LetterTemplate("policing_body_outcome", "What the local policing body decided", To.SUBJECT),
    LetterTemplate("closure", "We have closed your case", To.SUBJECT, ("close",)),
    LetterTemplate(
        "update_representative",
        "How the request you made is going",
        To.REPRESENTATIVE,
        ("screening", "threshold_met", "threshold_not_met", "review_scheduled", "outcome_issued", "close"),
        tells=Tells.UPDATES,
    ),
    LetterTemplate("outcome_representative", "What the review found, for you to know", To.REPRESENTATIVE),
)

FIGURES = (
    Figure(
        "applications",
        "Applications received",
        Counts.SENT,
        statutory=True,
        basis="Section 104(9)(a) of the 2014 Act",
    ),
    Figure(
        "not_met",
        "Times the threshold was not met",
        Counts.ENTERED,
        "threshold_not_met",
        also=("declined_vexatious", "not_asb_redirected"),
        statutory=True,
        basis="Section 104(9)(b) of the 2014 Act. Every refusal counts, whatever it was called",
    ),
    Figure(
        "reviews",
        "Reviews carried out",
        Counts.ENTERED,
        "review_held",
        statutory=True,
        basis="Section 104(9)(c) of the 2014 Act",
    ),
    Figure(
        "recommendations",
        "Reviews that resulted in recommendations",
        Counts.FILLED,
        "outcome",
        Condition("outcomes", contains="recommendations"),
        statutory=True,
        basis="Section 104(9)(d) of the 2014 Act",
    ),
)

ALTERNATIVE_FORUMS = (
    Choice("community_marac", "The panel for complex anti-social behaviour"),
    Choice("hate_panel", "The panel for hate incidents"),
    Choice("adult_enquiry", "Adult safeguarding enquiry"),
    Choice("child_protection", "Child protection conference"),
    Choice("another", "Another meeting", "Do not name a meeting whose cases are secret"),
)

REFERRAL_REASONS = ReferralReasons(
    reject=(),
    accept=(ReferralReason("every_application", "Every application is opened as a case"),),
)
