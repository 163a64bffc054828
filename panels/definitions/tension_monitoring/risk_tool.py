"""The tension score: how likely, times how bad, put in words as one step from 0 to 5."""

from casework.panel_type.risk import Band, FlagRule, RiskOption, RiskQuestion, RiskTool

TENSION_SCORE = RiskTool(
    id="tension_score",
    version=1,
    title="Tension score",
    subject_role="location",
    intro="Choose the step that fits best. The score informs; the group decides.",
    questions=(
        RiskQuestion(
            "level",
            "How likely is trouble, and how bad would it be?",
            (
                RiskOption("calm", "Calm", 0),
                RiskOption("talk", "Unlikely, and small", 1),
                RiskOption("anger", "Possible, and small", 2),
                RiskOption("gatherings", "Possible, and many would be affected", 3),
                RiskOption("likely", "Likely, and many would be affected", 4),
                RiskOption("disorder", "Disorder is about to start, or has started", 5, ("disorder",)),
            ),
        ),
    ),
    bands=(
        Band("low", "Low", 0, 1, ("Keep watching",)),
        Band("raised", "Raised", 2, 3, ("Speak to the community", "Patrols")),
        Band("high", "High", 4, 5, ("Convene within 24 hours", "One message from all agencies")),
    ),
    rules=(FlagRule("disorder", band="high", prompt="disorder"),),
)
