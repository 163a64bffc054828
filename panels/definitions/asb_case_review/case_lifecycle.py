"""The life of a case review, from an application to its end (``trigger_v1``).

Every application becomes a case: nothing is turned away at triage. Most moves are made by a case form, because what the
law asks to be recorded is recorded there; such a move cannot be made by hand.
"""

from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, REFERRER, SYSTEM, VICE_CHAIR
from casework.panel_type.lifecycle import Guard, Lifecycle, Transition, from_each
from panels.definitions.asb_case_review.case_rules import APPEAL_WINDOW_OVER, CHAIR_NAMED
from panels.definitions.asb_case_review.case_states import STATES

CHAIRS = (CHAIR, VICE_CHAIR)
KEEPERS = (COORDINATOR, CHAIR, VICE_CHAIR)
ENTERING = (REFERRER, MEMBER, COORDINATOR, CHAIR, VICE_CHAIR)

BEFORE_DECISION = ("received", "awaiting_consent", "awaiting_information", "screening")
REFUSED = ("threshold_not_met", "declined_vexatious")
UNDER_REVIEW = ("threshold_met", "review_scheduled", "plan_consultation")
AFTER_OUTCOME = ("outcome_issued", "monitoring")
APPEALABLE = (*REFUSED, *UNDER_REVIEW, *AFTER_OUTCOME, "closed")


def _by_form(verb: str, source: str, target: str, roles: tuple[str, ...], title: str) -> Transition:
    return Transition(verb, source, target, roles, title=title, by_form=True)


INTAKE = (
    Transition("submit", "draft", "submitted", (*ENTERING, SYSTEM), guards=(Guard.COMPLETE_REFERRAL,), title="Send it"),
    Transition("accept", "submitted", "received", KEEPERS, title="Open the case"),
    _by_form("begin_screening", "received", "screening", KEEPERS, "Work out the threshold"),
    _by_form("wait_for_consent", "received", "awaiting_consent", KEEPERS, "Wait for the person affected to agree"),
    _by_form("consent_given", "awaiting_consent", "screening", KEEPERS, "The person affected agrees"),
    _by_form("consent_refused", "awaiting_consent", "withdrawn", KEEPERS, "The person affected does not agree"),
    _by_form("ask_at_once", "received", "awaiting_information", KEEPERS, "Ask the applicant for more"),
    _by_form("ask_applicant", "screening", "awaiting_information", KEEPERS, "Ask the applicant for more"),
    _by_form("applicant_answered", "awaiting_information", "screening", KEEPERS, "The applicant has answered"),
    Transition(
        "go_on",
        "awaiting_information",
        "screening",
        (SYSTEM,),
        title="Decide on what is held",
        on_clock="applicant_information",
    ),
)

THRESHOLD = (
    _by_form("meet_threshold", "screening", "threshold_met", KEEPERS, "The threshold is met"),
    _by_form("refuse_threshold", "screening", "threshold_not_met", KEEPERS, "The threshold is not met"),
    _by_form("decline_vexatious", "screening", "declined_vexatious", KEEPERS, "Decline as vexatious"),
    _by_form("redirect", "screening", "not_asb_redirected", KEEPERS, "Not anti-social behaviour: send elsewhere"),
)

REVIEW = (
    *from_each(
        ("threshold_met", "review_scheduled"),
        _by_form("schedule_review", "", "review_scheduled", KEEPERS, "Set the review date"),
    ),
    Transition(
        "hear",
        "review_scheduled",
        "review_held",
        KEEPERS,
        guards=(Guard.QUORUM, Guard.CONFLICTS_ASKED),
        title="Hold the review",
        requires=(CHAIR_NAMED,),
    ),
    Transition("consult", "review_held", "plan_consultation", KEEPERS, title="Share the draft with the applicant"),
    Transition("put_off", "review_held", "review_scheduled", KEEPERS, True, title="Put off to another meeting"),
    _by_form("issue_outcome", "plan_consultation", "outcome_issued", CHAIRS, "Issue the outcome"),
    Transition(
        "monitor",
        "outcome_issued",
        "monitoring",
        (SYSTEM,),
        title="Check the plan",
        on_clock="appeal_window",
    ),
)

APPEAL = (
    *from_each(APPEALABLE, _by_form("appeal", "", "appeal_received", KEEPERS, "Take an appeal")),
    _by_form("uphold_appeal", "appeal_received", "appeal_upheld", KEEPERS, "Uphold the appeal"),
    _by_form("dismiss_appeal", "appeal_received", "appeal_not_upheld", KEEPERS, "Do not uphold the appeal"),
    Transition("screen_again", "appeal_upheld", "screening", KEEPERS, True, title="Work out the threshold again"),
    Transition("review_again", "appeal_upheld", "threshold_met", KEEPERS, True, title="Hold the review again"),
    _by_form("ask_policing_body", "appeal_not_upheld", "lpb_review", KEEPERS, "Pass to the local policing body"),
    _by_form("remit", "lpb_review", "appeal_upheld", KEEPERS, "The local policing body sends it back"),
)

ENDS = (
    *from_each(
        REFUSED,
        Transition("close", "", "closed", CHAIRS, True, (Guard.VICTIM_TOLD,), "Close", requires=(APPEAL_WINDOW_OVER,)),
    ),
    *from_each(
        ("monitoring", "appeal_not_upheld", "lpb_review"),
        Transition("close", "", "closed", CHAIRS, True, (Guard.ACTIONS_SETTLED, Guard.VICTIM_TOLD), "Close"),
    ),
    *from_each(
        (*BEFORE_DECISION, *UNDER_REVIEW),
        Transition("withdraw_case", "", "withdrawn", KEEPERS, True, title="The applicant withdraws"),
    ),
    Transition("withdraw", "submitted", "withdrawn", (*ENTERING, SYSTEM), True, (Guard.NOT_YET_HEARD,), "Withdraw"),
    *from_each(
        ("received", "screening"),
        Transition("forward", "", "out_of_area_forwarded", KEEPERS, True, title="Another area: send it there"),
    ),
    *from_each(
        BEFORE_DECISION,
        Transition("merge", "", "duplicate", KEEPERS, True, title="Join to another application"),
    ),
)

LIFECYCLE = Lifecycle(STATES, (*INTAKE, *THRESHOLD, *REVIEW, *APPEAL, *ENDS), decided_in="review_held")
