"""What the panel can decide, what is often done, and why cases end."""

from casework.panel_type.common_lifecycle import TABLE
from casework.panel_type.definition import ClosureReason, DecisionOption, StockAction

TOLD = ("outcome_victim", "outcome_referrer")

DECISIONS = (
    DecisionOption(
        "adopt",
        "Open with a plan",
        1,
        TABLE,
        "active",
        prepared_reasons=("Several agencies are needed, and a plan was agreed.", "The risk has gone up."),
        letters=TOLD,
    ),
    DecisionOption(
        "close",
        "Close",
        2,
        TABLE,
        "closed",
        needs_closure_reason=True,
        needs_review=False,
        prepared_reasons=("Nothing has happened for three months.", "The plan is complete."),
        letters=("closure_victim", "outcome_referrer"),
    ),
    DecisionOption(
        "strategy_meeting",
        "Call an urgent strategy meeting",
        3,
        TABLE,
        "active",
        prepared_reasons=("The risk cannot wait for the next meeting.",),
        no_letter_because="The strategy meeting decides what the person is told",
    ),
    DecisionOption(
        "refer_on",
        "Refer to another panel",
        4,
        TABLE,
        "transferred",
        needs_review=False,
        prepared_reasons=("Another meeting can do more here.",),
        letters=TOLD,
    ),
    DecisionOption(
        "adjourn",
        "Put off to the next meeting",
        5,
        TABLE,
        "listed",
        needs_review=False,
        prepared_reasons=("An agency that is needed was not here.", "Information that was asked for has not come."),
        no_letter_because="Nothing is decided yet",
    ),
    DecisionOption(
        "keep_for_review",
        "Keep for review",
        6,
        TABLE,
        "active",
        prepared_reasons=("The plan goes on. Nothing new is needed today.",),
        letters=TOLD,
    ),
    DecisionOption(
        "monitor",
        "Check more lightly",
        7,
        TABLE,
        "monitoring",
        prepared_reasons=("The risk is lower, and the panel wants to be sure.",),
        letters=TOLD,
    ),
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
