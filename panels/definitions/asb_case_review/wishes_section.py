"""What it does to people, what was tried, what they would like and how far they take part."""

from casework.panel_type.questions import NO, YES, Choice, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review.problem_section import GROUP_TITLE

STOPPED = (
    Choice(YES, "Yes, it has stopped"),
    Choice("for_a_while", "For a while, then it came back"),
    Choice(NO, "No"),
    Choice("nothing_done", "Nothing was done"),
)
WANTED = (
    Choice("stop", "That it stops"),
    Choice("safety", "To be safe at home"),
    Choice("contact", "One person to speak to"),
    Choice("action", "Action by an agency"),
    Choice("move", "To move"),
    Choice("apology", "An explanation or an apology"),
    Choice("support", "Help to cope"),
    Choice("other", "Something else"),
)
INVOLVED = (
    Choice("in_person", "Come to part of the meeting"),
    Choice("remote", "Join part of the meeting by phone or video"),
    Choice("speaker", "Have somebody speak for them"),
    Choice("statement", "Send something in writing"),
    Choice("updates", "Be told how it goes, and no more"),
)

IMPACT = Section(
    id="impact",
    title="What it does to them",
    group=GROUP_TITLE,
    read_out="How does it affect you and the people you live with? For example sleep, health, children or work.",
    questions=(
        Question(
            "effect",
            "How does it affect them and their household?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            hint="Sleep, health, work, school, money, where they feel able to go",
            error="Enter how it affects them and their household",
        ),
        Question("at_risk", "Is a child, or an adult who needs care, at risk?", Kind.YES_NO, Sensitivity.SC),
        Question("suicide_risk", "Do they have thoughts of suicide or self-harm?", Kind.YES_NO, Sensitivity.SC),
        Question("violence", "Has anybody been hurt or threatened with a weapon?", Kind.YES_NO, Sensitivity.CO),
    ),
)

TRIED = Section(
    id="tried",
    title="What has been tried",
    group=GROUP_TITLE,
    questions=(
        Question(
            "actions",
            "What has been done so far, and by whom?",
            Kind.LONG,
            Sensitivity.N,
            max_length=4000,
            recommended=True,
            hint="Say as well if something is still going on",
        ),
        Question("stopped", "Has it stopped?", Kind.CHOICE, Sensitivity.O, choices=STOPPED, recommended=True),
        Question(
            "not_enough",
            "Why do they think it was not enough?",
            Kind.LONG,
            Sensitivity.N,
            max_length=4000,
            recommended=True,
        ),
        Question(
            "complaint",
            "Is there a formal complaint, or a case with an ombudsman?",
            Kind.YES_NO,
            Sensitivity.O,
            hint="This is for information. It never stands in the way of a review",
        ),
    ),
)

WISHES = Section(
    id="wishes",
    title="What they would like",
    group=GROUP_TITLE,
    read_out="What would you like to happen? And how would you like to take part in the review?",
    questions=(
        Question(
            "wanted",
            "What would they like to happen?",
            Kind.MULTI,
            Sensitivity.N,
            required=True,
            choices=WANTED,
            error="Select what they would like to happen",
        ),
        Question(
            "wanted_words",
            "In their own words",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            max_length=4000,
            error="Enter what they would like in their own words",
        ),
        Question(
            "involved",
            "How do they want to take part?",
            Kind.CHOICE,
            Sensitivity.O,
            required=True,
            choices=INVOLVED,
            error="Select how they want to take part",
        ),
    ),
)

NOTICE = Section(
    id="notice",
    title="Information and declaration",
    group="Before you send it",
    read_out=(
        "The council, the police, the health service and your landlord share what you told me to decide about a "
        "review. We ask them what they know and did. The law says they must answer. We keep it for six years after the "
        "case ends. We do not tell the people you say are responsible. Is what you told me true, as far as you know?"
    ),
    questions=(
        Question(
            "notice_given",
            "I have",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=(Choice("read", "read the notice out, or sent it to them"),),
            hint="It informs. It is not their consent to the use of data",
            error="Confirm that you have given them the notice",
        ),
        Question(
            "declared",
            "They said that",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=(Choice("true", "what they told us is true as far as they know"),),
            error="Confirm that they said it is true as far as they know",
        ),
        Question(
            "agencies",
            "They know that",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=(Choice("asked", "we ask the agencies they told"),),
            error="Confirm that they know that we ask the agencies",
        ),
    ),
)
