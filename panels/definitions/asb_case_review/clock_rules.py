"""Deadlines of a case review. The Act asks for a published procedure; the lengths are the partnership's to change."""

from casework.panel_type.case_forms import form_event
from casework.panel_type.clocks import AnswerPlace, ClockRule, Event, Unit
from casework.panel_type.definition import CHAIR, COORDINATOR
from casework.panel_type.facts import CaseFacts, Requirement
from casework.panel_type.letter_templates import letter_event
from casework.panel_type.prompts import Trigger
from casework.panel_type.questions import Condition
from panels.definitions.asb_case_review import numbers
from panels.definitions.asb_case_review.recommendations import all_answered, waiting_bodies

PROCEDURE = "Local review procedure under section 104(2) of the 2014 Act"
TO_ALL_BODIES = "Section 104(3)(b) of the 2014 Act: every application goes to all relevant bodies; the length is local"
INFORMATION = "Schedule 4, paragraph 7 of the 2014 Act; the length is local"
TELL_THE_APPLICANT = "Section 104(6) of the 2014 Act; the length is local"
CONSULT = "Statutory guidance on the 2014 Act (2025); the length is local"
REGARD = "Section 104(8) of the 2014 Act: bodies have regard to recommendations; the length is local"
DISSATISFIED = "Schedule 4 of the 2014 Act: what happens when the applicant is dissatisfied; the length is local"

CAME_IN = AnswerPlace("application", "received_on")
RESTS = ("awaiting_consent", "awaiting_information")
DECIDED = ("threshold_met", "threshold_not_met", "declined_vexatious")


def _returned(facts: CaseFacts) -> bool:
    latest = facts.latest("bodies")
    asked = [str(item.get("kind")) for item in (latest.answers.get("bodies", []) if latest else [])]
    return not waiting_bodies(facts, asked)


def _checked(week: str) -> Requirement:
    return Requirement(
        f"checked_{week}",
        "Record this check of the plan",
        lambda facts: any(filled.first("which") == week for filled in facts.all("plan_check")),
    )


ALL_RETURNED = Requirement("all_returned", "Every body that was asked has to answer", _returned)
ALL_ANSWERED = Requirement("all_answered", "Every recommendation has to be answered", all_answered)

INTAKE = (
    ClockRule(
        "triage",
        "Open the application, for all relevant bodies",
        "submitted",
        1,
        Unit.WORKING_DAYS,
        ("received",),
        COORDINATOR,
        TO_ALL_BODIES,
    ),
    ClockRule(
        "acknowledge",
        "Acknowledge it and name one person to speak to",
        Event.RECEIVED,
        numbers.ACKNOWLEDGE_WD,
        Unit.WORKING_DAYS,
        (
            letter_event("acknowledgement"),
            letter_event("consent_needed"),
            letter_event("receipt"),
            letter_event("information_needed"),
        ),
        COORDINATOR,
        PROCEDURE,
        starts_from=CAME_IN,
        carries_on=True,
    ),
    ClockRule(
        "decide_threshold",
        "Decide whether the threshold is met, and write",
        Event.RECEIVED,
        numbers.DECIDE_WD,
        Unit.WORKING_DAYS,
        DECIDED,
        COORDINATOR,
        TELL_THE_APPLICANT,
        pause_states=RESTS,
        starts_from=CAME_IN,
        carries_on=True,
    ),
    ClockRule(
        "risk_talk",
        "Talk the risk through with the person affected",
        form_event("acknowledgement"),
        numbers.RISK_WD,
        Unit.WORKING_DAYS,
        (form_event("risk_talk"),),
        COORDINATOR,
        PROCEDURE,
        pause_states=("awaiting_consent",),
    ),
    ClockRule(
        "consent",
        "Ask the person affected whether they agree",
        "awaiting_consent",
        numbers.CONSENT_WD,
        Unit.WORKING_DAYS,
        (form_event("consent"),),
        COORDINATOR,
        PROCEDURE,
    ),
    ClockRule(
        "applicant_information",
        "Decide on what is held if the applicant does not answer",
        "awaiting_information",
        numbers.INFORMATION_WD,
        Unit.WORKING_DAYS,
        ("screening",),
        COORDINATOR,
        PROCEDURE,
    ),
    ClockRule(
        "returns",
        "The bodies say what they found and did",
        form_event("bodies"),
        numbers.RETURNS_WD,
        Unit.WORKING_DAYS,
        (form_event("agency_return"),),
        COORDINATOR,
        INFORMATION,
        met_if=ALL_RETURNED,
    ),
)

REVIEW = (
    ClockRule(
        "hold_review",
        "Hold the review",
        "threshold_met",
        numbers.REVIEW_WD,
        Unit.WORKING_DAYS,
        ("review_held",),
        COORDINATOR,
        PROCEDURE,
    ),
    ClockRule(
        "draft_plan",
        "Share the draft plan with the person affected",
        "review_held",
        numbers.DRAFT_PLAN_WD,
        Unit.WORKING_DAYS,
        (form_event("draft_plan"),),
        COORDINATOR,
        CONSULT,
    ),
    ClockRule(
        "outcome",
        "Write the outcome to the person affected",
        "review_held",
        numbers.OUTCOME_WD,
        Unit.WORKING_DAYS,
        (letter_event("outcome"),),
        CHAIR,
        TELL_THE_APPLICANT,
    ),
    ClockRule(
        "responses",
        "The bodies answer the recommendations",
        form_event("outcome"),
        numbers.RESPONSE_WD,
        Unit.WORKING_DAYS,
        (form_event("recommendation_response"),),
        COORDINATOR,
        REGARD,
        only_if=Trigger("outcome", Condition("outcomes", contains="recommendations")),
        met_if=ALL_ANSWERED,
    ),
)

APPEALS = (
    ClockRule(
        "appeal_window",
        "Time for an appeal",
        letter_event("threshold_not_met"),
        numbers.APPEAL_WINDOW_WD,
        Unit.WORKING_DAYS,
        ("appeal", "monitoring", "closed"),
        COORDINATOR,
        DISSATISFIED,
        or_on=(letter_event("declined"), letter_event("outcome")),
        window=True,
    ),
    ClockRule(
        "appeal",
        "Decide the appeal, and write",
        "appeal_received",
        numbers.APPEAL_WD,
        Unit.WORKING_DAYS,
        ("appeal_upheld", "appeal_not_upheld"),
        CHAIR,
        DISSATISFIED,
    ),
    ClockRule(
        "policing_body",
        "The local policing body decides",
        "lpb_review",
        numbers.POLICING_BODY_WD,
        Unit.WORKING_DAYS,
        (form_event("policing_body_decision"), "closed"),
        COORDINATOR,
        "Review by the local policing body; the length is local until its route is in force",
    ),
)

CHECKS = tuple(
    ClockRule(
        f"check_{week}",
        f"Check the plan after {days // 7} weeks",
        "outcome_issued",
        days,
        Unit.CALENDAR_DAYS,
        (form_event("plan_check"),),
        COORDINATOR,
        PROCEDURE,
        met_if=_checked(week),
    )
    for week, days in zip(("week_4", "week_8", "week_12"), numbers.CHECKS_DAYS, strict=True)
)

CLOCKS = (*INTAKE, *REVIEW, *APPEALS, *CHECKS)
