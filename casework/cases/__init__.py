"""The case record: who is in it and as what, what happened, notes, risk, conflicts of interest, closing."""
