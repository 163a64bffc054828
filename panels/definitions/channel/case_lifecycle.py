"""The life of a case (``channel_v1``), from the tracker's number to the last look after it.

A case is heard again for each review, for its exit and after a refusal, so those states lead to the table as the first
hearing does, and the table leads back to them. Moves that rest on a statutory record are made by its form.
"""

from casework.panel_type.definition import CASE_OFFICER, CHAIR, COORDINATOR, SYSTEM, VICE_CHAIR
from casework.panel_type.lifecycle import Guard, Lifecycle, State, Support, Transition, from_each
from panels.definitions.channel.requirements import (
    ATTESTED,
    CLOSING_ASSESSED,
    CONSENT_STANDS,
    DECONFLICTED,
    GATEWAY_PASSED,
    OTHER_CARE_CONSIDERED,
    RESIDUAL_CONSIDERED,
    TRANSFER_ACKNOWLEDGED,
)

CHAIRS = (CHAIR, VICE_CHAIR)
OFFICERS = (COORDINATOR, CASE_OFFICER)
TABLE = (COORDINATOR, CHAIR, VICE_CHAIR)
RECEIVED, CLOSED = "We have received this", "This is closed"
"""All that a referrer is told."""


def _open(key: str, title: str, *, listable: bool = False, support: Support | None = None) -> State:
    return State(key, title, RECEIVED, listable=listable, support=support)


def _ended(key: str, title: str, *, final: bool = True) -> State:
    return State(key, title, CLOSED, final, open=False)


STATES = (
    State("draft", "Draft", "You have not sent this yet", open=False),
    _open("notified", "Notified: at the police gateway"),
    _ended("gateway_exit", "Left at the gateway"),
    _open("info_gathering", "Information is gathered"),
    _open("s36_met", "Section 36 test met", listable=True),
    _open("listed", "On an agenda"),
    _open("heard", "Heard, decision to be recorded"),
    _open("deferred", "Put off for information", listable=True),
    _open("adopted_pending_consent", "Adopted: waits for consent", listable=True, support=Support.WAITS),
    _open("in_support", "In support", listable=True, support=Support.RUNS),
    _open("review_due", "Review due", listable=True),
    _open("consent_refused", "Consent refused", listable=True),
    _open("consent_withdrawn", "Consent withdrawn", listable=True),
    _open("residual_review", "Remaining risk is reviewed", listable=True),
    _open("onward_support", "Support elsewhere", listable=True),
    _open("exit_proposed", "Exit proposed", listable=True),
    _open("transferred_area", "Moves to another area"),
    _ended("closed_here", "Closed here: another area has it"),
    _ended("not_adopted_signposted", "Not adopted"),
    _ended("closed_no_action", "Closed: nothing further"),
    _ended("plp", "Police-led partnership"),
    _ended("pursue", "Taken on by the police"),
    _ended("closed", "Closed", final=False),
    _ended("post_exit_6m", "Six-month look after exit", final=False),
    _ended("post_exit_12m", "Twelve-month look after exit", final=False),
    _ended("finalised", "Finalised"),
    _open("reopened", "Opened again", listable=True, support=Support.WAITS),
)

WITH_SUPPORT = ("in_support", "review_due", "exit_proposed")
AFTER_A_NO = ("consent_refused", "consent_withdrawn", "residual_review", "onward_support")
PROGRAMME = ("adopted_pending_consent", *WITH_SUPPORT, *AFTER_A_NO)
WAITING = ("s36_met", "reopened", "deferred")
AWAY_FROM_TABLE = ("info_gathering", *WAITING, *PROGRAMME)
AFTER_EXIT = ("closed", "post_exit_6m", "post_exit_12m")
BEFORE_CLOSING = (Guard.ACTIONS_SETTLED, Guard.VICTIM_TOLD)

GATEWAY = (
    Transition("submit", "draft", "notified", OFFICERS, guards=(Guard.COMPLETE_REFERRAL,), title="Log it here"),
    Transition(
        "accept",
        "notified",
        "info_gathering",
        OFFICERS,
        title="Gather information",
        requires=(DECONFLICTED, GATEWAY_PASSED, ATTESTED),
    ),
    Transition("reject", "notified", "gateway_exit", OFFICERS, True, title="Left at the gateway"),
)

TEST = (
    Transition("s36_met", "info_gathering", "s36_met", OFFICERS, title="Section 36 test met", by_form=True),
    Transition("leave_gateway", "info_gathering", "gateway_exit", OFFICERS, title="Test not met", by_form=True),
    Transition("to_plp", "info_gathering", "plp", OFFICERS, title="Police-led partnership", by_form=True),
    *from_each(AFTER_EXIT, Transition("reopen", "", "reopened", OFFICERS, title="Open again", by_form=True)),
)

LISTING = (
    *from_each(
        ("s36_met", "reopened"),
        Transition("list", "", "listed", (COORDINATOR,), guards=(Guard.BEFORE_CUT_OFF,), title="Put on the agenda"),
    ),
    *from_each(("deferred", *PROGRAMME), Transition("list", "", "listed", TABLE, title="Put on the agenda")),
    *from_each(
        (*WAITING, *PROGRAMME),
        Transition("list_urgent", "", "listed", CHAIRS, True, (Guard.URGENT_AGREED,), "Hear urgently"),
    ),
    Transition("unlist", "listed", "s36_met", TABLE, True, title="Take off the agenda", back=True),
)

HEARING = (
    Transition("hear", "listed", "heard", CHAIRS, guards=(Guard.QUORUM, Guard.CONFLICTS_ASKED), title="Hear the case"),
    Transition(
        "adopt", "heard", "adopted_pending_consent", CHAIRS, guards=(Guard.DECISION_RECORDED,), title="Offer support"
    ),
    Transition(
        "keep",
        "heard",
        "in_support",
        CHAIRS,
        guards=(Guard.DECISION_RECORDED, Guard.CONSENT_HELD),
        title="Go on with the support",
        requires=(CONSENT_STANDS,),
    ),
    Transition(
        "not_adopt",
        "heard",
        "not_adopted_signposted",
        CHAIRS,
        True,
        (Guard.DECISION_RECORDED,),
        "Do not adopt",
        (OTHER_CARE_CONSIDERED,),
    ),
    Transition("to_plp", "heard", "plp", CHAIRS, True, (Guard.DECISION_RECORDED,), "Police-led partnership"),
    Transition("defer", "heard", "deferred", CHAIRS, True, (Guard.DECISION_RECORDED,), "Put off for information"),
    Transition(
        "no_action",
        "heard",
        "closed_no_action",
        CHAIRS,
        True,
        (Guard.DECISION_RECORDED,),
        "Close, nothing further",
        (OTHER_CARE_CONSIDERED,),
    ),
    Transition(
        "close",
        "heard",
        "closed",
        CHAIRS,
        True,
        (Guard.DECISION_RECORDED, *BEFORE_CLOSING),
        "Agree to the exit",
        (CLOSING_ASSESSED,),
    ),
    Transition("review_residual", "heard", "residual_review", CHAIRS, title="Review the remaining risk"),
    Transition("support_elsewhere", "heard", "onward_support", CHAIRS, title="Support elsewhere"),
)

SUPPORT = (
    Transition(
        "consent_given",
        "adopted_pending_consent",
        "in_support",
        OFFICERS,
        guards=(Guard.CONSENT_HELD,),
        title="Support begins",
        requires=(CONSENT_STANDS,),
        by_form=True,
    ),
    Transition("consent_refused", "adopted_pending_consent", "consent_refused", OFFICERS, by_form=True),
    *from_each(
        (*WITH_SUPPORT, "listed"),
        Transition("withdraw_consent", "", "consent_withdrawn", OFFICERS, title="Consent withdrawn", by_form=True),
    ),
    *from_each(
        ("adopted_pending_consent", "in_support", "review_due"),
        Transition("revise_plan", "", "adopted_pending_consent", OFFICERS, title="Plan written", by_form=True),
    ),
    *from_each(
        WITH_SUPPORT, Transition("ask_again", "", "adopted_pending_consent", OFFICERS, True, title="Ask for consent")
    ),
    *from_each(
        ("in_support", "review_due"),
        Transition("grew_up", "", "adopted_pending_consent", (SYSTEM,), title="Turned 18", on_clock="adult_consent"),
    ),
    Transition("fall_due", "in_support", "review_due", (SYSTEM,), title="Review falls due"),
    *from_each(
        ("review_due", "exit_proposed"),
        Transition("put_back", "", "in_support", CHAIRS, True, title="Back to support", requires=(CONSENT_STANDS,)),
    ),
    *from_each(
        ("in_support", "review_due"),
        Transition("propose_exit", "", "exit_proposed", (CASE_OFFICER, *CHAIRS), title="Propose exit", by_form=True),
    ),
)

REMAINING_RISK = (
    *from_each(
        ("consent_refused", "consent_withdrawn"),
        Transition("review_residual", "", "residual_review", OFFICERS, title="Review on a day", by_form=True),
    ),
    *from_each(
        ("consent_refused", "consent_withdrawn"),
        Transition("support_elsewhere", "", "onward_support", OFFICERS, title="Support elsewhere", by_form=True),
    ),
    *from_each(
        AFTER_A_NO,
        Transition("close", "", "closed", CHAIRS, True, BEFORE_CLOSING, "Close", (RESIDUAL_CONSIDERED,)),
    ),
)

LEAVING = (
    *from_each(
        (*WAITING, *PROGRAMME, "listed"),
        Transition("to_plp", "", "plp", (CASE_OFFICER,), title="Police-led partnership", by_form=True),
    ),
    *from_each(
        (*WAITING, *PROGRAMME, "listed"),
        Transition("to_pursue", "", "pursue", (CASE_OFFICER,), title="Taken on by the police", by_form=True),
    ),
    *from_each(
        AWAY_FROM_TABLE,
        Transition(
            "transfer",
            "",
            "transferred_area",
            CHAIRS,
            True,
            (Guard.RECEIPT_HELD,),
            "Move to another area",
            (TRANSFER_ACKNOWLEDGED,),
        ),
    ),
    Transition("close_here", "transferred_area", "closed_here", (COORDINATOR,), title="Close here", by_form=True),
    Transition("look_6m", "closed", "post_exit_6m", (SYSTEM,), title="Six months after exit", on_clock="post_exit_6"),
    Transition(
        "look_12m",
        "post_exit_6m",
        "post_exit_12m",
        (SYSTEM,),
        title="Twelve months after exit",
        on_clock="post_exit_12",
    ),
    *from_each(
        ("post_exit_6m", "post_exit_12m"),
        Transition("finalise", "", "finalised", OFFICERS, by_form=True, title="Finalise"),
    ),
)

LIFECYCLE = Lifecycle(STATES, (*GATEWAY, *TEST, *LISTING, *HEARING, *SUPPORT, *REMAINING_RISK, *LEAVING))
