"""Who may learn of this panel, how long its records stand, in which modes it runs, letters and reasons."""

from casework.panel_type.definition import (
    CHAIR,
    DEPUTY,
    VICE_CHAIR,
    ReferralReason,
    ReferralReasons,
    RetentionRule,
    Visibility,
)
from casework.panel_type.letter_templates import LetterTemplate, To
from casework.panel_type.modes import Mode
from casework.panel_type.questions import Choice

PROGRAMME = "Six years from leaving the programme"
MINIMUM = "Data minimisation"
CHAIRS = (CHAIR, VICE_CHAIR)

RETENTION = (
    RetentionRule("case", 6, starts_on="closed", basis=PROGRAMME),
    RetentionRule("not_adopted_signposted", 6, starts_on="not_adopted_signposted", basis=PROGRAMME),
    RetentionRule("closed_no_action", 6, starts_on="closed_no_action", basis=PROGRAMME),
    RetentionRule("plp", 6, starts_on="plp", basis=PROGRAMME),
    RetentionRule("pursue", 6, starts_on="pursue", basis=PROGRAMME),
    RetentionRule("closed_here", 6, starts_on="closed_here", basis=PROGRAMME),
    RetentionRule("gateway_exit", 0, months=6, starts_on="gateway_exit", basis=MINIMUM),
    RetentionRule("rejected", 0, months=6, starts_on="gateway_exit", basis=MINIMUM),
    RetentionRule("draft", 0, months=1, starts_on="draft", basis=MINIMUM),
    RetentionRule("minutes", 6, starts_on="meeting_held", basis="Record of decisions; case extracts follow the case"),
    RetentionRule("access_log", 6, starts_on="closed", basis="Accountability: never shorter than the case"),
)

# Other panels learn nothing. This panel's coordinator alone is told that a person is known elsewhere.
VISIBILITY = Visibility(
    silo=True,
    existence_hidden=True,
    step_up=True,
    match_visible_to=(),
    watches=("community_safety",),
    members_by_case=True,
    members_take_pack=False,
    named_pages=True,
    associates=True,
    associate_days=0,
    emergency=(DEPUTY,),
    confirm_roles_months=1,
    vetting=True,
)

REASONS_TO_PICK = (
    "The reason stands in the national tracker under this reference",
    "The panel agreed it",
    "The police asked for it",
    "It cannot wait: the police and the chair know why",
    "It is under way",
    "It is done, and the tracker says what came of it",
    "It is not possible, and the tracker says why",
    "More time is needed",
    "Another agency or area carries it on",
    "Something is missing in the tracker",
    "The person is told by the officer named in the tracker",
    "The person is not told: the tracker says why",
    "Somebody could not come",
    "It was entered by mistake",
)
"""Where nothing is typed. None of them says anything about a person."""

INCIDENTS_TO_PICK = (
    "Violence towards somebody who visited",
    "A threat towards somebody who visited",
    "A weapon was seen or used",
    "An animal attacked or was set on somebody",
    "Somebody else at the address is a danger to those who visit",
    "Something else: read the tracker before a visit",
)
SOURCES_TO_PICK = (
    "The police, in the tracker",
    "The local authority, in the tracker",
    "Health, in the tracker",
    "Education, in the tracker",
    "The provider of support, in the tracker",
)
"""What a warning to staff rests on and who told it: what to expect at the door, and nothing about a person's views."""

MODES = (
    Mode(
        "logistics-only",
        "Meetings only",
        "The national tracker is the system of record. Here stand the tracker’s number, meetings, who came, decisions, "
        "consent and actions. Nothing is written about people.",
        narrative=False,
        elsewhere="Write it in the national case management tracker",
        reasons=REASONS_TO_PICK,
        incidents=INCIDENTS_TO_PICK,
        sources=SOURCES_TO_PICK,
    ),
    Mode("off", "Off", "The panel does not exist in this service.", runs=False),
    Mode(
        "full",
        "In full",
        "Assessments, holdings and plans stand here as well.",
        needs_record="A signed data protection impact assessment that covers the panel’s case content",
    ),
)

LETTERS = (
    LetterTemplate("consent_request", "We would like to offer you support", To.SUBJECT, (), CHAIRS),
    LetterTemplate(
        "consent_request_parent", "We would like to offer your child support", To.REPRESENTATIVE, (), CHAIRS
    ),
    LetterTemplate("support_ends", "Our support has come to an end", To.SUBJECT, (), CHAIRS),
    LetterTemplate("consent_withdrawn", "We have ended the support", To.SUBJECT, ("form:consent_withdrawal",), CHAIRS),
    LetterTemplate("referral_to_services", "A referral to your service", To.AGENCY, (), CHAIRS),
)

REFERRAL_REASONS = ReferralReasons(
    reject=(
        ReferralReason("no_concern", "The police found no concern for Prevent", "This is closed."),
        ReferralReason("deconfliction", "The police did not clear it", "This is closed."),
        ReferralReason("police", "The police take it on themselves", "This is closed."),
        ReferralReason("duplicate", "It was logged twice", "This is closed."),
    ),
    accept=(
        ReferralReason("gateway_passed", "The police gateway ended with a concern, and the police cleared it"),
        ReferralReason("transferred", "It comes from another area, which was told that we have it"),
    ),
)

ALTERNATIVE_FORUMS = (
    Choice("mappa", "MAPPA"),
    Choice("safeguarding_adult", "Adult safeguarding enquiry"),
    Choice("child_protection", "Child protection conference"),
    Choice("police_led", "Police-led partnership"),
    Choice("another", "Another meeting or service"),
)

INSTEAD_OF_REFERRING = (
    "If somebody may be hurt, or is about to travel to a conflict zone, ring 999 now. You can also ring the police’s "
    "Anti-Terrorist Hotline.",
    "If you worry that somebody is being drawn into terrorism, speak to your safeguarding lead today. Then fill in "
    "the national Prevent referral form and send it to the police, by the secure way that your local Prevent team "
    "gave you. You do not need proof, and you do not need to know whether it counts as terrorism.",
    "There is nothing to fill in here. The police look at what you sent, and the council’s Prevent coordinator logs it "
    "in this service if it goes on. You will hear that it was received and when it is closed, and often no more than "
    "that.",
    "Go on caring for the person as you would. If you are worried for their safety, make your usual safeguarding "
    "referral as well.",
)
