"""The auditor's inquiry: what in the log needs explaining, what was decided about it, and what is taken away of it."""
