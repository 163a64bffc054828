"""Decisions that panels with the common lifecycle take alike. A panel that words one otherwise replaces that part."""

from casework.panel_type.common_lifecycle import TABLE
from casework.panel_type.definition import DecisionOption

TOLD = ("outcome_victim", "outcome_referrer")
"""Letters by which the person affected and whoever referred hear of a decision."""

ADOPT = DecisionOption(
    "adopt",
    "Open with a plan",
    1,
    TABLE,
    "active",
    prepared_reasons=("Several agencies are needed, and a plan was agreed.", "The risk has gone up."),
    letters=TOLD,
)
CLOSE = DecisionOption(
    "close",
    "Close",
    2,
    TABLE,
    "closed",
    needs_closure_reason=True,
    needs_review=False,
    prepared_reasons=("The plan is complete.",),
    letters=("closure_victim", "outcome_referrer"),
)
STRATEGY_MEETING = DecisionOption(
    "strategy_meeting",
    "Call an urgent strategy meeting",
    3,
    TABLE,
    "active",
    prepared_reasons=("The risk cannot wait for the next meeting.",),
    no_letter_because="The strategy meeting decides what the person is told",
)
REFER_ON = DecisionOption(
    "refer_on",
    "Refer to another panel",
    4,
    TABLE,
    "transferred",
    needs_review=False,
    prepared_reasons=("Another meeting can do more here.",),
    letters=TOLD,
)
ADJOURN = DecisionOption(
    "adjourn",
    "Put off to the next meeting",
    5,
    TABLE,
    "listed",
    needs_review=False,
    prepared_reasons=("An agency that is needed was not here.", "Information that was asked for has not come."),
    no_letter_because="Nothing is decided yet",
)
KEEP_FOR_REVIEW = DecisionOption(
    "keep_for_review",
    "Keep for review",
    6,
    TABLE,
    "active",
    prepared_reasons=("The plan goes on. Nothing new is needed today.",),
    letters=TOLD,
)
MONITOR = DecisionOption(
    "monitor",
    "Check more lightly",
    7,
    TABLE,
    "monitoring",
    prepared_reasons=("The risk is lower, and the panel wants to be sure.",),
    letters=TOLD,
)
