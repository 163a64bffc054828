"""What the national tracker and the police gateway say: numbers, days, yes or no. Nothing of an investigation."""

from casework.panel_type.questions import YES, Choice, Condition, Kind, Question, Section, Sensitivity

GROUP = "From the police gateway"

GATEWAY_OUTCOMES = (
    Choice("concern", "A concern: information is gathered"),
    Choice("no_concern", "No concern for Prevent: it leaves here"),
    Choice("elsewhere", "The police take it on themselves"),
)

TRACKER = Section(
    id="tracker",
    title="The tracker and the gateway",
    group=GROUP,
    intro="The national tracker is the system of record. Copy its number and days. Write nothing of an investigation.",
    questions=(
        Question(
            "tracker_reference",
            "Tracker reference",
            Kind.TEXT,
            Sensitivity.I,
            required=True,
            unique=True,
            max_length=40,
            hint="The number in the Prevent Case Management Tracker",
            error="Enter the tracker reference",
        ),
        Question(
            "case_officer",
            "Police case officer",
            Kind.TEXT,
            Sensitivity.I,
            required=True,
            error="Enter the police case officer",
        ),
        Question(
            "received_on",
            "When did the police receive the referral?",
            Kind.DATE,
            Sensitivity.O,
            required=True,
            past_only=True,
            hint="The targets of the gateway and of the section 36 decision count from this day",
            error="Enter when the police received the referral",
        ),
        Question(
            "gateway_outcome",
            "How did the police gateway end?",
            Kind.CHOICE,
            Sensitivity.SC,
            required=True,
            choices=GATEWAY_OUTCOMES,
            error="Select how the police gateway ended",
        ),
        Question(
            "gateway_on",
            "When did it end?",
            Kind.DATE,
            Sensitivity.O,
            required=True,
            past_only=True,
            error="Enter when the gateway ended",
        ),
        Question(
            "deconfliction",
            "Have the police confirmed that this harms no investigation?",
            Kind.YES_NO,
            Sensitivity.CO,
            required=True,
            hint="Yes or no, and the day. Never which investigation. Keep this as a draft until you have the answer",
            error="Select whether the police have confirmed that this harms no investigation",
        ),
        Question(
            "deconfliction_on",
            "When did they confirm it?",
            Kind.DATE,
            Sensitivity.O,
            required=True,
            past_only=True,
            show_if=Condition("deconfliction", equals=YES),
            error="Enter when they confirmed it",
        ),
        Question("transferred_in", "Does this come from another area?", Kind.YES_NO, Sensitivity.O, recommended=True),
        Question(
            "transferred_from",
            "Which area?",
            Kind.TEXT,
            Sensitivity.O,
            required=True,
            show_if=Condition("transferred_in", equals=YES),
            error="Enter the area it comes from",
        ),
    ),
)
