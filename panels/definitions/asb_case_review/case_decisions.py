"""What a review can come to at the table, and why cases end."""

from casework.panel_type.definition import ClosureReason, DecisionOption, StockAction
from panels.definitions.asb_case_review.case_lifecycle import KEEPERS

DRAFT_FIRST = "The person affected gets the draft first and says what they think; the outcome letter follows"

DECISIONS = (
    DecisionOption(
        "recommend",
        "Make recommendations",
        1,
        KEEPERS,
        "plan_consultation",
        needs_review=False,
        prepared_reasons=("The response fell short in the way the discussion shows. Each body can put it right.",),
        hint="The chair writes each one out in the outcome: to whom, what, by when it answers",
        no_letter_because=DRAFT_FIRST,
    ),
    DecisionOption(
        "joint_plan",
        "Agree a joint plan",
        2,
        KEEPERS,
        "plan_consultation",
        needs_review=False,
        prepared_reasons=("Several bodies act together, each by a day.",),
        no_letter_because=DRAFT_FIRST,
    ),
    DecisionOption(
        "further_action",
        "Agree further action by one body",
        3,
        KEEPERS,
        "plan_consultation",
        needs_review=False,
        no_letter_because=DRAFT_FIRST,
    ),
    DecisionOption(
        "adequate",
        "No further action: the response was adequate",
        4,
        KEEPERS,
        "plan_consultation",
        needs_review=False,
        prepared_reasons=("Each report was answered in time, and what could be done was done.",),
        hint="Say why, report by report: the applicant reads it and can appeal",
        no_letter_because=DRAFT_FIRST,
    ),
    DecisionOption(
        "put_off",
        "Put off to another meeting",
        5,
        KEEPERS,
        "review_scheduled",
        needs_review=False,
        prepared_reasons=("A body that is needed was not here.", "The person affected could not take part today."),
        no_letter_because="Nothing is decided yet. The new date goes out with the arrangements",
    ),
)

CLOSURE_REASONS = (
    ClosureReason("plan_done", "The plan is done and it has stopped", "STOPPED"),
    ClosureReason("plan_in_hand", "The plan is in hand, and one body goes on", "SINGLE_AGENCY"),
    ClosureReason("support", "Support is in place", "SUPPORT_IN_PLACE"),
    ClosureReason("enforced", "A court order or notice is in force", "ENFORCED"),
    ClosureReason("rehoused", "The person affected has moved", "REHOUSED"),
    ClosureReason("other_panel", "Another panel has taken it on", "TRANSFERRED_FORUM"),
    ClosureReason("adequate", "The response was adequate, and that was explained", "NO_FURTHER_ACTION"),
    ClosureReason("not_met", "The threshold was not met", "THRESHOLD_NOT_MET"),
    ClosureReason("appeal_ended", "The appeal was not upheld", "NO_FURTHER_ACTION"),
    ClosureReason("disengaged", "The person affected wants no more from us", "DISENGAGED"),
    ClosureReason("died", "The person affected has died", "DECEASED"),
)

STOCK_ACTIONS = (
    StockAction("N", "Name one officer whom the person affected can ring", "police"),
    StockAction("S", "Test the sound insulation of the building", "housing_association"),
    StockAction("V", "Visit the person affected at home"),
    StockAction("W", "Write to the person affected about what was done", "council_community_safety"),
    StockAction("C", "Apply for a closure order", "police"),
    StockAction("P", "Serve a community protection notice", "council_community_safety"),
    StockAction("I", "Install noise recording equipment", "environmental_health"),
    StockAction("M", "Offer mediation"),
    StockAction("O", "Offer a support worker to the person affected", "victim_support"),
)
