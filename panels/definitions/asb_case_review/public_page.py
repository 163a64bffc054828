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
# Anti-social Behaviour, Crime and Policing Act 2014 ss. 104-105; UK GDPR articles 6(1)(c), 6(1)(e) and 9(2)(g).
BASIS = (
    "The law gives this work to us. It is our duty, and our public task.",
    "The law is the Anti-social Behaviour, Crime and Policing Act 2014, sections 104 and 105.",
    "The law is our reason. So we do not need you to agree first.",
    "We use facts about health, faith or crime only because this work matters to the public.",
)
READERS = (
    "The officers who work on your request read it.",
    "The council, the police, the health service and your landlord read what they need to decide.",
    "We ask the people you told what they know and what they did.",
    "If a person is in danger, we may have to tell someone who can help.",
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
    basis=BASIS,
    readers=READERS,
)
