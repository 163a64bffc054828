from casework.panel_type.definition import DecisionOption

DECISIONS = (DecisionOption("close", "Close", 1, ("chair",), "closed", True, letters=("farewell",)),)
