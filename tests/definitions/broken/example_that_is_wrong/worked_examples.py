from casework.panel_type.definition import ExampleScore

EXAMPLES = (ExampleScore("Both answers", "tool", (("a", "yes"),), 3, "high", ("danger",)),)
