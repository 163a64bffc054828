from casework.panel_type.definition import DecisionOption

DECISIONS = (DecisionOption("close", "Close", 1, (), "closed", needs_closure_reason=True, letters=("received",)),)
