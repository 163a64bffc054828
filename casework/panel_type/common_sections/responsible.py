"""The person said to be responsible, and orders in force. Allegations; the person is never told of them."""

from casework.panel_type.common_choices import VULNERABILITIES
from casework.panel_type.questions import Choice, Condition, Kind, Question, Section, Sensitivity

GROUP = "About the people"

KNOWN = (
    Choice("named", "Yes, and I added them to everyone involved"),
    Choice("by_sight", "Only by sight"),
    Choice("unknown", "No"),
)

RELATIONSHIPS = (
    Choice("neighbour", "Neighbour"),
    Choice("family", "Family member"),
    Choice("ex_partner", "Former partner"),
    Choice("friend", "Friend or associate"),
    Choice("stranger", "Stranger"),
    Choice("landlord", "Landlord"),
    Choice("group", "A group"),
    Choice("other", "Something else"),
)

ORDERS = (
    Choice("cpw", "Community protection warning"),
    Choice("cpn", "Community protection notice"),
    Choice("injunction", "Civil injunction"),
    Choice("cbo", "Criminal behaviour order"),
    Choice("tenancy_notice", "Notice on the tenancy"),
    Choice("possession", "Possession order"),
    Choice("closure", "Closure order"),
    Choice("bail", "Bail conditions"),
    Choice("licence", "Licence conditions"),
    Choice("non_molestation", "Non-molestation order"),
    Choice("restraining", "Restraining order"),
    Choice("abc", "Acceptable behaviour contract"),
    Choice("good_neighbour", "Good neighbour agreement"),
    Choice("respect", "Respect order"),
    Choice("other", "Another order"),
)

RESPONSIBLE = Section(
    id="responsible",
    title="The person said to be responsible",
    group=GROUP,
    repeats=True,
    min_items=1,
    item_name="the person said to be responsible, or say that you do not know who it is",
    intro="What you write here is an allegation. We never tell this person that you made a referral.",
    questions=(
        Question(
            "known",
            "Do you know who it is?",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=KNOWN,
            error="Select whether you know who it is",
        ),
        Question(
            "name",
            "Their name, as you added it",
            Kind.TEXT,
            Sensitivity.I,
            required=True,
            show_if=Condition("known", equals="named"),
        ),
        Question(
            "description",
            "What do they look like, and what else is known?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            show_if=Condition("known", any_of=("by_sight", "unknown")),
            allow_not_known=True,
            max_length=4000,
            error="Enter what is known about them",
        ),
        Question(
            "relationship",
            "What are they to the person affected?",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=RELATIONSHIPS,
            allow_not_known=True,
            error="Select what they are to the person affected",
        ),
        Question("motives", "Why they may be doing it", Kind.LONG, Sensitivity.N, max_length=4000),
        Question(
            "vulnerabilities",
            "What makes this person vulnerable themselves?",
            Kind.MULTI,
            Sensitivity.SC,
            choices=VULNERABILITIES,
            allow_not_known=True,
            recommended=True,
        ),
        Question("vulnerability_details", "More about their own needs", Kind.LONG, Sensitivity.SC, max_length=4000),
        Question(
            "criminal_history",
            "Summary of criminal history",
            Kind.LONG,
            Sensitivity.CO,
            asked_of=("police", "transport_police"),
            hint="Police only. Enter what the panel needs to know and no more",
        ),
    ),
)

ORDERS_IN_FORCE = Section(
    id="orders",
    title="Orders and agreements in force",
    group=GROUP,
    repeats=True,
    item_name="an order or agreement",
    intro="Leave this empty if there are none.",
    questions=(
        Question("person", "Who is it about?", Kind.TEXT, Sensitivity.I, required=True),
        Question("order", "Kind of order or agreement", Kind.CHOICE, Sensitivity.CO, required=True, choices=ORDERS),
        Question("from_on", "In force from", Kind.DATE, Sensitivity.CO, allow_not_known=True, required=True),
        Question("until_on", "In force until", Kind.DATE, Sensitivity.CO, allow_not_known=True),
        Question("conditions", "Main conditions", Kind.LONG, Sensitivity.CO, max_length=4000),
    ),
)
