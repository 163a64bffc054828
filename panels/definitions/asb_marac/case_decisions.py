"""What the panel can decide, and why cases end."""

from dataclasses import replace

from casework.panel_type.common_decisions import (
    ADJOURN,
    ADOPT,
    CLOSE,
    KEEP_FOR_REVIEW,
    MONITOR,
    REFER_ON,
    STRATEGY_MEETING,
    TOLD,
)
from casework.panel_type.common_lifecycle import TABLE
from casework.panel_type.definition import ClosureReason, DecisionOption, StockAction

DECISIONS = (
    ADOPT,
    replace(CLOSE, prepared_reasons=("The behaviour has stopped and the risk is lower.", *CLOSE.prepared_reasons)),
    STRATEGY_MEETING,
    REFER_ON,
    ADJOURN,
    KEEP_FOR_REVIEW,
    MONITOR,
    DecisionOption(
        "single_agency",
        "One agency leads",
        8,
        TABLE,
        "monitoring",
        hint="Name the agency and the officer in an action",
        letters=TOLD,
    ),
    DecisionOption(
        "safeguarding",
        "Make a safeguarding referral, adult or child",
        None,
        TABLE,
        "active",
        letters=TOLD,
    ),
    DecisionOption(
        "enforcement",
        "Take enforcement action",
        None,
        TABLE,
        "active",
        hint="Community protection notice, injunction, closure, possession, behaviour order, space protection order",
        letters=TOLD,
    ),
    DecisionOption(
        "support",
        "Offer support",
        None,
        TABLE,
        "active",
        hint="Mental health, drugs or alcohol, tenancy, mediation, restorative work, domestic abuse adviser",
        letters=TOLD,
    ),
    DecisionOption(
        "rehousing",
        "Recommend rehousing or a management transfer",
        None,
        TABLE,
        "active",
        letters=TOLD,
    ),
    DecisionOption(
        "design_survey",
        "Make the place safer, or survey it",
        None,
        TABLE,
        "active",
        letters=TOLD,
    ),
    DecisionOption(
        "fire_visit",
        "Ask for a fire safety visit",
        None,
        TABLE,
        "active",
        letters=TOLD,
    ),
    DecisionOption(
        "police_marker",
        "Put a police marker on the address",
        None,
        TABLE,
        "active",
        no_letter_because="A marker is not spoken of; the victim hears of the plan as a whole",
    ),
)

CLOSURE_REASONS = (
    ClosureReason("stopped", "The risk is lower and the behaviour has stopped", "RISK_REDUCED"),
    ClosureReason("left", "The person responsible has moved or was evicted", "STOPPED"),
    ClosureReason("rehoused_choice", "The person affected has moved because they wanted to", "REHOUSED"),
    ClosureReason("rehoused_safety", "The person affected was moved to be safe", "REHOUSED"),
    ClosureReason("order_obtained", "A court order or notice is in force", "ENFORCED"),
    ClosureReason("support", "Support is in place", "SUPPORT_IN_PLACE"),
    ClosureReason("disengaged", "The person affected wants no more help. The risk was looked at again", "DISENGAGED"),
    ClosureReason("other_forum", "Another meeting or service has taken it on", "TRANSFERRED_FORUM"),
    ClosureReason("single_agency", "One agency goes on alone", "SINGLE_AGENCY"),
    ClosureReason("out_of_area", "Another area has taken it on", "TRANSFERRED_AREA"),
    ClosureReason("died", "A person involved has died, and a review route was considered", "DECEASED"),
    ClosureReason("nothing_further", "Nothing further is possible, and a plan was explained", "NO_FURTHER_ACTION"),
    ClosureReason("unfounded", "There was no foundation for it", "UNFOUNDED"),
)

STOCK_ACTIONS = (
    StockAction("V", "Visit the person affected at home"),
    StockAction("L", "Send a letter that is safe to receive"),
    StockAction("S", "Make a safeguarding referral"),
    StockAction("W", "Carry out a welfare check", "police"),
    StockAction("M", "Look into a move to another home", "council_housing"),
    StockAction("C", "Apply for a closure order", "police"),
    StockAction("K", "Change the locks and fit a key safe", "housing_association"),
    StockAction("F", "Carry out a home fire safety visit", "fire"),
    StockAction("P", "Put a marker on the address", "police"),
    StockAction("N", "Serve a community protection notice", "council_community_safety"),
    StockAction("H", "Offer a mental health assessment", "mental_health"),
    StockAction("D", "Offer an appointment with the drug and alcohol service", "drug_alcohol_adult"),
    StockAction("T", "Survey the building for better security", "police"),
    StockAction("O", "Offer a support worker to the person affected", "victim_support"),
)
