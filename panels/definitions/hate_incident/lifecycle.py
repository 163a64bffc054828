"""The life of a case: as in other panels, and a time in which the tension around it is with another group."""

from casework.panel_type import common_lifecycle as common
from casework.panel_type.definition import SYSTEM
from casework.panel_type.lifecycle import Lifecycle, State, Transition

ESCALATED = State("escalated", "Open, tension passed on", "Agencies are working to a plan")

ESCALATION = (
    Transition("escalate", "active", "escalated", common.CHAIRS, title="Pass the tension on"),
    Transition("take_back", "escalated", "active", common.TABLE, True, title="The tension has eased"),
    Transition("bring_forward", "escalated", "review_due", common.TABLE, True, title="Bring the review forward"),
    Transition("fall_due", "escalated", "review_due", (SYSTEM,), title="Review falls due"),
    Transition("close", "escalated", "closed", common.CHAIRS, True, common.BEFORE_CLOSING, "Close"),
)

LIFECYCLE = Lifecycle(
    (*common.STATES, ESCALATED),
    (*common.TRIAGE, *common.LISTING, *common.HEARING, *common.AFTERWARDS, *ESCALATION),
)
