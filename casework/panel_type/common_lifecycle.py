"""The life of a case, from a draft referral to its end.

The coordinator records what the chair decided, so both stand in the roles of a decision made at the table.
"""

from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, REFERRER, SYSTEM, VICE_CHAIR
from casework.panel_type.lifecycle import Guard, Lifecycle, State, Transition, from_each

CHAIRS = (CHAIR, VICE_CHAIR)
TABLE = (CHAIR, VICE_CHAIR, COORDINATOR)
REFERRERS = (REFERRER, MEMBER, COORDINATOR, CHAIR, VICE_CHAIR)

STATES = (
    State("draft", "Draft", "You have not sent this yet", open=False),
    State("submitted", "Waiting for triage", "We have your referral and will tell you what happens next"),
    State("more_info", "Waiting for the referrer", "We asked you for more information", pauses_clock=True),
    State("accepted", "Accepted", "The panel will hear this case", listable=True),
    State("rejected", "Not taken", "The panel did not take this case. Read why, and the advice", True, open=False),
    State("listed", "On an agenda", "The panel will hear this case at its next meeting"),
    State("heard", "Heard, decision to be recorded", "The panel has heard this case"),
    State("active", "Open with a plan", "Agencies are working to a plan"),
    State("review_due", "Review due", "The panel will look at this case again", listable=True),
    State("monitoring", "Lighter checks", "The risk is lower. The panel still checks"),
    State("closed", "Closed", "The panel has closed this case", True, open=False),
    State("transferred", "Moved elsewhere", "Another meeting or area has taken this on", True, open=False),
    State("withdrawn", "Withdrawn", "This referral was withdrawn", True, open=False),
)

BEFORE_LISTING = ("draft", "submitted", "more_info", "accepted")
FROM_LISTING = ("listed", "heard", "active", "review_due", "monitoring")
LIVE = ("active", "review_due", "monitoring")
BEFORE_CLOSING = (Guard.ACTIONS_SETTLED, Guard.CLOSING_ASSESSMENT, Guard.VICTIM_TOLD)

TRIAGE = (
    Transition(
        "submit",
        "draft",
        "submitted",
        REFERRERS,
        guards=(Guard.COMPLETE_REFERRAL, Guard.RISK_OR_REASON),
        title="Send the referral",
    ),
    Transition("accept", "submitted", "accepted", TABLE, title="Accept"),
    Transition("reject", "submitted", "rejected", TABLE, True, (Guard.CHAIR_CONFIRMS,), "Do not take"),
    Transition("ask", "submitted", "more_info", TABLE, True, title="Ask for more information"),
    Transition("answer", "more_info", "submitted", REFERRERS, title="Answer and send again"),
    Transition("lapse", "more_info", "withdrawn", (SYSTEM,), title="Lapse"),
)

LISTING = (
    Transition("list", "accepted", "listed", TABLE, guards=(Guard.BEFORE_CUT_OFF,), title="Put on the agenda"),
    Transition("list", "review_due", "listed", TABLE, title="Put on the agenda"),
    *from_each(
        ("submitted", "accepted", "active", "monitoring", "review_due"),
        Transition("list_urgent", "", "listed", CHAIRS, True, (Guard.URGENT_AGREED,), "Hear urgently"),
    ),
    Transition("unlist", "listed", "accepted", TABLE, True, title="Take off the agenda"),
)

HEARING = (
    Transition("hear", "listed", "heard", TABLE, guards=(Guard.QUORUM, Guard.CONFLICTS_ASKED), title="Hear the case"),
    Transition("adopt", "heard", "active", TABLE, guards=(Guard.DECISION_RECORDED,), title="Open with a plan"),
    Transition("monitor", "heard", "monitoring", TABLE, guards=(Guard.DECISION_RECORDED,), title="Check more lightly"),
    Transition("close", "heard", "closed", TABLE, True, (Guard.DECISION_RECORDED, *BEFORE_CLOSING), "Close"),
    Transition("transfer", "heard", "transferred", TABLE, True, (Guard.DECISION_RECORDED,), "Move elsewhere"),
    Transition("defer", "heard", "listed", TABLE, True, title="Put off to the next meeting"),
)

AFTERWARDS = (
    *from_each(("active", "monitoring"), Transition("fall_due", "", "review_due", (SYSTEM,), title="Review falls due")),
    *from_each(
        ("active", "monitoring"),
        Transition("bring_forward", "", "review_due", TABLE, True, title="Bring the review forward"),
    ),
    Transition("put_back", "review_due", "active", CHAIRS, True, title="Put the review back"),
    *from_each(
        LIVE,
        Transition(
            "close",
            "",
            "closed",
            CHAIRS,
            True,
            BEFORE_CLOSING,
            "Close",
        ),
    ),
    *from_each(LIVE, Transition("transfer", "", "transferred", CHAIRS, True, (Guard.RECEIPT_HELD,), "Move elsewhere")),
    Transition("refer_again", "closed", "submitted", REFERRERS, title="Refer again"),
    Transition("reopen", "closed", "active", CHAIRS, True, title="Reopen, closed by mistake"),
    *from_each(
        BEFORE_LISTING,
        Transition("withdraw", "", "withdrawn", REFERRERS, True, (Guard.NOT_YET_HEARD,), "Withdraw"),
    ),
    *from_each(FROM_LISTING, Transition("withdraw", "", "withdrawn", CHAIRS, True, title="Withdraw")),
)

LIFECYCLE = Lifecycle(STATES, (*TRIAGE, *LISTING, *HEARING, *AFTERWARDS))
