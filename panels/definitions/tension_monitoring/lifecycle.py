"""The life of a report: raised, assessed, convened, acted on, stood down.

The service itself may send one: when another panel passes a theme on.
"""

from casework.panel_type.common_lifecycle import CHAIRS, REFERRERS, TABLE
from casework.panel_type.definition import SYSTEM
from casework.panel_type.lifecycle import Guard, Lifecycle, State, Transition, from_each

STATES = (
    State("draft", "Draft", "You have not sent this yet", open=False),
    State("raised", "Raised", "We have your report and will tell you what happens next"),
    State("more_info", "Waiting for whoever raised it", "We asked you for more information", pauses_clock=True),
    State("noted", "Noted, no meeting needed", "The group has noted your report", True, open=False),
    State("assessed", "Assessed", "The group will look at this", listable=True),
    State("listed", "On an agenda", "The group will look at this at its next meeting"),
    State("convened", "Convened, outcome to be recorded", "The group has met about this"),
    State("acting", "Actions in hand", "Agencies are working to ease the tension"),
    State("review_due", "Review due", "The group will look at this again", listable=True),
    State("stood_down", "Stood down", "The tension has eased", True, open=False),
    State("withdrawn", "Withdrawn", "This report was withdrawn", True, open=False),
)

TRANSITIONS = (
    Transition(
        "submit", "draft", "raised", (*REFERRERS, SYSTEM), guards=(Guard.COMPLETE_REFERRAL,), title="Send the report"
    ),
    Transition("accept", "raised", "assessed", TABLE, title="Take it to the group"),
    Transition("reject", "raised", "noted", TABLE, True, (Guard.CHAIR_CONFIRMS,), "Note it only"),
    Transition("ask", "raised", "more_info", TABLE, True, title="Ask for more information"),
    Transition("answer", "more_info", "raised", REFERRERS, title="Answer and send again"),
    Transition("lapse", "more_info", "withdrawn", (SYSTEM,), title="Lapse"),
    Transition("list", "assessed", "listed", TABLE, guards=(Guard.BEFORE_CUT_OFF,), title="Put on the agenda"),
    Transition("list", "review_due", "listed", TABLE, title="Put on the agenda"),
    *from_each(
        ("raised", "assessed", "acting", "review_due"),
        Transition("list_urgent", "", "listed", CHAIRS, True, (Guard.URGENT_AGREED,), "Convene at short notice"),
    ),
    Transition("unlist", "listed", "assessed", TABLE, True, title="Take off the agenda"),
    Transition("hear", "listed", "convened", TABLE, guards=(Guard.QUORUM, Guard.CONFLICTS_ASKED), title="Convene"),
    Transition("act", "convened", "acting", TABLE, guards=(Guard.DECISION_RECORDED,), title="Act"),
    Transition("defer", "convened", "listed", TABLE, True, title="Put off to the next meeting"),
    *from_each(
        ("convened", "acting", "review_due"),
        Transition("stand_down", "", "stood_down", CHAIRS, True, (Guard.ACTIONS_SETTLED,), "Stand down"),
    ),
    Transition("fall_due", "acting", "review_due", (SYSTEM,), title="Review falls due"),
    Transition("bring_forward", "acting", "review_due", TABLE, True, title="Bring the review forward"),
    Transition("put_back", "review_due", "acting", CHAIRS, True, title="Put the review back"),
    Transition("reopen", "stood_down", "acting", CHAIRS, True, title="Reopen, the tension is back"),
    *from_each(
        ("draft", "raised", "more_info", "assessed"),
        Transition("withdraw", "", "withdrawn", REFERRERS, True, (Guard.NOT_YET_HEARD,), "Withdraw"),
    ),
)

LIFECYCLE = Lifecycle(STATES, TRANSITIONS, decided_in="convened")
