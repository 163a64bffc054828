"""The public page: what the review is, who can ask, what happens and by when. Words for residents (ux.md 2.4).

Everything promised here is in the procedure: the lengths are those of the clocks, the number that of the threshold.
"""

from casework.panel_type.public_face import FacePart, PublicFace

BEFORE_YOU_START = FacePart(
    "Before you start",
    (
        "It takes about 12 minutes.",
        "You can stop and come back later.",
        "It is free.",
        "You do not need an account or an e-mail address.",
        "You do not need to know all the dates.",
        "We do not tell your neighbours, or the person causing the problem, that you asked.",
    ),
)
WHO_CAN_ASK = FacePart(
    "Who can ask",
    (
        "You can ask if the behaviour affects you.",
        "Your family, a friend or someone else can ask for you. You must agree to it.",
        "A business or a group of people can ask too.",
    ),
)
WHEN_WE_REVIEW = FacePart(
    "When we must do a review",
    (
        "The law counts the times you told the council, the police or your landlord.",
        "We must do a review if you told someone about %(threshold)s or more different incidents.",
        "You told someone about each incident within 1 month. You ask us within 6 months after that.",
        "If you are not sure, you can still ask. An officer looks at every request.",
    ),
)
WHAT_HAPPENS = FacePart(
    "What happens after you ask",
    (
        "Within %(acknowledge)s we tell you that we have your request. We give you the name of one person to speak to.",
        "Within %(decide_threshold)s we tell you if we can review it, and why.",
        "If we can, we meet within %(hold_review)s after that. You can take part if you want to.",
        "Within %(outcome)s after the meeting we tell you what each organisation will do.",
        "If you do not agree, you can ask for a second look.",
    ),
    ordered=True,
)

PUBLIC_FACE = PublicFace(
    path="asb-case-review",
    name="ASB Case Review",
    also="also called Community Trigger",
    link="Ask for an ASB Case Review (also called Community Trigger)",
    intro=(
        "You told us about anti-social behaviour. It has not stopped.",
        "You can ask us to look at it again, together with the police and your landlord.",
        "This is a review of what we and others have done about anti-social behaviour.",
    ),
    before=(BEFORE_YOU_START,),
    after=(WHO_CAN_ASK, WHEN_WE_REVIEW, WHAT_HAPPENS),
)
