"""The live case: what was said, what was decided and why, dissent, and the actions that follow."""
