"""The case as a whole: its overview with actions beside it, and its closing, which asks for them to be settled."""
