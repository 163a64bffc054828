"""What the panel can decide, what is often done, and why cases end."""

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
    replace(CLOSE, prepared_reasons=("Nothing has happened for three months.", *CLOSE.prepared_reasons)),
    STRATEGY_MEETING,
    REFER_ON,
    ADJOURN,
    KEEP_FOR_REVIEW,
    MONITOR,
    DecisionOption("criminal_route", "Go on with the criminal investigation", 8, TABLE, "active", letters=TOLD),
    DecisionOption("tenancy_route", "Act on the tenancy", None, TABLE, "active", letters=TOLD),
    DecisionOption("restorative", "Offer a restorative meeting", None, TABLE, "active", letters=TOLD),
    DecisionOption("youth_justice", "Ask the youth justice service to lead", None, TABLE, "active", letters=TOLD),
    DecisionOption("rehousing", "Recommend a move to another home", None, TABLE, "active", letters=TOLD),
    DecisionOption("safer_home", "Make the home or the place safer", None, TABLE, "active", letters=TOLD),
)

CLOSURE_REASONS = (
    ClosureReason("no_repeat", "Nothing has happened for three months", "STOPPED"),
    ClosureReason("criminal", "The person responsible was dealt with by a court or the police", "ENFORCED"),
    ClosureReason("civil", "A civil order is in force", "ENFORCED"),
    ClosureReason("tenancy", "The landlord has acted on the tenancy", "ENFORCED"),
    ClosureReason("restorative", "A restorative meeting put it right", "RISK_REDUCED"),
    ClosureReason("education", "Work with the person responsible has changed things", "RISK_REDUCED"),
    ClosureReason("moved", "The person affected has moved", "REHOUSED"),
    ClosureReason("withdrew", "The person affected wants no more help. The risk was looked at again", "DISENGAGED"),
    ClosureReason("unidentified", "Nobody was identified, and every line was followed", "NO_FURTHER_ACTION"),
    ClosureReason(
        "other_motive", "Not hate-motivated after review. What the person perceived stays on record", "UNFOUNDED"
    ),
    ClosureReason("other_forum", "Another meeting or service has taken it on", "TRANSFERRED_FORUM"),
    ClosureReason("out_of_area", "Another area has taken it on", "TRANSFERRED_AREA"),
    ClosureReason("died", "A person involved has died, and a review route was considered", "DECEASED"),
)

STOCK_ACTIONS = (
    StockAction("V", "Visit the person affected"),
    StockAction("P", "Put a marker on the address", "police"),
    StockAction("I", "Tell the panel how the investigation stands", "police"),
    StockAction("G", "Remove the graffiti and keep a photograph", "council_community_safety"),
    StockAction("K", "Make the home safer: locks, lights, letterbox", "housing_association"),
    StockAction("S", "Offer a support worker", "victim_support"),
    StockAction("W", "Warn the tenant about the tenancy", "housing_association"),
    StockAction("R", "Offer a restorative meeting", "youth_justice"),
    StockAction("D", "Speak to the school", "education_safeguarding"),
    StockAction("C", "Carry out a welfare check", "police"),
    StockAction("M", "Look into a move to another home", "council_housing"),
    StockAction("F", "Carry out a home fire safety visit", "fire"),
)
