"""Where a request stands, in words for the resident who sent it. The vocabulary is that of domain.md 7.8."""

from casework.panel_type.public_door import PublicStage, PublicStep

STEPS = (
    PublicStep("We have your request"),
    PublicStep("We are deciding if we can review it", "decide_threshold"),
    PublicStep("The review meeting", "hold_review"),
    PublicStep("Our answer to you", "outcome"),
)
DECIDING, MEETING, ANSWER, DONE = 2, 3, 4, 5

GOES_ON = "We are dealing with it. Your contact tells you what happens next."
"""Said of a request that was joined to another one: it must not tell that there is another."""

JOINED = PublicStage((), GOES_ON, DECIDING)
STAGES = (
    PublicStage(("submitted", "received"), "Received", DECIDING, ("acknowledge", "We have acknowledged it")),
    PublicStage(("awaiting_consent", "awaiting_information"), "Waiting for you. Call us if you need help.", DECIDING),
    PublicStage(("screening",), "We are checking with the agencies", DECIDING),
    PublicStage(("threshold_met",), "Accepted for review", MEETING),
    PublicStage(
        ("threshold_not_met", "declined_vexatious"),
        "Not accepted. We tell you why, and how you can ask us to look again.",
    ),
    PublicStage(("review_scheduled",), "Review date set", MEETING),
    PublicStage(("review_held", "plan_consultation"), "Review done, writing to you", ANSWER),
    PublicStage(("outcome_issued", "monitoring"), "Plan in progress", DONE),
    PublicStage(("appeal_received", "lpb_review"), "Appeal being looked at"),
    PublicStage(("appeal_upheld",), "We are looking at it again", DECIDING),
    PublicStage(("appeal_not_upheld",), "We looked again. We tell you what we decided, and where you can go next."),
    PublicStage(("duplicate",), GOES_ON, DECIDING),
    PublicStage(("closed",), "Closed"),
    PublicStage(("withdrawn",), "Closed. We do nothing more with it."),
    PublicStage(("not_asb_redirected",), "Closed. Another service can help, and we tell you which."),
    PublicStage(("out_of_area_forwarded",), "Closed. Another council deals with it, and we tell you which."),
)
