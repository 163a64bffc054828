"""The stages of a case review, with the words that go on the status page of whoever asked for it."""

from casework.panel_type.lifecycle import State

STATES = (
    State("draft", "Draft", "You have not sent this yet", open=False),
    State("submitted", "Sent, not opened yet", "Received"),
    State("received", "Received", "Received"),
    State(
        "awaiting_consent",
        "Waiting for the person affected to agree",
        "We have acknowledged it. Waiting for the person affected to agree",
        pauses_clock=True,
    ),
    State("awaiting_information", "Waiting for the applicant", "Waiting for you", pauses_clock=True),
    State("screening", "Working out the threshold", "We are checking with the agencies"),
    State("threshold_met", "Threshold met", "Accepted for review"),
    State("threshold_not_met", "Threshold not met", "Not accepted. You can read why, and how to appeal"),
    State("declined_vexatious", "Declined as vexatious", "Not accepted. You can read why, and how to appeal"),
    State("review_scheduled", "Review date set", "Review date set", listable=True),
    State("review_held", "Review held", "Review done, writing to you"),
    State("plan_consultation", "Draft plan with the person affected", "Review done, writing to you"),
    State("outcome_issued", "Outcome sent", "Plan in progress"),
    State("monitoring", "Plan being checked", "Plan in progress"),
    State("appeal_received", "Appeal received", "Appeal being looked at"),
    State("appeal_upheld", "Appeal upheld", "Appeal upheld. We are looking again"),
    State("appeal_not_upheld", "Appeal not upheld", "Appeal decided. You can read why, and where to go next"),
    State("lpb_review", "With the local policing body", "Appeal being looked at"),
    State("closed", "Closed", "Closed", True, open=False),
    State("withdrawn", "Withdrawn", "Closed. It was withdrawn", True, open=False),
    State(
        "duplicate", "Joined to another application", "Closed. It goes on with what we know already", True, open=False
    ),
    State(
        "not_asb_redirected",
        "Not anti-social behaviour: sent elsewhere",
        "Closed. Another service deals with it",
        True,
        open=False,
    ),
    State("out_of_area_forwarded", "Another area: sent there", "Closed. Another area deals with it", True, open=False),
)
